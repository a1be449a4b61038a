import { expect, it } from 'vitest';
import { commonLength, joinConcerns, marksIn } from './concerns.ts';

it('names each category once: words come before the prompt as a whole', () => {
  const word = { category: 'violence', spans: [[0, 1]] };
  const whole = [
    { category: 'violence', spans: [] },
    { category: 'hate', spans: [] },
  ];
  expect(joinConcerns([word], whole)).toEqual([word, { category: 'hate', spans: [] }]);
  expect(joinConcerns([], whole)).toEqual(whole);
});

it.each([
  ['', '', 0],
  ['a dog', 'a dog', 5],
  ['a dog', 'a dot', 4],
  ['a dog', 'a doggy', 5],
  ['x', 'a', 0],
])('the common start of %j and %j has %i units', (a, b, length) => {
  expect(commonLength(a, b)).toBe(length);
});

it('marks the words before the first difference from the text that was read', () => {
  const concerns = [{ decision: 'warn', spans: [[0, 1] as const, [2, 5] as const] }];
  expect(marksIn('a dog', 'a dog', concerns)).toEqual([
    { decision: 'warn', span: [0, 1] },
    { decision: 'warn', span: [2, 5] },
  ]);
  expect(marksIn('a dot', 'a dog', concerns)).toEqual([{ decision: 'warn', span: [0, 1] }]);
});
