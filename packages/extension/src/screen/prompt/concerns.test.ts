import { expect, it } from 'vitest';
import { commonLength, joinConcerns } from './concerns.ts';

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
