import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { diskSource } from './disk.ts';
import { resumable } from './resumable.ts';
import type { Entry, OrderedSource } from './source.ts';

let root: string;
let file: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'shoji-listing-'));
  file = join(root, 'out/listing.jsonl');
});
afterEach(async () => {
  vi.useRealTimers();
  await rm(root, { recursive: true, force: true });
});

const COUNT = 3_500;
const entries = Array.from(
  { length: COUNT },
  (_, number): Entry => ({
    path: `${String(number).padStart(6, '0')}.png`,
    bytes: number,
    version: `"${number}"`,
  }),
);

/** A source of many entries, and the paths behind which it was asked to list. */
function manyEntries() {
  const asked: (string | undefined)[] = [];
  async function* from(path?: string) {
    asked.push(path);
    for (const entry of entries) if (path === undefined || entry.path > path) yield entry;
  }
  const source: OrderedSource = {
    ...diskSource(root, root),
    uri: 's3://pets/',
    list: () => from(),
    listAfter: (path) => from(path),
  };
  return { source, asked };
}

/** The paths of the first entries; then the listing is given up. */
async function first(source: ReturnType<typeof resumable>, count = Number.POSITIVE_INFINITY) {
  const paths: string[] = [];
  if (count === 0) return paths;
  for await (const { path } of source.list()) {
    paths.push(path);
    if (paths.length === count) break;
  }
  return paths;
}
const all = entries.map(({ path }) => path);

it('lists everything, and leaves no file', async () => {
  const { source, asked } = manyEntries();
  expect(await first(resumable(source, file))).toEqual(all);
  expect(asked).toEqual([undefined]);
  expect(await readdir(root)).toEqual(['out']);
  expect(await readdir(join(root, 'out'))).toEqual([]);
});

it('continues behind the last entry that was kept, and forgets the file at the end', async () => {
  const { source, asked } = manyEntries();
  await first(resumable(source, file), 2_500);
  expect(await first(resumable(source, file))).toEqual(all);
  expect(asked).toEqual([undefined, '002999.png']);
  expect(await first(resumable(source, file))).toEqual(all);
  expect(asked).toEqual([undefined, '002999.png', undefined]);
});

it('continues where a kill cut a line short', async () => {
  const { source, asked } = manyEntries();
  await first(resumable(source, file), 1_500);
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.slice(0, -5));
  expect(await first(resumable(source, file))).toEqual(all);
  expect(asked).toEqual([undefined, '001998.png']);
});

it.each([
  ['of another source', (text: string) => text.replace('s3://pets/', 's3://cars/')],
  ['without a header', (text: string) => text.slice(text.indexOf('\n') + 1)],
])('begins anew where the file is %s', async (_, damage) => {
  const { source, asked } = manyEntries();
  await first(resumable(source, file), 1_500);
  await writeFile(file, damage(await readFile(file, 'utf8')));
  expect(await first(resumable(source, file))).toEqual(all);
  expect(asked).toEqual([undefined, undefined]);
});

it('lists again what is behind a damaged line', async () => {
  const { source, asked } = manyEntries();
  await first(resumable(source, file), 1_500);
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace('["000500.png",500,', '["000500.png",'));
  expect(await first(resumable(source, file))).toEqual(all);
  expect(asked).toEqual([undefined, '000499.png']);
});

it('begins anew after an hour, because objects may have been added under earlier names', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const { source, asked } = manyEntries();
  await first(resumable(source, file), 1_500);
  vi.setSystemTime(Date.now() + 60 * 60 * 1_000);
  expect(await first(resumable(source, file))).toEqual(all);
  expect(asked).toEqual([undefined, undefined]);
});

it('makes no folder for a source that cannot be listed', async () => {
  const { source } = manyEntries();
  const failing = {
    ...source,
    // biome-ignore lint/correctness/useYield: It fails before its first entry.
    async *list(): AsyncGenerator<Entry> {
      throw new Error('no such bucket');
    },
  };
  await expect(first(resumable(failing, file))).rejects.toThrow('no such bucket');
  expect(await readdir(root)).toEqual([]);
});
