import { describe, expect, it } from 'vitest';
import { readingOf } from '../read/reading.ts';
import { isAnchor } from './anchors.ts';
import { agesIn } from './index.ts';
import { type IsAnchor, tokensOf } from './tokens.ts';

const isIt = (word: string): boolean => {
  const reading = readingOf(word);
  return isAnchor(reading, 0, reading.length);
};

describe('isAnchor', () => {
  it.each(['twelve', 'treize', 'пятнадцать', 'belas', 'grade', 'klas', 'ano'])('%s', (word) =>
    expect(isIt(word)).toBe(true),
  );

  it.each([
    'fünfzehnjährige',
    'dertienjarige',
    'пятнадцатилетняя',
    'tredicenne',
    'trzynastolatka',
    'xyarig',
    `${'x'.repeat(16)}jarig`,
    `twelvejarig${'x'.repeat(90)}`,
  ])('%s, a compound', (word) => expect(isIt(word)).toBe(true));

  it.each([
    'dog',
    'meadow',
    'marina',
    'chocolate',
    'letnia',
    'xarig',
    `${'x'.repeat(17)}jarig`,
    `${'x'.repeat(60)}jarig`,
  ])('not %s', (word) => expect(isIt(word)).toBe(false));
});

describe('tokensOf', () => {
  const isTwelve: IsAnchor = (_, from, to) => to - from === 6;
  const others = (count: number) => Array.from({ length: count }, () => 'dog').join(' ');
  const wordsOf = (text: string) =>
    tokensOf(text, readingOf(text), isTwelve).map(({ word, number }) => (number < 0 ? word : number));

  it('leaves out words without an anchor', () => expect(wordsOf(others(40))).toEqual([]));

  it('keeps twelve words before an anchor and twelve after it', () => {
    const around = Array.from({ length: 12 }, () => 'dog');
    expect(wordsOf(`${others(20)} twelve ${others(20)}`)).toEqual([...around, 'twelve', ...around]);
    expect(wordsOf(`${others(20)} 12 ${others(20)}`)).toEqual([...around, 12, ...around]);
  });

  it('keeps each word once', () => {
    expect(wordsOf(`${others(3)} twelve ${others(15)} twelve ${others(3)}`)).toHaveLength(3 + 15 + 3 + 2);
    expect(wordsOf(`twelve ${others(30)} twelve`)).toHaveLength(12 + 12 + 2);
  });

  it.each([
    ['dog 12', false],
    [', 12', true],
  ])('compares the first word with the beginning of the text: %j', (text, parted) =>
    expect(tokensOf(text, readingOf(text))[0]).toMatchObject({ parted, joined: false }),
  );

  it('compares the first kept word with the word before it', () => {
    const text = `${others(20)}, ${others(12)} 12`;
    expect(tokensOf(text, readingOf(text), isTwelve)[0]).toMatchObject({ start: 81, parted: true });
    const far = `${others(20)}, ${others(13)} 12`;
    expect(tokensOf(far, readingOf(far), isTwelve)[0]).toMatchObject({ parted: false, joined: false });
  });
});

it('reads ages between many other words', () => {
  const words = 'a dog runs over a green meadow '.repeat(8);
  const text = `${words}girl of twelve years, ${words}a 30 year old man ${words}dertienjarige ${words}6 класс`;
  expect(agesIn(text).map(({ start, end }) => text.slice(start, end))).toEqual([
    'twelve years',
    '30 year old',
    'dertienjarige',
    '6 класс',
  ]);
});
