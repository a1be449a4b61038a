import { expect, it } from 'vitest';
import { digitOf } from './digits.ts';

it('reads the digits of every script in Unicode', () => {
  const digits: number[] = [];
  for (let code = 0; code <= 0x10ffff; code++)
    if ((code < 0xd800 || code > 0xdfff) && /^\p{Nd}$/u.test(String.fromCodePoint(code))) digits.push(code);
  expect(digits.length).toBeGreaterThan(600);
  expect(digits.length % 10).toBe(0);
  // Unicode guarantees that the ten digits of a set are consecutive, from zero on.
  expect(digits.map(digitOf)).toEqual(digits.map((_, index) => index % 10));
});

it.each(['a', '½', '十', 'Ⅻ'])('takes nothing else for one: %s', (character) => {
  expect(digitOf(character.codePointAt(0) ?? 0)).toBe(-1);
});
