import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openManifest } from '../manifest.ts';
import { otherSets } from './other-sets.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'shoji-sets-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const print = (digit: string) => digit.repeat(38);
/** The folder of a scanned set: its files by path, each with its content and fingerprint. */
async function scanned(
  name: string,
  files: Readonly<Record<string, readonly [hash: string, print?: string]>>,
) {
  const folder = join(root, `${name}.shoji`);
  const manifest = await openManifest(join(folder, 'manifest.jsonl'), `/sets/${name}`);
  for (const [path, [hash, fingerprint]] of Object.entries(files)) {
    await manifest.append({ type: 'file', path, version: '1', hash });
    await manifest.append({ type: 'picture', hash, checks: [], ...(fingerprint && { fingerprint }) });
  }
  await manifest.close();
  return folder;
}
const HASHES = new Map([
  ['a.png', 'A'],
  ['copy of a.png', 'A'],
  ['b.png', 'B'],
  ['c.png', 'C'],
]);
const PICTURES = new Map([
  ['A', { fingerprint: print('0') }],
  ['B', { fingerprint: print('f') }],
  ['C', {}],
]);
const compare = async (...folders: string[]) =>
  Object.fromEntries((await otherSets(folders)).with(HASHES, PICTURES));

it('finds the same bytes and what looks alike in other sets, the same bytes first', async () => {
  const cats = await scanned('cats', {
    'near.png': ['N', `${print('0').slice(1)}1`],
    'same.png': ['A', print('0')],
    'flat.png': ['C'],
    'other.png': ['O', '5a'.repeat(19)],
  });
  const dogs = await scanned('dogs', { 'x/f.png': ['F', print('f')] });
  const both = [
    { set: '/sets/cats', path: 'same.png' },
    { set: '/sets/cats', path: 'near.png' },
  ];
  expect(await compare(cats, dogs)).toEqual({
    'a.png': both,
    'copy of a.png': both,
    'b.png': [{ set: '/sets/dogs', path: 'x/f.png' }],
    'c.png': [{ set: '/sets/cats', path: 'flat.png' }],
  });
});

it('does not count what looks alike within this set', async () => {
  expect(await compare(await scanned('cats', { 'o.png': ['O', '5a'.repeat(19)] }))).toEqual({});
  expect(await compare()).toEqual({});
});

it('lists five files at most', async () => {
  const files = Object.fromEntries(
    Array.from({ length: 9 }, (_, number) => [`${number}.png`, ['C']] as const),
  );
  expect((await compare(await scanned('cats', files)))['c.png']).toHaveLength(5);
});

it('takes the content that a file has now, and leaves out a line that a scan is writing', async () => {
  const folder = await scanned('cats', { 'a.png': ['A'] });
  const manifest = await openManifest(join(folder, 'manifest.jsonl'), '/sets/cats');
  await manifest.append({ type: 'file', path: 'a.png', version: '2', hash: 'Z' });
  await manifest.close();
  await writeFile(join(folder, 'manifest.jsonl'), '{"type":"file","pa', { flag: 'a' });
  expect(await compare(folder)).toEqual({});
});

it('says what is wrong with a folder that has no manifest', async () => {
  await expect(otherSets([join(root, 'none')])).rejects.toThrow(
    /manifest\.jsonl cannot be read\. Scan that set/,
  );
  await mkdir(join(root, 'empty'));
  await writeFile(join(root, 'empty/manifest.jsonl'), 'no JSON\n');
  await expect(otherSets([join(root, 'empty')])).rejects.toThrow('is not the manifest of a scan');
});
