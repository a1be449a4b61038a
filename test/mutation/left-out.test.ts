import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { leftOutSchema, stale, withoutLeftOut } from './left-out.ts';
import { mutantsOf } from './mutants.ts';
import { filesOf } from './repository.ts';
import { ROOMS, roomOf } from './rooms.ts';

const root = resolve(import.meta.dirname, '../..');
const files = filesOf(root).filter((file) => roomOf(file));

it('left-out.json names existing mutants', () => {
  const list = leftOutSchema.parse(
    JSON.parse(readFileSync(join(import.meta.dirname, 'left-out.json'), 'utf8')),
  );
  const named = new Set(list.map(({ file }) => file));
  const mutants = files
    .filter((file) => named.has(file))
    .flatMap((file) => mutantsOf(file, readFileSync(join(root, file), 'utf8')));
  expect(stale(mutants, list)).toEqual([]);
});

it('each room has files', () => {
  expect(new Set(files.map((file) => roomOf(file)))).toEqual(new Set(Object.keys(ROOMS)));
});

it('an entry excludes the mutants of its line, and is stale once the line has changed', () => {
  const reason = 'The table holds one entry only.';
  const list = [{ file: 'a.ts', original: 'const a = 1;', mutated: 'const a = 2;', reason }];
  expect(withoutLeftOut(mutantsOf('a.ts', 'f(a);\nconst a = 1;'), list).map(({ line }) => line)).toEqual([1]);
  expect(stale(mutantsOf('a.ts', '\n\n  const a = 1;'), list)).toEqual([]);
  expect(stale(mutantsOf('a.ts', 'const a = 3;'), list)).toEqual(list);
  expect(stale(mutantsOf('b.ts', 'const a = 1;'), list)).toEqual(list);
});
