import { type CompiledTerm, compileTerm, type MatcherTerm } from './term.ts';
import { buildTrie, LONGEST_WORD, type Trie } from './trie.ts';

/** Terms compiled into a trie of their folded forms; a word's number is its term's index. */
export interface TermSet<Term extends MatcherTerm> {
  readonly size: number;
  readonly trie: Trie;
  /** The term at an index below `size`. */
  term(index: number): Term;
  /** The compiled term, made at its first match: few terms ever match. */
  compiled(index: number): CompiledTerm;
}

/** Compiles a list of terms. Terms that are empty after folding, or too long, are never found. */
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

/** Adds the facts about a term that are computed only when needed. */
export function withDetails<Term extends MatcherTerm>(set: Omit<TermSet<Term>, 'compiled'>): TermSet<Term> {
  const details = new Array<CompiledTerm | undefined>(set.size);
  return {
    ...set,
    compiled: (index) => (details[index] ??= compileTerm(set.term(index))),
  };
}
