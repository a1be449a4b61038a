import { expect, it } from 'vitest';
import { createSetMatcher } from '../match/matcher.ts';
import { INDEX_MARKS, type PackedLexicon, readIndexes, unpackLexicon } from './packed.ts';

// A mark is the number of units that a term shares with the one before: ! none, # one, % two, ( three.
const PACKED: PackedLexicon = {
  terms: '!garden(lic*#nome=!straße!정원',
  kindOf: 'abab.',
  kinds: 'violence 2\nexception 4',
  // Markers of a term are not part of its text.
  folds: 'ss\tß\n\t*=',
};

it('has each term with its role, its severity and its marks', () => {
  const { size, term, roles } = unpackLexicon(PACKED);
  expect(Array.from({ length: size }, (_, index) => term(index))).toEqual([
    { text: 'garden', role: 'violence', severity: 2, prefix: false, exact: false },
    { text: 'garlic', role: 'exception', severity: 4, prefix: true, exact: false },
    { text: 'gnome', role: 'violence', severity: 2, prefix: false, exact: true },
    { text: 'straße', role: 'exception', severity: 4, prefix: false, exact: false },
    { text: '정원', role: 'exception', severity: 4, prefix: false, exact: false },
  ]);
  expect([...roles]).toEqual(['violence', 'exception']);
  expect(() => term(5)).toThrow(RangeError);
});

it('decodes a term once', () => {
  const { term } = unpackLexicon(PACKED);
  expect(term(3)).toBe(term(3));
});

it('finds each term as it is read', () => {
  const { match } = createSetMatcher([unpackLexicon(PACKED)]);
  const terms = (text: string) => match(text).map(({ term }) => term);
  expect(['garden', 'garlicky', 'Gnome', 'gn0me', 'STRASSE', '정원'].map(terms)).toEqual([
    [0],
    [1],
    [2],
    [],
    [3],
    [4],
  ]);
});

it('restores a term that shares its prefix with several terms before it', () => {
  const { term } = unpackLexicon({
    terms: '!abcde(x%y(z',
    kindOf: 'a...',
    kinds: 'hate 1',
    folds: '',
  });
  expect([0, 1, 2, 3].map((index) => term(index).text)).toEqual(['abcde', 'abcx', 'aby', 'abyz']);
});

it('decodes an index from each mark, and the previous one from a full stop', () => {
  expect([...readIndexes('b..a.þ')]).toEqual([1, 1, 1, 0, 0, INDEX_MARKS.length - 1]);
  expect([...readIndexes(INDEX_MARKS)]).toEqual(Array.from(INDEX_MARKS, (_, index) => index));
});

it('contains only known kinds', () => {
  expect(() => unpackLexicon({ ...PACKED, kinds: 'plants 2' })).toThrow(TypeError);
  expect(() => unpackLexicon({ ...PACKED, kinds: 'violence 5' })).toThrow(TypeError);
});
