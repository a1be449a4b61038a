import { describe, expect, it } from 'vitest';
import { folded, meaningOf, ordinalOf, stemOf } from './words.ts';

const meaning = (word: string) => meaningOf(folded(word));
const roles = (word: string) => [...(meaning(word)?.roles ?? [])].toSorted();

describe('numbers', () => {
  it.each([
    ['one', 1],
    ['nineteen', 19],
    ['twenty', 20],
    ['ninety', 90],
    ['fourty', 40],
    ['fünf', 5],
    ['fuenf', 5],
    ['zwanzig', 20],
    ['dieciséis', 16],
    ['пять', 5],
    ['sebelas', 11],
    ['hai', 2],
  ])('%s is %i', (word, number) => {
    expect(meaning(word)?.number).toBe(number);
  });

  it('are words in capitals and with signs of other alphabets, too', () => {
    expect(meaning('TWELVE')?.number).toBe(12);
    expect(meaning('ＴＥＮ')?.number).toBe(10);
  });

  it.each([
    ['belas', 'teen'],
    ['puluh', 'ten'],
  ])('%s makes a %s of the number before it', (word, suffix) => {
    expect(meaning(word)).toMatchObject({ suffix, number: 10 });
  });

  it('are not other words', () => {
    expect(meaning('garden')).toBeUndefined();
    expect(meaning('')).toBeUndefined();
  });
});

describe('units and roles', () => {
  it.each([
    ['years', 'year'],
    ['años', 'years'],
    ['yo', 'aged'],
    ['months', 'month'],
  ])('%s is the unit "%s"', (word, unit) => {
    expect(meaning(word)?.unit).toBe(unit);
  });

  it('a word may have several roles', () => {
    expect(roles('old')).toEqual(expect.arrayContaining(['filler', 'old']));
    expect(roles('garden')).toEqual([]);
  });
});

it.each([
  ['first', 1],
  ['sixth', 6],
  ['garden', undefined],
])('the ordinal %s is %s', (word, number) => {
  expect(ordinalOf(folded(word))).toBe(number);
});

describe('a stem before an ending', () => {
  it.each([
    ['a number', 'twelve', 12],
    ['a ten inside of a longer word', 'fünfundzwanzig', 20],
    ['another word', 'garden', undefined],
  ])('is %s', (_, stem, number) => {
    expect(stemOf(folded(stem))).toBe(number);
  });
});
