import { describe, expect, it } from 'vitest';
import { foreignness, latinGrams, writtenGram } from './latin.ts';

function grams(text: string): string[] {
  const found: string[] = [];
  latinGrams(text, (key, isWord) => found.push(writtenGram(key, isWord)));
  return found;
}

describe('latinGrams', () => {
  it.each([
    ['cat', ['_ca', 'cat', 'at_', '=cat']],
    ['a', ['_a_']],
    ['Of', ['_of', 'of_', '=of']],
    ['four', ['_fo', 'fou', 'our', 'ur_']],
    ['1 a-b', ['_a_', '_b_']],
    ['né', ['_n*', 'n*_', '=n*']],
    ['жук', ['_**', '***', '**_', '=***']],
    ['', []],
    ['[`{@', []],
    ['Zz Aa', ['_zz', 'zz_', '=zz', '_aa', 'aa_', '=aa']],
  ])('of %j', (text, expected) => {
    // A word starts with its first bigram: the boundary alone has no information.
    expect(grams(text).filter((gram) => !gram.startsWith('__'))).toEqual(expected);
  });
});

it('foreignness() is above 0 for other languages and below for English', () => {
  const rounded = (text: string) => Math.round(foreignness(text) * 100) / 100;
  expect(
    [
      'a dog in a suit',
      'the red wall of a garden',
      'ein Hund in einem Anzug',
      'un chien dans le jardin',
      'zażółć',
      '',
    ].map((text) => [text, rounded(text)]),
  ).toMatchInlineSnapshot(`
    [
      [
        "a dog in a suit",
        -5.2,
      ],
      [
        "the red wall of a garden",
        -10.8,
      ],
      [
        "ein Hund in einem Anzug",
        6,
      ],
      [
        "un chien dans le jardin",
        5.6,
      ],
      [
        "zażółć",
        1.6,
      ],
      [
        "",
        0.4,
      ],
    ]
  `);
});
