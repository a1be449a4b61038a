import { expect, it } from 'vitest';
import { NO_PROMPT, refuses } from './verdict.ts';

it.each([
  ['allow', false, false],
  ['warn', false, false],
  ['reject', false, true],
  ['allow', true, true],
] as const)('"%s", unchecked %s: refused is %s', (decision, unchecked, expected) => {
  expect(refuses({ ...NO_PROMPT, decision, unchecked })).toBe(expected);
});

it('a picture that is screened alone has a prompt without objections', () => {
  expect(refuses(NO_PROMPT)).toBe(false);
  expect([NO_PROMPT.findings, NO_PROMPT.checks, NO_PROMPT.warnings]).toEqual([[], [], []]);
});
