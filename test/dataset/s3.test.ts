import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import {
  GetObjectCommand,
  GetObjectTaggingCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { zipSync } from 'fflate';
import { pack } from 'tar-stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { s3Source } from '../../packages/curator/src/dataset/sources/s3.ts';
import { type ColourService, startColourService } from './colour-service.ts';
import { picture } from './pictures.ts';
import { reportLines, run } from './run.ts';
import { type S3Server, startS3 } from './s3-server.ts';

const CAPTIONS = 1_000;
const BUCKET = 'training';
const SET = `s3://${BUCKET}/sets/dog/`;
/** More than one page of a listing, which holds 1,000. */
const LONG_SET = `s3://${BUCKET}/sets/long/`;

let root: string;
let out: string;
let server: S3Server;
let client: S3Client;
let service: ColourService;
let env: Record<string, string>;

const put = (key: string, body: Buffer | string) =>
  client.send(new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: body }));
async function keysUnder(address: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const { path } of s3Source(address).list()) keys.push(path);
  return keys.sort();
}
async function tagsOf(key: string): Promise<Record<string, string>> {
  const { TagSet = [] } = await client.send(new GetObjectTaggingCommand({ Bucket: BUCKET, Key: key }));
  return Object.fromEntries(TagSet.map(({ Key = '', Value = '' }) => [Key, Value]));
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'shoji-s3-'));
  out = join(root, 'out');
  server = await startS3(BUCKET, join(root, 'buckets'));
  env = { ...server.env };
  Object.assign(process.env, env);
  client = new S3Client({ requestChecksumCalculation: 'WHEN_REQUIRED', forcePathStyle: true });
  service = await startColourService();
  env.COLOUR_URL = service.url;

  await put('sets/dog/red.png', await picture('red', 1));
  await put('sets/dog/犬 in a suit.png', await picture('yellow', 2));
  await put('sets/dog/nested/red copy.png', await picture('red', 1));
  for (let number = 0; number < 5; number += 1)
    await put(`sets/dog/${number}.png`, await picture('green', 10 + number));
  await put('sets/dog/broken.jpg', 'no picture');
  await put('sets/dog/empty.png', Buffer.alloc(0));
  await put('sets/dog/folder/', Buffer.alloc(0));
  await put('sets/dog/dataset_info.json', '{"instance_prompt": "a photo of a sks dog"}');
  await put('sets/doghouse/other.png', await picture('red', 3));
  await put('sets/dog/captions/0.txt', 'a dog');
  const captions = Array.from({ length: CAPTIONS }, (_, number) => `${number}.txt`);
  await server.fill('sets/long/captions', captions, 'a dog');
  await put('sets/long/red.png', await picture('red', 1));
});
afterAll(async () => {
  for (const name of Object.keys(env)) delete process.env[name];
  client.destroy();
  await Promise.all([server.stop(), service.close()]);
  await rm(root, { recursive: true, force: true });
});

const scan = (...flags: string[]) =>
  run(['scan', SET, '--out', out, '--thumbnails', '3', '--json', ...flags], env);

