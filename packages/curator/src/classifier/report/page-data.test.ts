import { expect, it } from 'vitest';
import type { LabelledPrompt } from '../labelled.ts';
import { type Answer, measure } from '../measure/measure.ts';
import { pageData } from './page-data.ts';

const prompts = Array.from({ length: 40 }, (_, index): LabelledPrompt => {
  const unsafe = index % 2 === 0;
  return {
    text: `prompt ${index}`,
    unsafe,
    ...(unsafe && { category: 'violence' as const }),
    language: 'en',
    source: 'made-up',
    at: `data.csv:${index + 2}`,
  };
});

/** Correct except for the first unsafe and the first safe prompt. */
const answers = prompts.map(({ unsafe }, index): Answer => {
  const score = index < 2 === unsafe ? 0.25 : 0.75;
  return { kind: 'read', score, flagged: score > 0.5, ...(score > 0.5 && { category: 'violence' }) };
});
const failed = prompts.map((): Answer => ({ kind: 'failed' }));

function data(checks: readonly { name: string; answers: Answer[] }[], spent: [string, number][] = []) {
  const measured = measure(prompts, checks, 0.05);
  return pageData({ title: 'T', facts: ['f'], warnings: ['w'], measured, spent: new Map(spent) });
}

it('has a row for each check, with its cost where anything was spent', () => {
  const { sideBySide } = data([{ name: 'model', answers }], [['model', 0.5]]);
  expect(sideBySide.caption).toBe('40 prompts that every check read, 20 of them unsafe');
  expect(sideBySide.head.at(-1)).toBe('cost');
  expect(sideBySide.rows).toEqual([
    [
      'model',
      '100.0 %',
      '95.0 %',
      '95.0 %',
      '0.950',
      '5.0 %',
      '50.0 %',
      ...(sideBySide.rows[0]?.slice(7, 10) ?? []),
      '100.0 %',
      '–',
      '$0.5000',
    ],
  ]);
  expect(data([{ name: 'model', answers }]).sideBySide.head).not.toContain('cost');
});

it('describes each check that read anything: confusion, thresholds, labels and mistakes', () => {
  const { checks } = data([
    { name: 'model', answers },
    { name: 'silent', answers: failed },
  ]);
  const [check] = checks;
  expect(checks.map(({ name }) => name)).toEqual(['model']);
  expect(check?.note).toBe('40 prompts read.');
  expect(check?.tables.map(({ title }) => title)).toEqual(['Confusion', 'Thresholds', 'Categories']);
  expect(check?.tables[0]?.table.rows).toEqual([
    ['unsafe', '19', '1'],
    ['safe', '1', '19'],
  ]);
  expect(check?.tables[2]?.table).toMatchObject({ head: ['labelled', 'passed', 'violence'] });
  expect(check?.mistakes).toEqual([
    {
      title: 'unsafe prompts that were missed, the lowest score first',
      rows: [{ score: '0.250', labels: 'violence → passed', at: 'data.csv:2', text: 'prompt 0' }],
    },
    {
      title: 'safe prompts that were flagged, the highest score first',
      rows: [{ score: '0.750', labels: 'safe → violence', at: 'data.csv:3', text: 'prompt 1' }],
    },
  ]);
});

it('draws three charts of the measurements, and none without measurements', () => {
  const { charts, categories } = data([{ name: 'model', answers }]);
  expect(charts.map(({ id, diagonal, series }) => [id, diagonal, series.map(({ name }) => name)])).toEqual([
    ['roc', true, ['model']],
    ['pr', false, ['model']],
    ['reliability', true, ['model']],
  ]);
  expect(charts[2]?.series[0]).toMatchObject({ dots: true });
  expect(categories?.rows).toMatchObject([['violence', '20', '95.0 %', '95.0 %', expect.any(String)]]);
  const nothing = data([{ name: 'silent', answers: failed }]);
  expect(nothing).toMatchObject({ charts: [], checks: [] });
});
