import { ALONE, FIRST, LAST, LETTER, type Reading } from '../read/reading.ts';
import { ALPHABET, HANGUL, HIRAGANA, KATAKANA } from '../read/scripts.ts';
import { breaksAfter, endsWord } from './boundaries.ts';
import type { CompiledTerm } from './term.ts';

/** The last of the equal letters from an item on, if they belong to its word. */
export function endOfRun({ runEnd, gap, kind, flags }: Reading, item: number): number {
  const end = (runEnd[item] ?? item + 1) - 1;
  const isSpread =
    ((flags[item] ?? 0) & ALONE) !== 0 || (kind[item + 1] !== LETTER && kind[item + 1] !== kind[item]);
  if (isSpread) return end;
  let last = item;
  while (last < end && gap[last + 1] === 0) last++;
  return last;
}

/** The last item of the word that the term ends in, or -1 if the term ends inside another word. */
export function wordEnd(term: CompiledTerm, reading: Reading, last: number): number {
  const script = reading.script[last] ?? ALPHABET;
  if (script === ALPHABET) {
    if (breaksAfter(reading, last)) return last;
    if (((reading.flags[last] ?? 0) & LAST) === 0) return -1;
    if (term.prefix) return lastOfWord(reading, last);
    return term.literal === '' ? plural(reading, last) : -1;
  }
  if (script === HANGUL) return hangulEnd(term, reading, last);
  if (endsWord(reading, last)) return last;
  return kanaEnds(term, reading, last) ? last : -1;
}

function lastOfWord(reading: Reading, last: number): number {
  const { word } = reading;
  // Cached, because many terms may begin inside one long word.
  if (last < word[0] || last > word[1]) {
    let item = last;
    while (!breaksAfter(reading, item) && item + 1 < reading.length) item++;
    word[0] = last;
    word[1] = item;
  }
  return word[1];
}

/** `s` or `es` and then a break: the item of that s; -1 otherwise. */
function plural(reading: Reading, last: number): number {
  const { symbol, gap } = reading;
  let item = last + 1;
  if (symbol[item] === 0x65 && gap[item] === 0 && gap[item + 1] === 0 && hisses(symbol, last)) item++;
  return symbol[item] === 0x73 && gap[item] === 0 && breaksAfter(reading, item) ? item : -1;
}

/** After s, x, z, h and o English writes the plural with an e. */
function hisses(symbol: Uint16Array, last: number): boolean {
  return 'sxzho'.includes(String.fromCharCode(symbol[last] ?? 0));
}

/**
 * One syllable is a particle or the start of a longer word; two or more may be followed by particles. A verb's ending
 * may be the final consonant of a prefix's last syllable; the first letter of the next syllable does not end a term.
 */
function hangulEnd(term: CompiledTerm, reading: Reading, last: number): number {
  const { flags } = reading;
  let end = last;
  if (((flags[end] ?? 0) & LAST) === 0) {
    end++;
    if (!term.prefix || ((flags[last] ?? 0) & FIRST) !== 0 || ((flags[end] ?? 0) & LAST) === 0) return -1;
  }
  return term.symbols.length >= 4 || breaksAfter(reading, end) ? end : -1;
}

/** Kana words run into each other, so a short term needs a change of script beside it. */
function kanaEnds(term: CompiledTerm, reading: Reading, last: number): boolean {
  if (term.prefix) return true;
  return runsFreely(term, reading.script[last] ?? HIRAGANA);
}

export function startFits(term: CompiledTerm, reading: Reading, first: number): boolean {
  const script = reading.script[first];
  if (script !== HIRAGANA && script !== KATAKANA) return true;
  if (first === 0 || reading.gap[first] !== 0 || reading.script[first - 1] === ALPHABET) return true;
  // Hiragana after an ideograph is the ending of its word, so a word of katakana does not begin there.
  const isEnding = script === HIRAGANA && term.script === KATAKANA;
  if (reading.script[first - 1] !== script && !isEnding) return true;
  return runsFreely(term, script);
}

function runsFreely(term: CompiledTerm, typed: number): boolean {
  if (term.script !== HIRAGANA && term.script !== KATAKANA) return true;
  if (typed === HIRAGANA && term.script === HIRAGANA) return term.symbols.length >= 3;
  return term.symbols.length >= 5 && typed === HIRAGANA;
}
