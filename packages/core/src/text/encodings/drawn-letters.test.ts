import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTermList } from '../lexicon/term-list.ts';
import { rules } from '../rules.ts';
import { writeDrawnLetters } from './drawn-letters.ts';

const screen = rules({ lexicon: false, terms: parseTermList('walnut\nmonkey\nhammock\nvalley\nparrot') });
const spansOf = (prompt: string) =>
  screen.match(prompt).map(({ span: [start, end] = [0, 0] }) => prompt.slice(start, end));

describe('writeDrawnLetters', () => {
  it.each([
    ['|<ing', 'k\u0301ing'],
    ['|\\/|oon', 'm\u0301\u0301\u0301oon'],
    ['\\/\\/all', 'w\u0301\u0301\u0301all'],
    ['ti|V|e', 'tim\u0301\u0301e'],
  ])('writes %s with every character at its offset', (drawn, written) => {
    expect(writeDrawnLetters(drawn)).toBe(written);
  });

  it.each([
    ['a', '/\\ /-\\'],
    ['b', '|3 |8'],
    ['d', '|) |] [)'],
    ['f', '|='],
    ['h', '|-| [-] ]-[ }{ )-('],
    ['k', '|< |{'],
    ['m', '|\\/| /\\/\\ |v| |V| [v] (v) [\\/]'],
    ['n', '|\\| /\\/ [\\]'],
    ['o', '() [] <>'],
    ['p', '|> |*'],
    ['r', '|2'],
    ['u', '|_| (_)'],
    ['v', '\\/'],
    ['w', '\\/\\/ |/\\| \\^/'],
    ['x', '><'],
    ['y', "'/"],
  ])('writes %s for each of %s', (letter, drawings) => {
    for (const drawn of drawings.split(' '))
      expect([drawn, writeDrawnLetters(drawn)]).toEqual([drawn, letter.padEnd(drawn.length, '\u0301')]);
  });

  it('does not change a text without drawn letters', () => {
    expect(writeDrawnLetters('a (red:1.2) house, [cat|dog] and/or <lora:x:1>')).toBeUndefined();
  });

  it('keeps the length of every text', () =>
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'|\\/<>()[]{}_-=^vV3ab ') }), (text) => {
        expect((writeDrawnLetters(text) ?? text).length).toBe(text.length);
      }),
    ));
});

describe('a word with drawn letters', () => {
  it.each([
    ['a \\/\\/alnut tree', '\\/\\/alnut'],
    ['a mon|<ey on a swing', 'mon|<ey'],
    ['one |-|am|\\/|()ck', '|-|am|\\/|()ck'],
    ['in the (\\/alley:1.3) below', '\\/alley'],
    ['|>arr()t, photo', '|>arr()t'],
    ['a |\\/|0|\\|key', '|\\/|0|\\|key'],
  ])('is found in %s, with its typed span', (prompt, typed) => {
    expect(spansOf(prompt)).toEqual([typed]);
  });

  it('does not come from the signs of prompt syntax', () => {
    expect(spansOf('(a wall:1.1)|(a nut), [mon|day], <lora:style_v2:0.7>, ham\\(s\\) [a key]')).toEqual([]);
  });
});
