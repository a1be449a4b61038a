import { describe, expect, it } from 'vitest';
import { rules } from '../rules.ts';
import { exclusionsIn, withoutOptions } from './options.ts';

const shoji = rules();

describe('withoutOptions', () => {
  it.each([
    ['a dog --ar 4:5 --s 250', 'a dog \n        \n      '],
    ['a dog —ar 16:9', 'a dog \n       '],
    ['--seed 42', '\n        '],
    ['a dog --v 6.1, 8k', 'a dog \n      , 8k'],
    ['a dog --iw=1.5\nbirds', 'a dog \n       \nbirds'],
    ['a dog --v 6 | a cat', 'a dog \n     | a cat'],
  ])('%s', (text, expected) => expect(withoutOptions(text)).toBe(expected));

  it.each([
    'a dog --s 12 years old',
    'a dog --style raw',
    'a dog--ar 4:5',
    'a dog - ar 4:5',
    'a dog --dogs 4',
    'ar 4:5',
  ])('leaves %s as it is', (text) => expect(withoutOptions(text)).toBe(text));

  it('keeps its length', () => {
    const text = 'a dog --niji 6 --ar 2:3 --no text --weird 300';
    expect(withoutOptions(text)).toHaveLength(text.length);
  });
});

describe('exclusionsIn', () => {
  const reached = (text: string) => exclusionsIn(text).map(({ start, end }) => text.slice(start, end).trim());

  it.each([
    ['a dog --no text, hands --ar 1:1', ['--no text, hands']],
    ['a dog —no text', ['—no text']],
    ['a dog --no text\nbirds', ['--no text']],
    ['--no=text --v 6 --no hands', ['--no=text', '--no hands']],
    ['a dog --no a b c d e f g h i j k l m n', ['--no a b c d e f g h i j k l']],
    ['a dog, no text', []],
    ['a dog--no text', []],
    ['a dog --not text', []],
    ['a dog -- no text', []],
  ])('%s', (text, expected) => expect(reached(text)).toEqual(expected));
});

describe('rules', () => {
  it.each(['sunny beach --ar 4:5 --s 250', 'old town --niji 6 --ar 2:3', 'a river --ar 3:14 --ar 15:15'])(
    'read no word and no age in options: %s',
    (prompt) => expect(shoji.match(prompt)).toEqual([]),
  );

  it('let pass what an exclusion names, and not what comes behind it', () => {
    expect(shoji.match('sushi platter --no blood gore --v 6')).toEqual([]);
    expect(shoji.match('sushi platter --no hands hats text dogs birds gore')).toEqual([]);
    expect(shoji.match('sushi platter --no hands --v 6, gore')).toHaveLength(1);
    expect(shoji.match('sushi platter --no a b c d e f g h i j k l gore')).toHaveLength(1);
    expect(shoji.match('portrait --no clothes')).toMatchObject([{ category: 'nudity' }]);
  });
});
