import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import {
  brotliCompressSync,
  constants,
  gunzipSync,
  gzipSync,
  zstdCompressSync,
  zstdDecompressSync,
} from 'node:zlib';
import { unzipSync, zipSync } from 'fflate';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { extract, pack } from 'tar-stream';
import { describe, expect, it } from 'vitest';
import { green, ownSet, REJECTED, red } from './own-set.ts';
import { startRedis } from './redis-server.ts';
import { ended, run, start } from './run.ts';

const exec = promisify(execFile);
const own = ownSet();
const { put, scan, statuses, messageOf } = own;

type Members = Readonly<Record<string, Uint8Array | string>>;

async function tarOf(members: Members): Promise<Buffer> {
  const packing = pack();
  for (const [name, content] of Object.entries(members)) packing.entry({ name }, Buffer.from(content));
  packing.finalize();
  return buffer(packing);
}

async function membersOf(tar: Uint8Array): Promise<Record<string, Buffer>> {
  const reading = extract();
  reading.end(tar);
  const members: Record<string, Buffer> = {};
  for await (const entry of reading) members[entry.header.name] = await buffer(entry);
  return members;
}

const files = () => ({ '0.png': green, '0.txt': 'a dog', '1.png': red, '2.png': green, '2.txt': REJECTED });
const EXPECTED = {
  '0.png': 'clear',
  '0.txt': 'other',
  '1.png': 'withhold',
  '2.png': 'withhold',
  '2.txt': 'withhold',
};
const within = (archive: string) => ({
  ...Object.fromEntries(Object.entries(EXPECTED).map(([name, status]) => [`${archive}!/${name}`, status])),
  [archive]: 'other',
});

/** Archives as the machine's own programs write them. */
async function written(name: string, flags: readonly string[]): Promise<void> {
  const folder = join(dirname(own.path), 'unpacked');
  await mkdir(folder);
  for (const [file, content] of Object.entries(files())) await writeFile(join(folder, file), content);
  await exec('tar', [...flags, '-cf', join(own.path, name), '-C', folder, ...Object.keys(files())]);
}

describe('compressed tar archives', () => {
  it.each([
    ['set.tar.gz', ['--gzip']],
    ['set.tgz', ['--gzip']],
    ['set.tar.zst', ['--zstd']],
    ['SET.TAR.ZST', ['--zstd']],
  ])('judges each picture and caption in %s, written by tar', async (name, flags) => {
    await written(name, flags);
    const calls = own.service.calls;
    expect((await scan()).code).toBe(20);
    expect(await statuses()).toEqual(within(name));
    expect((await scan()).code).toBe(20);
    expect(own.service.calls - calls).toBe(2);
  });

  it.each([
    ['set.tar.bz2', ['--bzip2']],
    ['set.tar.xz', ['--xz']],
  ])('names %s, which is not opened', async (name, flags) => {
    await written(name, flags);
    expect((await scan()).code).toBe(30);
    expect(await statuses()).toEqual({ [name]: 'unchecked' });
    expect(await messageOf(name)).toContain('by anything but gzip, Zstandard or Brotli is not read here');
  });

  it.each([
    ['set.tar.gz', gzipSync],
    ['set.tar.zst', zstdCompressSync],
    ['set.tar.br', brotliCompressSync],
  ])('reads all compressed streams of %s', async (name, compress) => {
    const tar = await tarOf(files());
    const half = tar.length / 2;
    await put(name, Buffer.concat([compress(tar.subarray(0, half)), compress(tar.subarray(half))]));
    expect((await scan()).code).toBe(20);
    expect(await statuses()).toEqual(within(name));
  });

  it.each([
    ['set.tar.gz', gzipSync],
    ['set.tar.zst', zstdCompressSync],
    ['set.tar.br', brotliCompressSync],
  ])('does not pass a damaged %s', async (name, compress) => {
    const whole = compress(await tarOf({ '0.png': green }));
    for (const content of [
      whole.subarray(0, -3),
      Buffer.concat([whole, Buffer.from('more')]),
      Buffer.from('a text'),
      compress(Buffer.from('no tar archive')),
    ]) {
      await put(name, content);
      expect((await scan()).code).toBe(30);
      expect(await messageOf(name)).toMatch(/^It cannot be read as (a file compressed|a tar archive)/);
    }
  });

  it('does not unpack a compression bomb', async () => {
    const { ZSTD_c_compressionLevel } = constants;
    const bomb = zstdCompressSync(new Uint8Array(80 * 1024 * 1024), {
      params: { [ZSTD_c_compressionLevel]: 1 },
    });
    await put('bomb.tar.zst', bomb);
    await put('bomb.tar', await tarOf({ 'bomb.tgz': gzipSync(new Uint8Array(80 * 1024 * 1024)) }));
    expect((await scan()).code).toBe(30);
    const message = expect.stringContaining('unpacks to more than 100 times its size');
    expect(await messageOf('bomb.tar.zst')).toEqual(message);
    expect(await messageOf('bomb.tar!/bomb.tgz')).toEqual(message);
    const left = (await readdir(tmpdir())).filter((name) => /^shoji-[\da-f]{8}-/.test(name));
    expect(left).toEqual([]);
  });
});

