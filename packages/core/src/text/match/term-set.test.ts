import { expect, it } from 'vitest';
import { createMatcher } from './matcher.ts';
import { termSet } from './term-set.ts';
import { LONGEST_WORD } from './trie.ts';

it('terms keep their index in the list, and are compiled once', () => {
  const terms = [{ text: 'oak' }, { text: '' }, { text: 'Elm', prefix: true }];
  const set = termSet(terms);
  expect([set.size, set.term(2)]).toEqual([3, terms[2]]);
  expect(set.compiled(2)).toMatchObject({ symbols: 'elm', prefix: true });
  expect(set.compiled(2)).toBe(set.compiled(2));
  expect(() => set.term(3)).toThrow(RangeError);
});

it('a term of the maximum length is found, and a longer one is not', () => {
  const longest = 'ab'.repeat(LONGEST_WORD / 2);
  const { match } = createMatcher([{ text: longest }, { text: `${longest}c` }]);
  expect(match(longest)).toEqual([{ term: 0, start: 0, end: LONGEST_WORD }]);
  expect(match(`${longest}c`)).toEqual([]);
});
