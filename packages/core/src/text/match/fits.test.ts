import { describe, expect, it } from 'vitest';
import { createMatcher } from './matcher.ts';

type Term = Parameters<typeof createMatcher>[0][number];

const found = (term: Term, text: string) =>
  createMatcher([term])
    .match(text)
    .map(({ start, end }) => text.slice(start, end));
const prefix = false;

describe('a term with masked letters', () => {
  it.each([
    ['garden', 'g*rd*n', ['g*rd*n']],
    ['garden', 'g**d*n', []],
    ['apple', 'a**le', ['a**le']],
    ['apple', '***le', []],
  ])('may have two of five masked: %s in "%s"', (text, typed, expected) => {
    expect(found({ text, prefix }, typed)).toEqual(expected);
  });
});

describe('a term typed in digits', () => {
  it.each([
    ['toes', '7035', []],
    ['oboes', '08035', ['08035']],
    ['toes', 't035', ['t035']],
  ])('counts from five digits on: %s in "%s"', (text, typed, expected) => {
    expect(found({ text, prefix }, typed)).toEqual(expected);
  });

  it('counts where the term itself has a digit', () => {
    expect(found({ text: '1234', prefix }, 'a 1234')).toEqual(['1234']);
  });
});
