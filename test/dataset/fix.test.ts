import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { unzipSync, zipSync } from 'fflate';
import { parquetReadObjects } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { extract, type Header, pack } from 'tar-stream';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ColourService, startColourService } from './colour-service.ts';
import { picture } from './pictures.ts';
import { reportLines, run } from './run.ts';

/** A caption with the term that `fixtures/colour.config.ts` bans. */
const REJECTED = 'a dog that is zorbing';

let root: string;
let set: string;
let copy: string;
let service: ColourService;
let red: Buffer;
let yellow: Buffer;
let green: Buffer;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'shoji-fix-'));
  service = await startColourService();
  [red, yellow, green] = await Promise.all([picture('red', 1), picture('yellow', 2), picture('green', 3)]);
});
beforeEach(async () => {
  const own = await mkdtemp(join(root, 'test-'));
  set = join(own, 'set');
  copy = join(own, 'clean/copy');
  await mkdir(set);
});
afterAll(async () => {
  await service.close();
  await rm(root, { recursive: true, force: true });
});

async function put(path: string, content: Uint8Array | string): Promise<void> {
  await mkdir(dirname(join(set, path)), { recursive: true });
  await writeFile(join(set, path), content);
}
const scan = (folder: string, ...flags: string[]) =>
  run(['scan', folder, ...flags], { COLOUR_URL: service.url });
const inCopy = (path: string) => readFile(join(copy, path));
async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1))
    .sort();
}

async function tarOf(
  members: readonly (readonly [Partial<Header> & { name: string }, (Buffer | string)?])[],
) {
  const packing = pack();
  for (const [header, content] of members) packing.entry(header, content ?? '');
  packing.finalize();
  return buffer(packing);
}

/** A scan of a cleaned copy finds nothing. */
async function expectClean(): Promise<void> {
  const { code, stdout } = await scan(copy);
  expect(stdout).not.toMatch(/^(unsafe|not checked)/m);
  expect(code).toBe(0);
}

