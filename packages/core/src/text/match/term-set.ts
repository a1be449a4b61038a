import { type CompiledTerm, compileTerm, type MatcherTerm } from './term.ts';
import { buildTrie, LONGEST_WORD, type Trie } from './trie.ts';

/** Terms to look for, laid out as a trie of what they are read as; a word's number is its term's index. */
export interface TermSet<Term extends MatcherTerm> {
  readonly size: number;
  readonly trie: Trie;
  /** The term at an index below `size`. */
  term(index: number): Term;
  /** The same, compiled when a text first leads to it: few terms ever are. */
  compiled(index: number): CompiledTerm;
}

/** Lays out a list of terms. Those that nothing readable is left of, or that are too long, are never found. */
export function termSet<Term extends MatcherTerm>(terms: readonly Term[]): TermSet<Term> {
  const words = terms.map((term) => {
    const { symbols } = compileTerm(term);
    return symbols.length <= LONGEST_WORD ? symbols : '';
  });
  return withDetails({
    size: terms.length,
    trie: buildTrie(words),
    term(index) {
      const term = terms[index];
      if (!term) throw new RangeError(`Term ${index} is outside the list of ${terms.length}.`);
      return term;
    },
  });
}

/** Adds what is found out about a term only when it is needed. */
export function withDetails<Term extends MatcherTerm>(set: Omit<TermSet<Term>, 'compiled'>): TermSet<Term> {
  const details = new Array<CompiledTerm | undefined>(set.size);
  return {
    ...set,
    compiled: (index) => (details[index] ??= compileTerm(set.term(index))),
  };
}
