import { expect, it } from 'vitest';
import { compileTerm } from '../match/term.ts';
import { buildTrie } from '../match/trie.ts';
import { builtInLexicon } from './built-in.ts';

it('unpacks to the trie built from its terms', () => {
  const { size, term, trie } = builtInLexicon();
  const words = Array.from({ length: size }, (_, index) => compileTerm(term(index)).symbols);
  const built = buildTrie(words);
  for (const part of ['first', 'symbols', 'children', 'words', 'twins'] as const)
    expect(trie[part].join() === built[part].join(), part).toBe(true);
});
