import { describe, expect, it } from 'vitest';
import { isTurnedByChance, turnedViews } from './turned.ts';

describe('turnedViews', () => {
  it('are ROT13 of the letters, and the reversed text with its offsets', () => {
    expect(turnedViews('A man, Nz 1!')).toEqual([
      { text: 'N zna, Am 1!', exact: 4 },
      { text: '!1 zN ,nam A', offsets: Int32Array.from([11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0]), exact: 4 },
    ]);
  });

  it('keep everything but ASCII letters', () => {
    expect(turnedViews('@[`{ ÀÿáN amzMZAZ')[0]?.text).toBe('@[`{ ÀÿáA nzmZMNM');
  });

  it('leave other scripts out of ROT13, and keep their offsets', () => {
    expect(turnedViews('abcd ɏɐ 猫🐱ы áựẠἀ')[0]?.text).toBe('nopq ɏ\n \n\n\n\n áựẠ\n');
  });

  it('are empty for too short a text', () => {
    expect(turnedViews('abc').map(({ text }) => text)).toEqual([]);
    expect(turnedViews('abcd').map(({ text }) => text)).toEqual(['nopq', 'dcba']);
    expect(turnedViews('ab 1').map(({ text }) => text)).toEqual(['1 ba']);
  });

  it('keep surrogate pairs together', () => {
    const [reversed] = turnedViews('ab🐱c🐶');
    expect(reversed).toEqual({ text: '🐶c🐱ba', offsets: Int32Array.from([5, 6, 4, 2, 3, 1, 0]), exact: 4 });
    // A lone surrogate keeps its place.
    expect(turnedViews('a\udc00b\ud800cd').at(-1)?.text).toBe('dc\ud800b\udc00a');
  });

  it('have every unit of a long text', () => {
    const long = 'abcdefghi '.repeat(1_000);
    const [rotated, reversed] = turnedViews(long);
    expect(rotated?.text).toBe('nopqrstuv '.repeat(1_000));
    expect(reversed?.text).toBe(' ihgfedcba'.repeat(1_000));
  });
});

describe('isTurnedByChance', () => {
  it.each(['feet', 'Wrong', 'Lana', 'Regen', 'тебе', 'wrong feet'])('knows the word %s', (typed) => {
    expect(isTurnedByChance(typed)).toBe(true);
  });

  it.each(['nedrag', 'nedrag wrong', 'fpneyrg'])('does not know %s', (typed) => {
    expect(isTurnedByChance(typed)).toBe(false);
  });
});