describe('a cleaned copy of a set', () => {
  it('has the safe files with their captions and rows, and a scan finds nothing in it', async () => {
    await put('a.png', green);
    await put('a.txt', 'a green dog');
    await put('b/red.png', red);
    await put('b/red.txt', 'a red dog');
    await put('b/red.png.caption', 'a red dog');
    await put('b/yellow.png', yellow);
    await put('b/said.png', green);
    await put('b/said.txt', REJECTED);
    await put('b/two.jpg', red);
    await put('b/two.png', green);
    await put('b/two.txt', 'one caption of two pictures');
    await put('README.md', '# A set');
    await put('broken.png', 'no picture');
    await put('strange.bin', 'records');
    await symlink(join(set, 'a.png'), join(set, 'link.png'));
    await put(
      'metadata.jsonl',
      '{"file_name":"a.png","text":"a dog"}\n{"file_name":"b/red.png","text":"x"}\n',
    );
    await put('b/captions.csv', `file_name,text\ntwo.png,a dog\nsaid.png,a dog\nyellow.png,a dog\n`);
    await put('b/more.csv', `file_name;text\ntwo.png;a dog, a cat\nyellow.png;a dog\n`);
    await put('b/meta_cap.json', JSON.stringify({ two: { caption: 'a dog' }, yellow: { caption: 'x' } }));
    await put('dataset_info.json', JSON.stringify({ instance_prompt: 'a photo of a dog' }));
    const before = await filesOf(set);

    const { code, stdout, stderr } = await scan(set, '--fix', copy);
    expect(stderr).not.toContain('not copied');
    expect(code).toBe(20);
    expect(stdout).toContain(`copy          ${copy}: 10 files; 10 files and 5 rows are left out`);
    expect(await filesOf(copy)).toEqual([
      'README.md',
      'a.png',
      'a.txt',
      'b/captions.csv',
      'b/meta_cap.json',
      'b/more.csv',
      'b/two.png',
      'b/two.txt',
      'dataset_info.json',
      'metadata.jsonl',
    ]);
    expect(await inCopy('a.png')).toEqual(green);
    expect(String(await inCopy('metadata.jsonl'))).toBe('{"file_name":"a.png","text":"a dog"}\n');
    expect(String(await inCopy('b/captions.csv'))).toBe('file_name,text\ntwo.png,a dog\n');
    expect(String(await inCopy('b/more.csv'))).toBe('file_name;text\ntwo.png;a dog, a cat\n');
    expect(JSON.parse(String(await inCopy('b/meta_cap.json')))).toEqual({ two: { caption: 'a dog' } });
    expect(await filesOf(set)).toEqual(before);
    expect((await reportLines(`${set}.shoji`)).find(({ path }) => path === 'b/red.txt')?.action).toBe('fix');
    await expectClean();
  });

  it('keeps pictures to blur with --from withhold', async () => {
    await put('red.png', red);
    await put('yellow.png', yellow);
    expect((await scan(set, '--fix', copy, '--from', 'withhold')).code).toBe(20);
    expect(await filesOf(copy)).toEqual(['yellow.png']);
  });

  it('prints its counts as JSON', async () => {
    await put('red.png', red);
    await put('green.png', green);
    const { stdout } = await scan(set, '--fix', copy, '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      fix: { folder: copy, files: 1, left_out: 1, rows_left_out: 0 },
      actions: [{ path: 'red.png', action: 'fix' }],
    });
  });

  it('is only written to a new folder outside of the set, after the scan is complete', async () => {
    await put('green.png', green);
    await mkdir(copy, { recursive: true });
    const wrong = async (...flags: string[]) => {
      const { code, stderr } = await scan(set, ...flags);
      expect(code).toBe(2);
      return stderr;
    };
    expect(await wrong('--fix', copy)).toContain('exists already and is not changed');
    expect(await wrong('--fix', join(set, 'clean'))).toContain('--fix is inside the data set');
    expect(await wrong('--fix', `${copy}2`, '--delete')).toContain('Use only one of');
    const { code, stderr } = await scan(set, '--fix', `${copy}2`, '--max-cost', '0.0001');
    expect(stderr).toContain('no copy is written, because the scan stopped');
    expect(code).toBe(40);
    expect(await readdir(dirname(copy))).toEqual(['copy']);
  });
});