describe('files that are compressed by themselves', () => {
  it('are read as texts about the pictures beside them, as pictures and as archives', async () => {
    await put('a.png', green);
    await put('b.png', green);
    await put('c.png', green);
    await put('b.txt.br', brotliCompressSync(REJECTED));
    await put('metadata.jsonl.gz', gzipSync(`{"file_name":"a.png","text":"${REJECTED}"}\n`));
    await put('d.png.gz', gzipSync(red));
    await put('e.zip.zst', zstdCompressSync(zipSync({ 'a.png': red })));
    await put('strange.gz', gzipSync('words'));
    expect((await scan()).code).toBe(20);
    expect(await statuses()).toEqual({
      'a.png': 'withhold',
      'b.png': 'withhold',
      'b.txt.br': 'other',
      'b.txt.br!/b.txt': 'withhold',
      'c.png': 'clear',
      'd.png.gz': 'other',
      'd.png.gz!/d.png': 'withhold',
      'e.zip.zst': 'other',
      'e.zip.zst!/e.zip': 'other',
      'e.zip.zst!/e.zip!/a.png': 'withhold',
      'metadata.jsonl.gz': 'other',
      'metadata.jsonl.gz!/metadata.jsonl': 'other',
      'strange.gz': 'other',
      'strange.gz!/strange': 'unchecked',
    });
  });

  it('are copied without their unsafe parts', async () => {
    await put('a.png', green);
    await put('b.png', red);
    await put('captions.csv.gz', gzipSync('file_name,text\na.png,a dog\nb.png,a dog\n'));
    await put('a.txt.zst', zstdCompressSync('a dog'));
    await put('b.txt.zst', zstdCompressSync('a dog'));
    await put('e.zip.gz', gzipSync(zipSync({ 'a.png': red, 'b.png': green })));
    const copy = join(dirname(own.path), 'copy');
    await scan('--fix', copy);
    expect((await readdir(copy)).sort()).toEqual(['a.png', 'a.txt.zst', 'captions.csv.gz', 'e.zip.gz']);
    const inCopy = (name: string) => readFile(join(copy, name));
    expect(String(gunzipSync(await inCopy('captions.csv.gz')))).toBe('file_name,text\na.png,a dog\n');
    expect(await inCopy('a.txt.zst')).toEqual(await readFile(join(own.path, 'a.txt.zst')));
    expect(Object.keys(unzipSync(gunzipSync(await inCopy('e.zip.gz'))))).toEqual(['b.png']);
    expect((await run(['scan', copy], { COLOUR_URL: own.service.url })).code).toBe(0);
  });
});

describe('archives within archives', () => {
  it('judges what is in a ZIP in a tar, in WebDataset shards in a ZIP, and in Parquet in a ZIP', async () => {
    const rows = parquetWriteBuffer({
      columnData: [{ name: 'image', data: [new Uint8Array(red)], type: 'BYTE_ARRAY' }],
    });
    await put('a.tar', await tarOf({ 'in/b.zip': zipSync({ 'c.png': red, 'd.png': green }) }));
    await put(
      'shards.zip',
      zipSync({ '0.tar': await tarOf(files()), '1.tgz': [gzipSync(await tarOf(files())), { level: 0 }] }),
    );
    await put('tables.zip', zipSync({ 'train.parquet': new Uint8Array(rows) }));
    const { code, stdout } = await scan();
    expect(stdout).not.toContain('not checked');
    expect(code).toBe(20);
    expect(await statuses()).toEqual({
      'a.tar': 'other',
      'a.tar!/in/b.zip': 'other',
      'a.tar!/in/b.zip!/c.png': 'withhold',
      'a.tar!/in/b.zip!/d.png': 'clear',
      'shards.zip': 'other',
      ...within('shards.zip!/0.tar'),
      ...within('shards.zip!/1.tgz'),
      'tables.zip': 'other',
      'tables.zip!/train.parquet': 'other',
      'tables.zip!/train.parquet!/000000.image.png': 'withhold',
    });
  });

  it('names an archive within three others, and one that is damaged', async () => {
    const nested = (name: string, content: Uint8Array) => zipSync({ [name]: content });
    const deep = nested('3.zip', nested('4.zip', nested('a.png', red)));
    await put('1.zip', zipSync({ '2.zip': deep, 'broken.tar': Buffer.from('no archive'), 'a.png': green }));
    expect((await scan()).code).toBe(30);
    expect(await statuses()).toEqual({
      '1.zip': 'other',
      '1.zip!/2.zip': 'other',
      '1.zip!/2.zip!/3.zip': 'other',
      '1.zip!/2.zip!/3.zip!/4.zip': 'unchecked',
      '1.zip!/a.png': 'clear',
      '1.zip!/broken.tar': 'unchecked',
    });
    expect(await messageOf('1.zip!/2.zip!/3.zip!/4.zip')).toContain('an archive within 3 others');
  });

  it('limits what all archives in one file unpack to', async () => {
    const zeros = zipSync({ 'a.png': new Uint8Array(40 * 1024 * 1024) }, { level: 9 });
    await put('nested.zip', zipSync({ '0.zip': zeros, '1.zip': zeros }, { level: 9 }));
    expect((await scan()).code).toBe(30);
    expect(await messageOf('nested.zip!/1.zip!/a.png')).toContain('unpacks to more than 100 times its size');
  });

  it('reads a folder whose name looks like an archive', async () => {
    await mkdir(join(own.path, 'a.tar!'));
    await put('a.tar!/0.png', red);
    await put('a.tar!/1.zip', zipSync({ '0.png': red }));
    expect((await scan()).code).toBe(20);
    expect(await statuses()).toEqual({
      'a.tar!/0.png': 'withhold',
      'a.tar!/1.zip': 'other',
      'a.tar!/1.zip!/0.png': 'withhold',
    });
    expect((await scan('--quarantine')).stderr).toContain('a.tar!/1.zip!/0.png: not moved');
    expect(await readdir(join(own.path, 'a.tar!'))).toEqual(['1.zip']);
  });

  it('has members read by the workers of a queue', async () => {
    const redis = await startRedis();
    const worker = start(['worker', '--queue', redis.url], { COLOUR_URL: own.service.url });
    await put('a.tgz', gzipSync(await tarOf({ 'b.zip': zipSync({ 'c.png': red, 'd.png': green }) })));
    const { code } = await scan('--queue', redis.url);
    worker.kill('SIGTERM');
    await ended(worker);
    await redis.stop();
    expect(code).toBe(20);
    expect(await statuses()).toMatchObject({
      'a.tgz!/b.zip!/c.png': 'withhold',
      'a.tgz!/b.zip!/d.png': 'clear',
    });
  });
});

