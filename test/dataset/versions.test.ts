import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startVersionedBucket } from '../../packages/curator/src/dataset/sources/versioned-bucket.test-helper.ts';
import { type ColourService, startColourService } from './colour-service.ts';
import { picture } from './pictures.ts';
import { run } from './run.ts';

let root: string;
let bucket: Awaited<ReturnType<typeof startVersionedBucket>>;
let service: ColourService;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'shoji-versions-'));
  bucket = await startVersionedBucket();
  service = await startColourService();
  bucket.put('dog/red + blue.png', await picture('red', 1));
  bucket.put('dog/red + blue.png', await picture('red', 2));
  bucket.put('dog/green.png', await picture('green', 3));
  bucket.put('dog/green.png', await picture('green', 4));
});
afterAll(async () => {
  await Promise.all([bucket.close(), service.close()]);
  await rm(root, { recursive: true, force: true });
});

const scan = (...flags: string[]) =>
  run(['scan', 's3://pets/dog/', '--out', join(root, 'out'), ...flags], {
    ...bucket.env,
    COLOUR_URL: service.url,
  });

it('a scan lists the versions that a bucket keeps of deleted objects, and deletes them on request', async () => {
  const wrong = await scan('--delete', '--all-versions');
  expect(wrong.stderr).toContain('--all-versions works only with --delete --yes.');
  expect(wrong.code).toBe(2);

  const deleted = await scan('--delete', '--yes');
  expect(deleted.stdout).toContain('delete        1 of 1 files');
  expect(deleted.stdout).toContain('The bucket keeps the earlier versions of 1 of them');
  expect(bucket.versions('dog/red + blue.png')).toHaveLength(3);

  const emptied = await scan('--delete', '--yes', '--all-versions');
  expect(emptied.stdout).toContain('delete        1 of 1 files');
  expect(emptied.stdout).not.toContain('keeps the earlier versions');
  expect(bucket.versions('dog/red + blue.png')).toEqual([]);
  expect(bucket.versions('dog/green.png')).toHaveLength(2);
});

it('deleting versions on a disk is a usage error before anything is judged', async () => {
  await mkdir(join(root, 'set'));
  const { code, stderr } = await run(['scan', join(root, 'set'), '--delete', '--yes', '--all-versions'], {
    COLOUR_URL: service.url,
  });
  expect(code).toBe(2);
  expect(stderr).toContain('--all-versions works only on S3');
  expect(await readdir(root)).not.toContain('set.shoji');
});