describe('archives in a cleaned copy', () => {
  it('a tar shard keeps its members in order, without the unsafe ones', async () => {
    const shard = await tarOf([
      [{ name: 'd', type: 'directory' }],
      [{ name: 'd/0.png', mode: 0o640, mtime: new Date(1_000_000) }, green],
      [{ name: 'd/0.txt' }, 'a dog'],
      [{ name: 'd/1.png' }, red],
      [{ name: 'd/1.txt' }, 'a dog'],
      [{ name: 'd/2.txt', type: 'symlink', linkname: '/etc/passwd' }],
      [{ name: 'd/meta.jsonl' }, '{"file_name":"0.png"}\n{"file_name":"1.png"}\n'],
      [{ name: 'd/3.png' }, green],
    ]);
    await put('shard.tar', shard);
    const clean = await tarOf([[{ name: '0.png' }, green]]);
    await put('clean.tar', clean);
    await put('unsafe.tar', await tarOf([[{ name: '0.png' }, red]]));
    expect((await scan(set, '--fix', copy)).code).toBe(20);
    expect(await filesOf(copy)).toEqual(['clean.tar', 'shard.tar']);
    expect(await inCopy('clean.tar')).toEqual(clean);
    const members: [string, number, string][] = [];
    const reading = extract();
    reading.end(await inCopy('shard.tar'));
    for await (const entry of reading)
      members.push([entry.header.name, entry.header.mode ?? 0, String(await buffer(entry)).slice(0, 30)]);
    expect(members).toEqual([
      ['d', 0o755, ''],
      ['d/0.png', 0o640, String(green).slice(0, 30)],
      ['d/0.txt', 0o644, 'a dog'],
      ['d/meta.jsonl', 0o644, '{"file_name":"0.png"}\n'],
      ['d/3.png', 0o644, String(green).slice(0, 30)],
    ]);
    await expectClean();
  });

  it('a ZIP archive keeps its members, without the unsafe ones', async () => {
    const text = Buffer.from('a dog '.repeat(1_000));
    await put(
      'set.zip',
      zipSync({ 'a/0.png': [green, { level: 0 }], 'a/0.txt': text, 'a/1.png': red, 'a/1.txt': text, b: {} }),
    );
    expect((await scan(set, '--fix', copy)).code).toBe(20);
    const members = unzipSync(await inCopy('set.zip'));
    expect(Object.keys(members)).toEqual(['a/0.png', 'a/0.txt', 'b/']);
    expect(Buffer.from(members['a/0.png'] ?? [])).toEqual(green);
    expect(Buffer.from(members['a/0.txt'] ?? [])).toEqual(text);
    expect((await inCopy('set.zip')).length).toBeLessThan(green.length + 1_000);
    await expectClean();
  });

  it('a Parquet file keeps its rows with all columns and its metadata, without the unsafe ones', async () => {
    const pictures = [green, red, green, green].map((bytes, index) => ({
      bytes: new Uint8Array(bytes),
      path: `${index}.png`,
    }));
    const rest = [
      { width: 512, score: 0.5, tags: ['a', 'b'], day: new Date(1_000_000), big: 2n ** 60n },
      { width: 1, score: 1, tags: [], day: new Date(0), big: 1n },
      { width: 2, score: 1, tags: ['x'], day: new Date(0), big: 1n },
      { width: 3, score: -1, tags: ['y'], day: new Date(5), big: 0n },
    ];
    const kvMetadata = [{ key: 'huggingface', value: '{"info": {}}' }];
    const file = parquetWriteBuffer({
      schema: [
        { name: 'root', num_children: 7 },
        { name: 'image', num_children: 2, repetition_type: 'OPTIONAL' },
        { name: 'bytes', type: 'BYTE_ARRAY', repetition_type: 'OPTIONAL' },
        { name: 'path', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
        { name: 'text', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
        { name: 'width', type: 'INT32', repetition_type: 'OPTIONAL' },
        { name: 'score', type: 'DOUBLE', repetition_type: 'OPTIONAL' },
        { name: 'tags', num_children: 1, repetition_type: 'OPTIONAL', converted_type: 'LIST' },
        { name: 'list', num_children: 1, repetition_type: 'REPEATED' },
        { name: 'element', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
        { name: 'day', type: 'INT64', converted_type: 'TIMESTAMP_MILLIS', repetition_type: 'OPTIONAL' },
        { name: 'big', type: 'INT64', repetition_type: 'OPTIONAL' },
      ],
      columnData: [
        { name: 'image', data: pictures },
        { name: 'text', data: ['a dog', 'a dog', REJECTED, 'a cat'] },
        { name: 'width', data: rest.map(({ width }) => width) },
        { name: 'score', data: rest.map(({ score }) => score) },
        { name: 'tags', data: rest.map(({ tags }) => tags) },
        { name: 'day', data: rest.map(({ day }) => day) },
        { name: 'big', data: rest.map(({ big }) => big) },
      ],
      kvMetadata,
      rowGroupSize: 3,
    });
    await put('train.parquet', new Uint8Array(file));
    const { stderr } = await scan(set, '--fix', copy);
    expect(stderr).not.toContain('not copied');
    const written = (await inCopy('train.parquet')).buffer;
    const rows = await parquetReadObjects({ file: written, utf8: false });
    expect(rows).toEqual([
      { image: pictures[0], text: 'a dog', ...rest[0] },
      { image: pictures[3], text: 'a cat', ...rest[3] },
    ]);
    await expectClean();
  });
});
