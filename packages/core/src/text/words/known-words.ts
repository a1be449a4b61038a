import { KNOWN_WORDS } from './data/known-words.generated.ts';
import { unpackWords } from './word-set.ts';

/** The least length of a word without its ending. */
const SHORTEST_BASE = 3;
const ENDINGS = ['s', 'es', 'ed', 'ing', 'ly', 'er', 'y'];
/** Endings before which a base loses its e. */
const AFTER_E = ['ed', 'ing', 'er'];
/** The least share of known words, without one, in an English text. */
const MOSTLY = 0.6;
const WORDS_ASKED = 400;
const MIXED = /[a-zA-Z][^\u0370-\u0dff]*[\u0370-\u0dff]|[\u0370-\u0dff][^a-zA-Z]*[a-zA-Z]/;

/** The language of a text, by its words. */
export type TextLanguage = 'english' | 'other' | 'open';

let isListed: ((word: string) => boolean) | undefined;

/**
 * Whether a word of lower-case letters is a common word of English, or its inflection. Some 5,000 words are known, in 5
 * kB; one in 64 other words is a false positive.
 */
export function isKnownWord(word: string): boolean {
  isListed ??= unpackWords(KNOWN_WORDS);
  if (word.length < 2) return word === 'a' || word === 'i';
  if (!/^[a-z]+$/.test(word)) return false;
  return isListed(word) || baseForms(word).some(isListed);
}

/** The words that a word may be an inflection of: `benches` of `bench`, `making` of `make`. */
export function baseForms(word: string): string[] {
  const bases: string[] = [];
  for (const ending of ENDINGS) {
    if (!word.endsWith(ending)) continue;
    const base = word.slice(0, -ending.length);
    // A doubled letter is not an ending: `vomitts`, not `vomittss`.
    if (base.length < SHORTEST_BASE || base.endsWith(ending.charAt(0))) continue;
    bases.push(base);
    if (AFTER_E.includes(ending)) bases.push(`${base}e`);
  }
  return bases;
}

/**
 * The language of a text, by its words: `english` if most are known. One word is not counted, because it may be a
 * disguise, so the language of a single word is `open`. Of a longer text, only the first {@link WORDS_ASKED} words are
 * read.
 */
export function languageOf(text: string): TextLanguage {
  let words = 0;
  let known = 0;
  for (const [word] of text.matchAll(/[\p{L}\p{M}]{2,}/gu)) {
    // A word with letters of two alphabets is a disguise, not a language.
    if (MIXED.test(word)) continue;
    if (isKnownWord(word.toLowerCase())) known++;
    if (++words === WORDS_ASKED) break;
  }
  if (words < 2) return 'open';
  return known >= (words - 1) * MOSTLY ? 'english' : 'other';
}
