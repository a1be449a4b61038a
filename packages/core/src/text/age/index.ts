import { type Reading, readingOf } from '../read/reading.ts';
import type { Age } from './age.ts';
import { isAnchor } from './anchors.ts';
import { agesInWords } from './spaced.ts';
import { tokensOf } from './tokens.ts';
import { agesInRuns } from './unspaced.ts';

export type { Age } from './age.ts';
export { withMinors } from './minors.ts';

/**
 * The ages of persons that a text names, in every language of the lexicon: digits of every script, number words, school
 * grades and guesses (`looks 12`). Ages of things and durations do not count. Linear in the text.
 * @param reading The reading of the text, if the caller has it already.
 * @example
 * ```ts
 * agesIn('a thirteen-year-old and her 40 year old aunt').map(({ isMinor }) => isMinor); // [true, false]
 * agesIn('12 year old whisky'); // []
 * ```
 */
export function agesIn(text: string, reading: Reading = readingOf(text)): Age[] {
  return [...agesInWords(tokensOf(text, reading, isAnchor)), ...agesInRuns(text, reading)];
}
