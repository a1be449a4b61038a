import { describe, expect, it } from 'vitest';
import { comparable } from './comparable.ts';

describe('comparable', () => {
  it.each([
    ['case and punctuation', 'A red house, at night!', 'a red house at night'],
    ['accents', 'a café', 'a cafe'],
    ['full-width letters', 'ａ ｄｏｇ', 'a dog'],
    ['zero-width characters', 'a d\u200bog', 'a dog'],
    ['spaces', '  a\u00a0 dog\n', 'a dog'],
    ['half-width kana', 'ｲﾇ', 'イヌ'],
  ])('reads %s as a human reader does', (_, one, other) => expect(comparable(one)).toBe(comparable(other)));

  it.each([
    ['words', 'a dog', 'a cat'],
    ['the ends of words', 'a bathing suit', 'a bat hing suit'],
    ['numbers', 'photo 1', 'photo 2'],
    ['pictographs', 'I love 🐕', 'I love 🐈'],
  ])('keeps %s distinct', (_, one, other) => expect(comparable(one)).not.toBe(comparable(other)));

  it('is empty where nothing is readable', () => expect(comparable(' … \u200b')).toBe(''));
});
