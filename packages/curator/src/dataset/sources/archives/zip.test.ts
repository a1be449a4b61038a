import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ZipFile } from 'yazl';
import { SourceError } from '../source.ts';
import { zip } from './zip.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'shoji-zip-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** An archive of stored texts, one of which reads differently than its checksum says. */
async function damagedArchive() {
  const writer = new ZipFile();
  writer.addBuffer(Buffer.from('a dog'), 'a.txt', { compress: false });
  writer.addBuffer(Buffer.from('a cat'), 'b.txt', { compress: false });
  writer.end();
  const bytes = await buffer(writer.outputStream);
  bytes.write('A', bytes.indexOf('a cat'));
  return {
    path: 'set.zip',
    bytes: bytes.length,
    version: '1',
    slice: async (start: number, end: number) => new Uint8Array(bytes.subarray(start, end)),
  };
}

it('a copy fails with the error of a member that cannot be read while it is written', async () => {
  const copied = zip.copy(await damagedArchive(), ['keep', 'keep'], join(root, 'a.zip'));
  await expect(copied).rejects.toThrow(SourceError);
  await expect(copied).rejects.toThrow('its size or checksum is wrong');
});

it('a copy leaves a member out for which nothing was chosen', async () => {
  expect(await zip.copy(await damagedArchive(), ['keep'], join(root, 'a.zip'))).toBe(1);
});
