import type { LexiconTerm } from './lexicon/term-list.ts';

/** A term where it was typed, in UTF-16 offsets of the prompt. */
export interface Hit {
  readonly term: LexiconTerm;
  readonly start: number;
  readonly end: number;
  /** Mentioned rather than asked for. */
  readonly mentioned?: true;
}
