import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { zipSync } from 'fflate';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { type Header, pack } from 'tar-stream';
import { describe, expect, it } from 'vitest';
import { green, ownSet, REJECTED, red } from './own-set.ts';
import { picture } from './pictures.ts';
import { startRedis } from './redis-server.ts';
import { ended, reportLines, start } from './run.ts';

const own = ownSet();
const { put, scan, statuses, messageOf } = own;

type Members = readonly (readonly [
  name: string | (Partial<Header> & { name: string }),
  content?: Buffer | string,
])[];
async function tarOf(members: Members): Promise<Buffer> {
  const packing = pack();
  for (const [name, content] of members)
    packing.entry(typeof name === 'string' ? { name } : name, content ?? '');
  packing.finalize();
  return buffer(packing);
}

const FILES = [
  ['000.png', () => green],
  ['000.txt', () => Buffer.from('a dog')],
  ['001.png', () => red],
  ['002.png', () => green],
  ['002.txt', () => Buffer.from(REJECTED)],
] as const;
const EXPECTED = {
  '000.png': 'clear',
  '000.txt': 'other',
  '001.png': 'withhold',
  '002.png': 'withhold',
  '002.txt': 'withhold',
};
const within = (archive: string) => ({
  ...Object.fromEntries(Object.entries(EXPECTED).map(([name, status]) => [`${archive}!/${name}`, status])),
  [archive]: 'other',
});