describe('actions on members', () => {
  it('are refused, with the way to a copy', async () => {
    await put('a.tgz', gzipSync(await tarOf({ 'b.zip': zipSync({ 'c.png': red }) })));
    const { code, stderr } = await scan('--quarantine');
    expect(code).toBe(1);
    expect(stderr).toContain('a.tgz!/b.zip!/c.png: not moved: It is a member of an archive');
    expect(stderr).toContain('`--fix` writes a copy without it');
  });

  it('a cleaned copy keeps the layout and the compression, without the unsafe members', async () => {
    await put('a.tar.gz', gzipSync(await tarOf(files())));
    await put('b.tar.zst', zstdCompressSync(await tarOf(files())));
    const inner = {
      'clean.zip': zipSync({ 'a.png': green }),
      'mixed.zip': zipSync({ 'a.png': green, 'b.png': red }),
      'unsafe.zip': zipSync({ 'b.png': red }),
    };
    await put('c.tar', await tarOf(inner));
    await put('d.zip', zipSync({ 'e.tgz': gzipSync(await tarOf(files())), 'f.png': green }));
    await put(
      'deep.zip',
      zipSync({ '2.zip': zipSync({ '3.zip': zipSync({ '4.zip': zipSync({ a: red }) }) }), 'a.png': green }),
    );
    const copy = join(dirname(own.path), 'copy');
    const { code, stderr } = await scan('--fix', copy);
    expect(stderr).not.toContain('not copied');
    expect(code).toBe(20);
    expect((await readdir(copy)).sort()).toEqual(['a.tar.gz', 'b.tar.zst', 'c.tar', 'd.zip', 'deep.zip']);
    const inCopy = (name: string) => readFile(join(copy, name));
    const kept = { '0.png': green, '0.txt': Buffer.from('a dog') };
    expect(await membersOf(gunzipSync(await inCopy('a.tar.gz')))).toEqual(kept);
    expect(await membersOf(zstdDecompressSync(await inCopy('b.tar.zst')))).toEqual(kept);
    const c = await membersOf(await inCopy('c.tar'));
    expect(Object.keys(c)).toEqual(['clean.zip', 'mixed.zip']);
    expect(c['clean.zip']).toEqual(Buffer.from(inner['clean.zip']));
    expect(Object.keys(unzipSync(c['mixed.zip'] ?? new Uint8Array()))).toEqual(['a.png']);
    const d = unzipSync(await inCopy('d.zip'));
    expect(Object.keys(d)).toEqual(['e.tgz', 'f.png']);
    expect(await membersOf(gunzipSync(d['e.tgz'] ?? new Uint8Array()))).toEqual(kept);
    expect(Object.keys(unzipSync(await inCopy('deep.zip')))).toEqual(['a.png']);
    const again = await run(['scan', copy], { COLOUR_URL: own.service.url });
    expect(again.stdout).not.toMatch(/^(unsafe|not checked)/m);
    expect(again.code).toBe(0);
  });
});
