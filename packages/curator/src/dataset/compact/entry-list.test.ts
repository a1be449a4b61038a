import { expect, it } from 'vitest';
import type { Entry } from '../sources/source.ts';
import { entryList } from './entry-list.ts';

const listOf = (entries: readonly Entry[]) => {
  const list = entryList();
  for (const entry of entries) list.add(entry);
  list.sort();
  return list;
};

it('gives back all of every file, sorted by path', () => {
  const entries: Entry[] = [
    { path: 'ü/b.png', bytes: 2 ** 40, version: '"ä"' },
    { path: 'b.png', bytes: 1, version: '', problem: { code: 'x', message: 'It is broken.' } },
    { path: 'a.zip', bytes: 2, version: '1', isArchive: true },
    { path: 'a', bytes: 0, version: '2' },
  ];
  const list = listOf(entries);
  expect(list.size).toBe(4);
  expect([...list]).toEqual(entries.toReversed().sort((a, b) => (a.path < b.path ? -1 : 1)));
  expect(list.at(0)).toEqual(entries[3]);
});

it('keeps more files, and longer paths, than one of its pieces holds', () => {
  const entries = Array.from({ length: 70_000 }, (_, number) => ({
    path: `${String(number).padStart(6, '0')}/${number === 7 ? 'x'.repeat(3_000_000) : 'a.png'}`,
    bytes: number,
    version: `v${number}`,
  }));
  const list = listOf(entries.toReversed());
  expect(entries.every((entry, position) => list.at(position).version === entry.version)).toBe(true);
  expect(list.at(7)).toEqual(entries[7]);
  expect(list.at(69_999)).toEqual(entries[69_999]);
});

it('keeps the results of a scan at the positions of the sorted files', () => {
  const list = listOf(['c', 'b', 'a'].map((path) => ({ path, bytes: 1, version: '1' })));
  list.setProblem(0, { code: 'x', message: 'one' });
  list.setProblem(0, { code: 'x', message: 'another' });
  list.setProblem(2, { code: 'x', message: 'another' });
  list.setScreened(1);
  expect([...list].map(({ path, problem, isScreened }) => [path, problem?.message, isScreened])).toEqual([
    ['a', 'another', undefined],
    ['b', undefined, true],
    ['c', 'another', undefined],
  ]);
});
