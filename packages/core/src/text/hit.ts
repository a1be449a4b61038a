import type { LexiconTerm } from './lexicon/term-list.ts';

/** A term with its span as typed, in UTF-16 offsets of the prompt. */
export interface Hit {
  readonly term: LexiconTerm;
  readonly start: number;
  readonly end: number;
  /** Mentioned rather than requested. */
  readonly mentioned?: true;
}
