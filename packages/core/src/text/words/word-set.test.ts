import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hashWord, packWords, unpackWords } from './word-set.ts';

it('contains every packed word', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1 }),
      fc.integer({ min: 1, max: 8 }),
      (words, lowBits) => {
        const has = unpackWords(packWords(words, lowBits));
        for (const word of words) expect(has(word)).toBe(true);
      },
    ),
  );
});

it('contains one other word in as many as requested', () => {
  const words = (from: number) => Array.from({ length: 4_000 }, (_, index) => `word${from + index}`);
  const has = unpackWords(packWords(words(0), 4));
  const others = words(100_000).filter(has).length;
  expect(others).toBeGreaterThan(4_000 / 32);
  expect(others).toBeLessThan(4_000 / 8);
});

it('hashes into its range, the same in every version', () => {
  expect(hashWord('garden', 1_000)).toBe(hashWord('garden', 1_000));
  expect(packWords(['garden', 'wall'], 3)).toEqual(packWords(['wall', 'garden', 'garden'], 3));
  for (const word of ['a', 'garden', 'wall', '庭']) expect(hashWord(word, 16)).toBeLessThan(16);
});
