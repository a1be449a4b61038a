import { expect, it } from 'vitest';
import { ALPHABET, HANGUL, HIRAGANA, KATAKANA, scriptOf } from './scripts.ts';

const [IDEOGRAPH, UNSPACED, PICTURE] = [1, 5, 6];

it.each([
  ['a', ALPHABET],
  ['я', ALPHABET],
  ['ع', ALPHABET],
  ['か', HIRAGANA],
  ['カ', KATAKANA],
  ['ー', KATAKANA],
  ['ｶ', KATAKANA],
  ['한', HANGUL],
  ['ㅎ', HANGUL],
  ['漢', IDEOGRAPH],
  ['々', IDEOGRAPH],
  ['𠀋', IDEOGRAPH],
  ['ก', UNSPACED],
  ['က', UNSPACED],
  ['🌳', PICTURE],
])('%s is of script %i', (character, script) => {
  expect(scriptOf(character.codePointAt(0) ?? 0)).toBe(script);
});

it.each([
  [HIRAGANA, 0x3041, 0x309f],
  [KATAKANA, 0x30a0, 0x30ff],
  [KATAKANA, 0xff66, 0xff9f],
  [HANGUL, 0x1100, 0x11ff],
  [HANGUL, 0x3131, 0x318e],
  [HANGUL, 0xac00, 0xd7a3],
  [IDEOGRAPH, 0x3400, 0x9fff],
  [IDEOGRAPH, 0xf900, 0xfaff],
  [IDEOGRAPH, 0x20000, 0x3ffff],
])('script %i is written from U+%x to U+%x', (script, first, last) => {
  expect([first, last].map(scriptOf)).toEqual([script, script]);
  for (const beside of [first - 1, last + 1]) expect(scriptOf(beside)).not.toBe(script);
});
