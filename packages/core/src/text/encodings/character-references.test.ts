import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTermList } from '../lexicon/term-list.ts';
import { rules } from '../rules.ts';
import { writeCharacterReferences } from './character-references.ts';

describe('writeCharacterReferences', () => {
  const written = (text: string) => writeCharacterReferences(text)?.replaceAll('\u0301', '');

  it.each([
    ['c&#97;t', 'cat'],
    ['c&#x61;t', 'cat'],
    ['c&#X0061t', 'cat'],
    ['c&#97t', 'cat'],
    ['c&amp;#97;t', 'cat'],
    ['c&#38;#97;t', 'cat'],
    ['c&#x26#97;t', 'cat'],
    ['c&amp;&num;97;t', 'cat'],
    ['&#128049;!', '🐱!'],
    ['c&#0;at', 'cat'],
    ['c&#99999999;at', 'cat'],
  ])('decodes %s as an HTML tokenizer does', (typed, expected) => {
    expect(written(typed)).toBe(expected);
  });

  it.each(['salt & pepper', 'R&B #1', 'a & b; c', '#97;'])('leaves %s alone', (typed) => {
    expect(writeCharacterReferences(typed)).toBeUndefined();
  });

  it('keeps every other character at its offset', () => {
    const part = fc.constantFrom('a', ' ', '&', '#', '9', '7', ';', 'x', 'amp', '&#97;', '&#x1F431;', '🐱');
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const typed = parts.join('');
        expect((writeCharacterReferences(typed) ?? typed).length).toBe(typed.length);
      }),
    );
  });
});

describe('rules', () => {
  const { match } = rules({ lexicon: false, terms: parseTermList('garden\n') });

  it.each([
    ['a g&#97;rden', [2, 12]],
    ['a (g&#97;)rden', [3, 14]],
    ['a g&#(9)7;rden', [2, 14]],
    ['a [g&#97;rden:0]', [3, 13]],
    ['a &#103;&#97;&#114;&#100;&#101;&#110;', [2, 37]],
  ])('find a word in %s, with its typed span', (typed, span) => {
    expect(match(typed).map((finding) => finding.span)).toEqual([span]);
  });
});
