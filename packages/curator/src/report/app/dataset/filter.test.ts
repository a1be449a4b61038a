import type { Category } from '@shoji/core';
import { describe, expect, it } from 'vitest';
import type { ReportFile } from '../../report-data.ts';
import { categoriesOf, EVERYTHING, filtered, isDoubt, isOrder } from './filter.ts';

function file(
  path: string,
  scores: readonly (readonly [Category, number])[],
  about: Partial<ReportFile> = {},
) {
  const findings = scores.map(([category, score]) => ({ check: 'a', category, label: 'x', score }));
  return { path, bytes: 1, status: 'clear', findings, reasons: [], margin: 1, ...about } satisfies ReportFile;
}
const FILES: readonly ReportFile[] = [
  file('b.png', [['violence', 0.9]], { status: 'blur', margin: 0.1 }),
  file('Ab.png', [['nudity', 0.5]], { margin: 0.2 }),
  file('none.png', []),
  file('c.txt', [], { status: 'other' }),
  file('two.png', [
    ['nudity', 0.3],
    ['violence', 0.6],
  ]),
];
const shown = (part: Partial<typeof EVERYTHING>) =>
  filtered(FILES, { ...EVERYTHING, ...part }).map(({ path }) => path);

describe('filtered', () => {
  it.each([
    [{}, ['b.png', 'Ab.png', 'two.png', 'none.png', 'c.txt']],
    [{ status: 'other' }, ['c.txt']],
    [{ category: 'nudity' }, ['Ab.png', 'two.png']],
    [{ category: 'nudity', least: 0.5 }, ['Ab.png']],
    [{ category: 'nudity', most: 0.5, least: 0.3 }, ['Ab.png', 'two.png']],
    [{ most: 0.5 }, ['Ab.png', 'two.png', 'none.png', 'c.txt']],
    [{ least: 0.6 }, ['b.png', 'two.png']],
    [{ name: 'B.' }, ['b.png', 'Ab.png']],
    [{ order: 'score' as const }, ['b.png', 'two.png', 'Ab.png', 'none.png', 'c.txt']],
    [{ order: 'path' as const }, ['Ab.png', 'b.png', 'c.txt', 'none.png', 'two.png']],
  ])('by %j', (part, paths) => {
    expect(shown(part)).toEqual(paths);
  });

  it('does not change the files', () => {
    shown({ order: 'path' });
    expect(FILES[0]?.path).toBe('b.png');
  });
});

it('lists each category once, by name', () => {
  expect(categoriesOf(FILES)).toEqual(['nudity', 'violence']);
});

it('knows its doubts', () => {
  expect(['text', 'image', 'elsewhere', 'toString', ''].map(isDoubt)).toEqual([
    true,
    true,
    true,
    false,
    false,
  ]);
});

it('sorts by each of its orders', () => {
  expect(['margin', 'score', 'path', 'toString', ''].map(isOrder)).toEqual([true, true, true, false, false]);
});
