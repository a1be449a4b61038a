import { expect, it } from 'vitest';
import type { LabelledPrompt } from '../labelled.ts';
import { type Answer, measure } from './measure.ts';

const prompt = (at: string, unsafe: boolean, category?: LabelledPrompt['category']): LabelledPrompt => ({
  text: `text ${at}`,
  unsafe,
  ...(category && { category }),
  language: 'en',
  source: 'here',
  at,
});
const read = (score: number, category: LabelledPrompt['category'] = 'violence'): Answer => ({
  kind: 'read',
  score,
  flagged: score >= 0.5,
  ...(score >= 0.5 && { category }),
});

const prompts = [
  prompt('a:2', true, 'violence'),
  prompt('a:3', true, 'hate'),
  prompt('a:4', true),
  prompt('a:5', false),
  prompt('a:6', false),
];

it('compares checks on the texts that all of them read, and counts the others', () => {
  const { compared, unsafe, checks } = measure(
    prompts,
    [
      { name: 'one', answers: [read(0.9), read(0.2), read(0.7), read(0.6), read(0.1)] },
      {
        name: 'other',
        answers: [read(0.9), { kind: 'unread' }, read(0.1), read(0.2), { kind: 'failed' }],
      },
      { name: 'none', answers: prompts.map(() => ({ kind: 'not-asked' })) },
    ],
    0.05,
  );
  expect({ compared, unsafe }).toEqual({ compared: 3, unsafe: 2 });
  expect(checks.map(({ counts }) => counts)).toEqual([
    { read: 5, unread: 0, failed: 0, 'not-asked': 0 },
    { read: 3, unread: 1, failed: 1, 'not-asked': 0 },
    { read: 0, unread: 0, failed: 0, 'not-asked': 5 },
  ]);
  expect(checks[0]?.confusion).toEqual({ caught: 2, missed: 0, falseAlarms: 1, passed: 0 });
  expect(checks[1]?.confusion).toEqual({ caught: 1, missed: 1, falseAlarms: 0, passed: 1 });
  expect(checks[2]?.areaUnderCurve).toBeNaN();
});

it('reports per category, and the worst mistakes with their source line', () => {
  const [check] = measure(
    prompts,
    [{ name: 'one', answers: [read(0.9), read(0.8), read(0.3), read(0.6, 'graphic'), read(0.95, 'hate')] }],
    0.05,
  ).checks;
  expect(check?.categories).toEqual([
    expect.objectContaining({ category: 'violence', prompts: 1, caught: 1, named: 1, areaUnderCurve: 0.5 }),
    expect.objectContaining({ category: 'hate', prompts: 1, caught: 1, named: 0 }),
    expect.objectContaining({ category: 'unspecified', prompts: 1, caught: 0, named: 0, areaUnderCurve: 0 }),
  ]);
  expect(check?.matrix).toEqual({
    violence: { violence: 1 },
    hate: { violence: 1 },
    unspecified: { passed: 1 },
    safe: { graphic: 1, hate: 1 },
  });
  expect(check?.missed).toEqual([
    { at: 'a:4', text: 'text a:4', score: 0.3, labelled: 'unspecified', taken: 'passed' },
  ]);
  expect(check?.falseAlarms.map(({ at, taken }) => [at, taken])).toEqual([
    ['a:6', 'hate'],
    ['a:5', 'graphic'],
  ]);
});
