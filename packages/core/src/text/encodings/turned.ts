import { stringOf } from '../string-of.ts';
import type { View } from '../view.ts';
import { isKnownWord } from '../words/known-words.ts';

/** The least letters of a word: shorter words too often have a meaning in both directions. */
const SHORTEST_TERM = 4;
/** Words of several languages that are a listed word in ROT13 or reversed, found among 3,000,000 tried words. */
const BY_CHANCE = new Set(
  (
    'adils adun apic apud betl caruk cips dekan depar drom esra feet flid flig flim gips gnom hugin iktus istan koog koops ' +
    'krank krew lana lepet litak lokaj masc nemes noop ocak osel ornare regen skes tels toht toten trol tums ubre uher ' +
    'werk wrong zbat тебе лана'
  ).split(' '),
);
/** Latin letters are below it, and in the block of Vietnamese letters. */
const BEYOND_LATIN = 0x250;
const VIETNAMESE = 0x1e;
const LINE_BREAK = 0x0a;

/**
 * Whether words are ordinary words as typed, so that their meaning in ROT13 or reversed is chance.
 * @example isTurnedByChance('Regen'); // true
 */
export function isTurnedByChance(typed: string): boolean {
  const words = typed.toLowerCase().match(/\p{L}+/gu) ?? [];
  return words.every((word) => BY_CHANCE.has(word) || isKnownWord(word));
}

/**
 * A text decoded from ROT13, and reversed; language models can read both. Any text has such a reading, so only words
 * exactly as listed count. ROT13 changes only ASCII letters, so other scripts are left out of it: the text as typed has
 * them, with their context.
 */
export function turnedViews(text: string): View[] {
  const rotated = new Uint16Array(text.length);
  const reversed = new Uint16Array(text.length);
  const offsets = new Int32Array(text.length);
  const last = text.length - 1;
  let letters = 0;
  for (let at = 0; at <= last; at++) {
    const unit = text.charCodeAt(at);
    const small = unit | 0x20;
    const isLetter = small >= 0x61 && small <= 0x7a && unit < 0x80;
    if (isLetter) letters++;
    const isLatin = unit < BEYOND_LATIN || unit >> 8 === VIETNAMESE;
    rotated[at] = isLetter ? unit + (small < 0x6e ? 13 : -13) : isLatin ? unit : LINE_BREAK;
    reversed[last - at] = unit;
    offsets[last - at] = at;
  }
  keepPairs(reversed, offsets);
  return [
    ...(letters < SHORTEST_TERM ? [] : [{ text: stringOf(rotated), exact: SHORTEST_TERM }]),
    ...(text.length < SHORTEST_TERM ? [] : [{ text: stringOf(reversed), offsets, exact: SHORTEST_TERM }]),
  ];
}

/** Restores the order of surrogate pairs. */
function keepPairs(units: Uint16Array, offsets: Int32Array): void {
  for (let at = 0; at + 1 < units.length; at++) {
    const [low = 0, high = 0] = [units[at], units[at + 1]];
    if ((low & 0xfc00) !== 0xdc00 || (high & 0xfc00) !== 0xd800) continue;
    units.set([high, low], at);
    offsets.set([offsets[at + 1] ?? 0, offsets[at] ?? 0], at);
    at++;
  }
}