// The tests depend on each other, in order.
describe('shoji dataset on S3', () => {
  it('judges every object under the prefix, and no other object', async () => {
    const { code, stdout, stderr } = await scan();
    expect(stderr).not.toMatch(/^shoji:/m);
    expect(code).toBe(20);
    expect(JSON.parse(stdout)).toMatchObject({
      source: SET,
      files: 12,
      statuses: { withhold: 2, blur: 1, clear: 5, unchecked: 2, other: 2 },
    });
    expect(service.calls).toBe(7);
    const paths = (await reportLines(out)).map(({ path }) => path);
    expect(new Set(paths).size).toBe(12);
    expect(paths).toContain('犬 in a suit.png');
  });

  it('recognises objects by their ETags, so that a second scan reads and judges nothing', async () => {
    const before = await readFile(join(out, 'manifest.jsonl'), 'utf8');
    expect((await scan()).code).toBe(20);
    expect(await readFile(join(out, 'manifest.jsonl'), 'utf8')).toBe(before);
    expect(service.calls).toBe(7);
  });

  it('flags with object tags, and keeps existing tags', async () => {
    const TagSet = [{ Key: 'owner', Value: 'me' }];
    await client.send(
      new PutObjectTaggingCommand({ Bucket: BUCKET, Key: 'sets/dog/red.png', Tagging: { TagSet } }),
    );
    await scan('--flag');
    const withheld = { 'shoji-decision': 'withhold', 'shoji-category': 'sexual' };
    expect(await tagsOf('sets/dog/red.png')).toEqual({ owner: 'me', ...withheld });
    expect(await tagsOf('sets/dog/nested/red copy.png')).toEqual(withheld);
    expect(await tagsOf('sets/dog/0.png')).toEqual({});
  });

  it('quarantines to a sibling prefix, and restores the same bytes', async () => {
    const before = await keysUnder(SET);
    const body = async () => {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'sets/dog/red.png' }));
      return Body?.transformToByteArray();
    };
    const bytes = await body();
    await scan('--quarantine');
    const unsafe = ['nested/red copy.png', 'red.png', '犬 in a suit.png'];
    expect(await keysUnder(`s3://${BUCKET}/sets/dog.quarantine/`)).toEqual(unsafe);
    expect(await keysUnder(SET)).toEqual(before.filter((key) => !unsafe.includes(key)));

    const { stderr } = await run(['restore', SET, '--out', out], env);
    expect(stderr).toContain('3 restored, 0 still in');
    expect(await keysUnder(SET)).toEqual(before);
    expect(await body()).toEqual(bytes);
    expect(service.calls).toBe(7);
  });

  it('does not move an object that was replaced after its check', async () => {
    const source = s3Source(SET);
    const entries = [];
    for await (const entry of source.list()) if (entry.path === 'red.png') entries.push(entry);
    const [judged] = entries;
    if (judged === undefined) throw new Error('there is no red.png');
    await put('sets/dog/red.png', await picture('green', 99));
    await expect(source.remove(judged)).rejects.toThrow('changed');
    await expect(source.quarantine(judged)).rejects.toThrow('changed');
    await put('sets/dog/red.png', await picture('red', 1));
  });

  it('deletes with --yes', async () => {
    await scan('--delete', '--yes');
    const { stdout } = await scan();
    expect(JSON.parse(stdout).statuses).toMatchObject({ withhold: 0, blur: 0, clear: 5 });
    expect(await keysUnder(`s3://${BUCKET}/sets/doghouse/`)).toEqual(['other.png']);
  });

  it('reports an error in an address in plain words', async () => {
    const { code, stderr } = await run(['scan', 's3://no-such-bucket/x/', '--out', join(root, 'none')], env);
    expect(stderr).toContain('s3://no-such-bucket/x/: The bucket does not exist.');
    expect(code).toBe(2);
  });

  it('reads all pages of a listing', async () => {
    const long = join(root, 'long');
    const { code, stdout } = await run(['scan', LONG_SET, '--out', long, '--json'], env);
    expect(code).toBe(20);
    expect(JSON.parse(stdout)).toMatchObject({
      files: CAPTIONS + 1,
      statuses: { withhold: 1, other: CAPTIONS },
    });
    const paths = (await reportLines(long)).map(({ path }) => path);
    expect(new Set(paths).size).toBe(CAPTIONS + 1);
    expect(paths).toContain('red.png');
  });

  it('judges the members of archives in a bucket, and changes no archive', async () => {
    const red = await picture('red', 50);
    await put('sets/shards/set.zip', Buffer.from(zipSync({ 'a.png': red, 'a.txt': Buffer.from('a dog') })));
    const packing = pack();
    packing.entry({ name: 'b.png' }, await picture('green', 51));
    packing.finalize();
    await put('sets/shards/shard.tar', await buffer(packing));
    const shards = join(root, 'shards');
    const args = [
      'scan',
      `s3://${BUCKET}/sets/shards/`,
      '--out',
      shards,
      '--thumbnails',
      '5',
      '--delete',
      '--yes',
    ];
    expect((await run(args, env)).code).toBe(1);
    expect(new Map((await reportLines(shards)).map(({ path, status }) => [path, status]))).toEqual(
      new Map([
        ['set.zip', 'other'],
        ['set.zip!/a.png', 'withhold'],
        ['set.zip!/a.txt', 'other'],
        ['shard.tar', 'other'],
        ['shard.tar!/b.png', 'clear'],
      ]),
    );
    expect(await keysUnder(`s3://${BUCKET}/sets/shards/`)).toEqual(['set.zip', 'shard.tar']);
  });
});
