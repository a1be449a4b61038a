import { readFileSync } from 'node:fs';
import { rules } from '@shoji/core';
import { parseTermList } from '@shoji/core/text';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const lines = (name: string): string[] =>
  readFileSync(new URL(`data/${name}`, import.meta.url), 'utf8')
    .trim()
    .split('\n');

const screen = rules();
/** Pairs of everyday words that make another word when they are joined. */
const PAIRS = [
  ['car', 'pet'],
  ['sun', 'flower'],
  ['of', 'fences'],
  ['butter', 'fly'],
  ['be', 'at'],
  ['for', 'getting'],
  ['paint', 'ing'],
  ['rain', 'bow'],
  ['man', 'go'],
  ['his', 'story'],
] as const;
const own = rules({ lexicon: false, terms: parseTermList(PAIRS.map((pair) => pair.join('')).join('\n')) });
const SEPARATORS = [
  '-',
  '_',
  ' ',
  '.',
  ',',
  ';',
  ':',
  '/',
  '~',
  '·',
  "'",
  ' - ',
  ', ',
  '. ',
  ' & ',
  '&',
  '\n',
];

describe('separate words that are not joined', () => {
  it.each(lines('harmless-joins.txt'))('%s', (prompt) => expect(screen.match(prompt)).toEqual([]));

  it.each(PAIRS.filter(([, second]) => second !== 'ing'))(
    '%s and %s, with any separator',
    (first, second) => {
      const joined = SEPARATORS.filter((separator) => own.match(`${first}${separator}${second}`).length > 0);
      expect(joined).toEqual([]);
      expect(own.match(first + second)).toHaveLength(1);
    },
  );

  const words = lines('harmless-words.txt').filter((word) => /^[a-z]+$/.test(word));

  it('any two harmless words', () => {
    const isListed = (text: string) => screen.match(text).length > 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...words),
        fc.constantFrom(...words),
        fc.constantFrom(...SEPARATORS),
        (first, second, separator) => {
          fc.pre(!isListed(`${first} ${second}`));
          expect(screen.match(`${first}${separator}${second}`)).toEqual([]);
        },
      ),
      { numRuns: 3_000 },
    );
  });
});

describe('fragments that are joined', () => {
  it.each([
    'pai-nting',
    'pa,inting',
    'pai_nting',
    'p-ainting',
    'paintin.g',
    'pain;tin:g',
    'p a i n t i n g',
    'p,a,i,n,t,i,n,g',
    'b-u-t-t-e-r-f-l-y',
    'butt3r,fly',
    'ｂｕｔｔｅｒ,ｆｌｙ',
    'bútter,fly',
    'rrraaii,iiinbow',
    'mm-aango',
    'rainboow',
    'raiinbow',
    'rainbbow',
    'm*ngo',
    'm&ngo',
    'm_ngo',
    'ráinbow in the park',
    'мango',
  ])('%s', (prompt) => expect(own.match(prompt)).toHaveLength(1));
});
