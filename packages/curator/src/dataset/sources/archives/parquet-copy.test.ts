import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parquetReadObjects } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ArchiveFile, MemberChoice } from './archive.ts';
import { copyParquet } from './parquet-copy.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'shoji-parquet-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

type Columns = Parameters<typeof parquetWriteBuffer>[0]['columnData'];
/** More than any file here has. */
const MEMBERS = 20;

let number = 0;
/** The rows of a copy, by the choice for each member. */
async function copied(columnData: Columns, choose: (number: number) => MemberChoice, rowGroupSize = 2) {
  return copyOf(new Uint8Array(parquetWriteBuffer({ columnData, rowGroupSize })), choose);
}

async function copyOf(bytes: Uint8Array<ArrayBuffer>, choose: (number: number) => MemberChoice) {
  number += 1;
  const file: ArchiveFile = {
    path: `${number}.parquet`,
    bytes: bytes.length,
    version: `${number}`,
    slice: async (start, end) => bytes.slice(start, end),
  };
  const to = join(root, file.path);
  const count = await copyParquet(
    file,
    Array.from({ length: MEMBERS }, (_, member) => choose(member)),
    to,
  );
  const { buffer } = new Uint8Array(await readFile(to));
  return { count, rows: await parquetReadObjects({ file: buffer, utf8: false }) };
}

const bytes = (value: number) => new Uint8Array([0xff, value]);
const COLUMNS: Columns = [
  { name: 'image', data: [bytes(0), bytes(1), bytes(2), bytes(3)], type: 'BYTE_ARRAY' },
  { name: 'mask', data: [bytes(4), bytes(5), bytes(6), bytes(7)], type: 'BYTE_ARRAY' },
  { name: 'text', data: ['a', 'b', 'c', 'd'], type: 'STRING' },
];
const imagesOf = (rows: readonly Record<string, unknown>[]) => rows.map(({ text }) => text);

describe('a copy of a Parquet file', () => {
  it('has every row when every member is kept', async () => {
    const { count, rows } = await copied(COLUMNS, () => 'keep');
    expect(count).toBe(4);
    expect(rows[3]).toEqual({ image: bytes(3), mask: bytes(7), text: 'd' });
  });

  it('leaves a row out with any of its cells', async () => {
    // Two rows of two cells each, then the texts of the group: 0 1, 2 3, 4; then 5 6, 7 8, 9.
    expect(imagesOf((await copied(COLUMNS, (member) => (member === 3 ? 'leave' : 'keep'))).rows)).toEqual([
      'a',
      'c',
      'd',
    ]);
  });

  it('leaves rows out by their texts, and a whole group whose texts are not known to be safe', async () => {
    const left = { content: new Uint8Array(), left: new Set([1]) };
    expect(imagesOf((await copied(COLUMNS, (member) => (member === 9 ? left : 'keep'))).rows)).toEqual([
      'a',
      'b',
      'c',
    ]);
    const { count, rows } = await copied(COLUMNS, (member) => (member === 4 ? 'leave' : 'keep'));
    expect([count, imagesOf(rows)]).toEqual([2, ['c', 'd']]);
  });

  it('has no row when all are left out', async () => {
    expect(await copied(COLUMNS, () => 'leave')).toEqual({ count: 0, rows: [] });
  });

  it('is refused when a value reads differently afterwards', async () => {
    const columnData: Columns = [{ name: 'size', data: [11_111], type: 'JSON' }];
    const bytes = Buffer.from(parquetWriteBuffer({ columnData, codec: 'UNCOMPRESSED', statistics: false }));
    // JSON of a number that JavaScript reads as infinite, and JSON cannot write.
    bytes.write('1e400', bytes.indexOf('11111'));
    await expect(copyOf(new Uint8Array(bytes), () => 'keep')).rejects.toThrow(
      'It cannot be written as a Parquet file without its unsafe rows: a column reads differently afterwards.',
    );
  });
});
