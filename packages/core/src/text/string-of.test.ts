import { expect, it } from 'vitest';
import { stringOf } from './string-of.ts';

it.each([0, 1, 4_095, 4_096, 4_097, 10_000])('writes all of %i units', (length) => {
  const text = 'aé漢\ud83d'.repeat(length / 4 + 1).slice(0, length);
  expect(stringOf(Uint16Array.from(text, (unit) => unit.charCodeAt(0)))).toBe(text);
});

it('keeps both halves of a pair that is cut between two calls', () => {
  const text = `${'a'.repeat(4_095)}🌳`;
  expect(stringOf(Uint16Array.from({ length: text.length }, (_, at) => text.charCodeAt(at)))).toBe(text);
});
