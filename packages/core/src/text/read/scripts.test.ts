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
