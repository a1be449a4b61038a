import { expect, it } from 'vitest';
import { isSyllable, jamoOf } from './hangul.ts';

const jamo = (text: string) =>
  String.fromCharCode(...[...text].flatMap((each) => jamoOf(each.codePointAt(0) ?? 0)));

it('decomposes a syllable into the letters that keyboards type', () => {
  expect(jamo('한글')).toBe('ㅎㅏㄴㄱㅡㄹ');
  expect(jamo('가')).toBe('ㄱㅏ');
  expect(jamo('힣')).toBe('ㅎㅣㅎ');
});

it('reads conjoining and half-width letters alike', () => {
  expect(jamo('\u1112\u1161\u11ab')).toBe(jamo('한'));
  expect(jamo('ﾾￂﾤ')).toBe(jamo('한'));
  expect(jamo('ㅎㅏㄴ')).toBe(jamo('한'));
});

it('does not change other characters', () => {
  expect(jamo('a漢か')).toBe('');
  expect(['가', '힣', 'ㄱ', 'a'].map((each) => isSyllable(each.codePointAt(0) ?? 0))).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

it.each([
  ['initials', 0x1100, 0x1112, 'ㄱㅎ'],
  ['vowels', 0x1161, 0x1175, 'ㅏㅣ'],
  ['finals', 0x11a8, 0x11c2, 'ㄱㅎ'],
  ['letters by themselves', 0x3131, 0x3163, 'ㄱㅣ'],
  ['half-width letters', 0xffa1, 0xffdc, 'ㄱㅣ'],
])('covers all %s, from the first to the last', (_, first, last, expected) => {
  expect(jamo(String.fromCharCode(first, last))).toBe(expected);
  expect(jamo(String.fromCharCode(first - 1, last + 1))).toBe('');
});
