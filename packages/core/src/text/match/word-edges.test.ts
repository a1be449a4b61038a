import { describe, expect, it } from 'vitest';
import { createMatcher } from './matcher.ts';

/** The typed text of each match of one term; `*` after it also finds words that begin with it, `=` before it is exact. */
const found = (written: string, text: string) =>
  createMatcher([
    {
      text: written.replace(/^=|\*$/g, ''),
      prefix: written.endsWith('*'),
      ...(written.startsWith('=') && { exact: true }),
    },
  ])
    .match(text)
    .map(({ start, end }) => text.slice(start, end));

describe('the end of a word', () => {
  it.each([
    ['garden', 'a gardener', []],
    ['garden', 'two gardens', ['gardens']],
    ['garden', 'two gardenes', []],
    ['bench', 'two benches', ['benches']],
    ['bus', 'two buses', ['buses']],
    ['fox', 'two foxes', ['foxes']],
    ['waltz', 'two waltzes', ['waltzes']],
    ['cargo', 'two cargoes', ['cargoes']],
    ['garden', 'gardens e', ['gardens']],
    ['garden', 'gardensx', []],
    ['garden', 'gardenn', ['gardenn']],
    ['garden', 'garden nn', ['garden']],
    ['tulip*', 'tulipmania in spring', ['tulipmania']],
    ['tulip*', 'a tulip', ['tulip']],
  ])('in the Latin alphabet: %s in "%s"', (term, text, expected) => {
    expect(found(term, text)).toEqual(expected);
  });

  it.each([
    ['정원', '정원에서', ['정원']],
    ['정', '정원', []],
    ['정', '정 원', ['정']],
    ['정원', '정원', ['정원']],
    ['가*', '간', ['간']],
    ['가*', '가다', []],
    ['가', '간', []],
  ])('in Hangul: %s in "%s"', (term, text, expected) => {
    expect(found(term, text)).toEqual(expected);
  });

  it.each([
    ['さくら', 'さくらの木', ['さくら']],
    ['さく', 'さくらの木', []],
    ['さく*', 'さくらの木', ['さく']],
    ['サクラ', 'サクラソウ', []],
    ['サクラ', 'サクラの木', ['サクラ']],
    ['サクラ', 'サクラ', ['サクラ']],
    ['さくら', 'サクラノキ', []],
    ['カザグルマ', 'かざぐるまのこ', ['かざぐるま']],
    ['カザグ', 'かざぐるまのこ', []],
  ])('in kana: %s in "%s"', (term, text, expected) => {
    expect(found(term, text)).toEqual(expected);
  });
});

describe('the start of a word', () => {
  it.each([
    ['サクラ', 'ヤエサクラ', []],
    ['サクラ', '八重サクラ', ['サクラ']],
    ['サクラ', 'aサクラ', ['サクラ']],
    ['サクラ', 'ヤエ サクラ', ['サクラ']],
    ['さくら', 'やえさくら', ['さくら']],
    ['サクラ', '植さくら', []],
  ])('in kana: %s in "%s"', (term, text, expected) => {
    expect(found(term, text)).toEqual(expected);
  });
});