describe('archives of a data set', () => {
  it('judges each picture and caption in a tar shard once', async () => {
    await put('shard.tar', await tarOf(FILES.map(([name, content]) => [name, content()])));
    const calls = own.service.calls;
    expect((await scan()).code).toBe(20);
    expect(await statuses()).toEqual(within('shard.tar'));
    expect((await scan()).code).toBe(20);
    expect(own.service.calls - calls).toBe(2);
  });

  it('joins the texts of a WebDataset sample to all its pictures, by the name up to the first dot', async () => {
    const members = [
      ['d/000.jpg.png', green],
      ['d/000.seg.png', green],
      ['d/000.txt', REJECTED],
      ['d.1/000.png', green],
    ] as const;
    await put('shard.tar', await tarOf(members));
    expect((await scan()).code).toBe(20);
    expect(await statuses()).toMatchObject({
      'shard.tar!/d/000.jpg.png': 'withhold',
      'shard.tar!/d/000.seg.png': 'withhold',
      'shard.tar!/d.1/000.png': 'clear',
    });
  });

  it('judges pictures and captions in a ZIP archive', async () => {
    await put('set.zip', zipSync(Object.fromEntries(FILES.map(([name, content]) => [name, content()]))));
    expect((await scan()).code).toBe(20);
    expect(await statuses()).toEqual(within('set.zip'));
  });

  it('judges images and captions in a Parquet file', async () => {
    const images = [green, red, green].map((bytes) => new Uint8Array(bytes));
    const file = parquetWriteBuffer({
      columnData: [
        { name: 'image', data: images, type: 'BYTE_ARRAY' },
        { name: 'text', data: ['a dog', 'a dog', REJECTED], type: 'STRING' },
      ],
      rowGroupSize: 2,
    });
    await put('train.parquet', new Uint8Array(file));
    expect((await scan()).code).toBe(20);
    expect(await statuses()).toEqual({
      'train.parquet': 'other',
      'train.parquet!/000000.image.png': 'clear',
      'train.parquet!/000001.image.png': 'withhold',
      'train.parquet!/000002.image.png': 'withhold',
      'train.parquet!/rows from 000000.jsonl': 'other',
      'train.parquet!/rows from 000002.jsonl': 'other',
    });
  });

  it("reads Hugging Face's structures of bytes and path, and names a row that has no bytes", async () => {
    const image = (bytes: Uint8Array | null, path: string) => ({ bytes, path });
    const file = parquetWriteBuffer({
      columnData: [
        { name: 'image', data: [image(new Uint8Array(red), 'a.png'), image(null, '/elsewhere/b.png')] },
      ],
      schema: [
        { name: 'root', num_children: 1 },
        { name: 'image', num_children: 2, repetition_type: 'OPTIONAL' },
        { name: 'bytes', type: 'BYTE_ARRAY', repetition_type: 'OPTIONAL' },
        { name: 'path', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
      ],
    });
    await put('train.parquet', new Uint8Array(file));
    await scan();
    expect(await statuses()).toMatchObject({
      'train.parquet!/000000.image.png': 'withhold',
      'train.parquet!/000001.image': 'unchecked',
    });
    expect(await messageOf('train.parquet!/000001.image')).toContain('no bytes');
  });

  it('has members read by the workers of a queue', async () => {
    const redis = await startRedis();
    const worker = start(['worker', '--queue', redis.url], { COLOUR_URL: own.service.url });
    await put(
      'shard.tar',
      await tarOf([
        ['a.png', green],
        ['b.png', red],
      ]),
    );
    const { code } = await scan('--queue', redis.url);
    worker.kill('SIGTERM');
    await ended(worker);
    await redis.stop();
    expect(code).toBe(20);
    expect(await statuses()).toMatchObject({ 'shard.tar!/a.png': 'clear', 'shard.tar!/b.png': 'withhold' });
  });

  it('ends with 0 when all members are clear', async () => {
    await put(
      'shard.tar',
      await tarOf([
        ['a.png', green],
        ['README.md', 'words'],
      ]),
    );
    await put('set.zip', zipSync({ 'a.png': green }));
    expect((await scan()).code).toBe(0);
  });

  it.each(['shard.tar', 'set.zip', 'train.parquet'])('does not pass a damaged %s', async (name) => {
    await put(name, Buffer.concat([Buffer.from('PK'), Buffer.alloc(5_000, 7)]));
    expect((await scan()).code).toBe(30);
    expect(await statuses()).toEqual({ [name]: 'unchecked' });
    expect(await messageOf(name)).toMatch(/^It cannot be read as a .* archive|Parquet file/);
  });

  it.each([100, 1_000])('does not pass a tar that is cut after %i bytes', async (bytes) => {
    const whole = await tarOf([
      ['a.png', green],
      ['b.png', red],
    ]);
    await put('shard.tar', whole.subarray(0, bytes));
    expect((await scan()).code).toBe(30);
    expect(await statuses()).toMatchObject({ 'shard.tar': 'unchecked' });
  });

  it('names unread members: archives, links, other kinds, and paths that lead out of the archive', async () => {
    await put(
      'shard.tar',
      await tarOf([
        ['inner.7z', 'packed'],
        [{ name: 'link.png', type: 'symlink', linkname: '/etc/passwd' }],
        ['latents.npy', 'numbers'],
        ['../out.png', green],
      ]),
    );
    const { code, stdout } = await scan();
    expect(code).toBe(30);
    expect(await statuses()).toEqual({
      'shard.tar': 'other',
      'shard.tar!/../out.png': 'unchecked',
      'shard.tar!/inner.7z': 'unchecked',
      'shard.tar!/latents.npy': 'unchecked',
      'shard.tar!/link.png': 'unchecked',
    });
    expect(stdout).toContain('shard.tar!/inner.7z: A compressed file or archive is not read');
  });

  it('does not unpack a member over the size limit, or a ZIP bomb', async () => {
    const zeros = new Uint8Array(65 * 1024 * 1024);
    await put('bomb.zip', zipSync({ 'a.png': zeros }, { level: 9 }));
    await put(
      'dense.zip',
      zipSync(
        Object.fromEntries(
          Array.from({ length: 4 }, (_, at) => [`${at}.png`, zeros.subarray(0, 20 * 1024 * 1024)]),
        ),
        { level: 9 },
      ),
    );
    expect((await scan()).code).toBe(30);
    expect(await messageOf('bomb.zip!/a.png')).toMatch(/68,157,440 bytes|more than 100 times/);
    expect(await messageOf('dense.zip!/3.png')).toContain('more than 100 times its size');
  });

  it('does not read an encrypted member, and detects a member whose checksum is wrong', async () => {
    const encrypted = zipSync({ 'a.png': green }, { level: 0 });
    // Bit 0 of the general purpose flag, in the local header and in the central directory.
    const directory = Buffer.from(encrypted).indexOf('PK\x01\x02');
    encrypted[6] = (encrypted[6] ?? 0) | 1;
    encrypted[directory + 8] = (encrypted[directory + 8] ?? 0) | 1;
    await put('encrypted.zip', encrypted);
    const wrong = zipSync({ 'a.png': green }, { level: 0 });
    const at = Buffer.from(wrong).indexOf(green) + 50;
    wrong[at] = (wrong[at] ?? 0) ^ 1;
    await put('wrong.zip', wrong);
    expect((await scan()).code).toBe(30);
    expect(await messageOf('encrypted.zip!/a.png')).toContain('encrypted');
    expect(await messageOf('wrong.zip!/a.png')).toContain('checksum');
  });

  it('does not change an archive, reports that, and ends with exit code 1', async () => {
    const archive = await tarOf([['a.png', red]]);
    await put('shard.tar', archive);
    await put('b.png', await picture('red', 3));
    const { code, stderr, stdout } = await scan('--quarantine');
    expect(code).toBe(1);
    expect(stderr).toContain('shard.tar!/a.png: not moved: It is a member of an archive');
    expect(stdout).toContain('quarantine    1 of 2 files');
    expect(await readdir(own.path)).toEqual(['shard.tar']);
    expect(await readFile(join(own.path, 'shard.tar'))).toEqual(archive);
    expect(
      (await reportLines(`${own.path}.shoji`)).find(({ path }) => path === 'shard.tar!/a.png')?.action,
    ).toContain('quarantine failed');
  });
});
