import { GAP_APOSTROPHE, GAP_JOINER, GAP_SPACE, GAP_STOP } from '../read/fold.ts';
import { ALONE, DIGIT, emptyReading, LAST, LETTER, MASK, type Reading, read } from '../read/reading.ts';
import { ALPHABET, HANGUL, HIRAGANA, KATAKANA } from '../read/scripts.ts';
import { breaksAfter, endsWord } from './boundaries.ts';

/** A term to look for. */
export interface MatcherTerm {
  readonly text: string;
  /** Also finds words that only start with the term. */
  readonly prefix?: boolean;
  /** Finds it only with the accents that it is written with, and not disguised. */
  readonly exact?: boolean;
}

/** A term after folding, with the facts that a match is checked by. */
export interface CompiledTerm {
  /** Its symbols after folding; empty when it has no readable one. */
  readonly symbols: string;
  /** Bit k: a space may come before symbol k (the first 31 symbols). */
  readonly spaces: number;
  readonly prefix: boolean;
  /** The text to be found literally, without case, or empty. */
  readonly literal: string;
  readonly script: number;
  readonly hasDigit: boolean;
}

/** The items that the symbols of a term were read from; negative where a mask replaced one. */
export interface Path {
  readonly items: Int32Array;
  length: number;
  masks: number;
}

let room: Reading | undefined;

/** Reads a term as texts are read. */
export function compileTerm(term: MatcherTerm): CompiledTerm {
  room ??= emptyReading();
  read(term.text, room);
  const { symbol, kind, gap, others, length } = room;
  let symbols = '';
  let spaces = 0;
  let hasDigit = false;
  for (let item = 0; item < length; item++) {
    const split = item > 0 && (gap[item] !== 0 || kind[item - 1] === MASK);
    if (split && symbols.length < 31) spaces |= 1 << symbols.length;
    const unit = symbol[item] || (kind[item] === MASK ? 0 : (others[item]?.[0] ?? 0));
    if (unit !== 0) symbols += String.fromCharCode(unit);
    if (kind[item] === DIGIT) hasDigit = true;
  }
  const script = length > 0 ? (room.script[0] ?? ALPHABET) : ALPHABET;
  const tooShort = script === ALPHABET && symbols.length < 3;
  const literal = term.exact || tooShort ? term.text.normalize('NFC').toLowerCase() : '';
  return { symbols, spaces, prefix: term.prefix ?? false, literal, script, hasDigit };
}

/** The typed span of a term that the trie has led to, or undefined if the text there is another word. */
export function fits(
  term: CompiledTerm,
  path: Path,
  reading: Reading,
  text: string,
): readonly [number, number] | undefined {
  const first = path.items[0] ?? 0;
  let last = path.items[path.length - 1] ?? 0;
  if (last < 0) last = -1 - last;
  last = endOfRun(reading, last);
  const end = wordEnd(term, reading, last);
  if (end < 0 || !startFits(term, reading, first)) return undefined;
  if (path.masks > 0 && path.masks * 5 > path.length * 2) return undefined;
  if (!term.hasDigit && onlyDigits(path, reading)) return undefined;
  if (!gapsFit(term, path, reading) || isOtherSpelling(term, path, reading)) return undefined;
  const span = [reading.start[first] ?? 0, reading.end[end] ?? 0] as const;
  if (term.literal !== '') {
    const typed = text.slice(span[0], span[1]).normalize('NFC').toLowerCase();
    if (term.prefix ? !typed.startsWith(term.literal) : typed !== term.literal) return undefined;
  }
  return span;
}

/** The last of the equal letters that an item begins, where they belong to its word. */
function endOfRun({ runEnd, gap, kind, flags }: Reading, item: number): number {
  const end = (runEnd[item] ?? item + 1) - 1;
  const isSpread =
    ((flags[item] ?? 0) & ALONE) !== 0 || (kind[item + 1] !== LETTER && kind[item + 1] !== kind[item]);
  if (isSpread) return end;
  let last = item;
  while (last < end && gap[last + 1] === 0) last++;
  return last;
}

/** The last item of the word that the term ends in, or -1 if the term ends inside of another word. */
function wordEnd(term: CompiledTerm, reading: Reading, last: number): number {
  const script = reading.script[last] ?? ALPHABET;
  if (script === ALPHABET) {
    if (breaksAfter(reading, last)) return last;
    if (((reading.flags[last] ?? 0) & LAST) === 0) return -1;
    if (term.prefix) return lastOfWord(reading, last);
    return term.literal === '' ? plural(reading, last) : -1;
  }
  if (endsWord(reading, last)) return script === HANGUL && !hangulEnds(term, reading, last) ? -1 : last;
  return kanaEnds(term, reading, last) ? last : -1;
}

function lastOfWord(reading: Reading, last: number): number {
  let item = last;
  while (!breaksAfter(reading, item) && item + 1 < reading.length) item++;
  return item;
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

/** One syllable is a particle or the start of a longer word; two or more may be followed by particles. */
function hangulEnds(term: CompiledTerm, reading: Reading, last: number): boolean {
  return term.symbols.length >= 4 || breaksAfter(reading, last);
}

/** Kana words run into each other, so a short term needs a change of script beside it. */
function kanaEnds(term: CompiledTerm, reading: Reading, last: number): boolean {
  if (term.prefix) return true;
  return runsFreely(term, reading.script[last] ?? HIRAGANA);
}

function startFits(term: CompiledTerm, reading: Reading, first: number): boolean {
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

/** One letter doubled inside of a word makes another word: `annals`, `rapping`. Disguises draw out more than that. */
function isOtherSpelling(term: CompiledTerm, path: Path, reading: Reading): boolean {
  let doubled = 0;
  for (let step = 1; step < path.length - 1; step++) {
    const item = path.items[step] ?? 0;
    const next = path.items[step + 1] ?? 0;
    if (item < 0 || next < 0) return false;
    const extra = next - item - 1;
    if (extra > 1 || (extra === 1 && reading.symbol[item + 1] !== reading.symbol[item])) return false;
    doubled += extra;
  }
  const first = path.items[0] ?? 0;
  const last = path.items[path.length - 1] ?? 0;
  if ((doubled !== 1 && !(term.prefix && doubled === 2)) || last < 0 || (path.items[1] ?? 0) !== first + 1)
    return false;
  for (let item = first; item <= last; item++)
    if (reading.kind[item] !== LETTER || reading.gap[item + 1] !== 0) return item === last;
  return (reading.runEnd[last] ?? 0) === last + 1;
}

/** `717` is a number; a word in nothing but digits is believed from five on. */
function onlyDigits(path: Path, reading: Reading): boolean {
  if (path.length >= 5) return false;
  for (let step = 0; step < path.length; step++) {
    if (reading.kind[path.items[step] ?? 0] !== DIGIT) return false;
  }
  return true;
}

/**
 * Whether the gaps between the letters are those of the term, or those of a disguise:
 * all letters apart, punctuation inside a word, or a split that leaves a part which is not a word.
 */
function gapsFit(term: CompiledTerm, path: Path, reading: Reading): boolean {
  let bits = 0;
  let breaks = 0;
  let partLength = 0;
  let partVowels = 0;
  let longParts = 0;
  let oddParts = 0;
  const close = () => {
    if (partLength > 1) longParts++;
    if (partVowels === 0 && partLength < 4) oddParts++;
    partLength = 0;
    partVowels = 0;
  };
  for (let step = 0; step < path.length; step++) {
    const item = path.items[step] ?? 0;
    const at = item < 0 ? -1 - item : item;
    const between = step === 0 ? 0 : gapBefore(path, step, reading);
    const isOwn = step < 31 && ((term.spaces >>> step) & 1) === 1;
    if (between !== 0 && !isOwn) {
      bits |= between;
      breaks++;
      close();
    } else if (isOwn) close();
    const repeated =
      step > 0 && reading.symbol[at] === reading.symbol[at - 1] && path.items[step - 1] === at - 1;
    if (!repeated || between !== 0) partLength++;
    if (item < 0 || isVowel(term.symbols.charCodeAt(step))) partVowels++;
  }
  close();
  if (breaks === 0) return true;
  if (longParts === 0) return standsApart(term, path, reading, bits);
  if ((bits & GAP_STOP) !== 0) return false;
  if ((bits & GAP_APOSTROPHE) !== 0 && endsInClitic(path, reading)) return false;
  if (term.script !== ALPHABET) return true;
  if ((bits & GAP_SPACE) !== 0) return oddParts > 0 && term.symbols.length >= 4;
  return term.symbols.length >= 4 || oddParts > 0;
}

/** The gap between the item of a step and the one before it; skipped symbols count as punctuation. */
function gapBefore(path: Path, step: number, reading: Reading): number {
  const item = path.items[step] ?? 0;
  const before = path.items[step - 1] ?? 0;
  if (item < 0 || before < 0)
    return item < 0 && reading.kind[-1 - item] === MASK ? (reading.gap[-1 - item] ?? 0) : 0;
  let bits = reading.gap[item] ?? 0;
  for (let between = item - 1; between > before; between--) {
    bits |= reading.gap[between] ?? 0;
    if (reading.kind[between] !== LETTER && reading.kind[between] !== DIGIT) bits |= GAP_JOINER;
  }
  return bits;
}

/** Letters typed one by one form a separate word only if no further single letters are beside them. */
function standsApart(term: CompiledTerm, path: Path, reading: Reading, bits: number): boolean {
  const { flags, length } = reading;
  if (term.symbols.length >= 5 || (bits & GAP_SPACE) === 0) return true;
  let last = path.items[path.length - 1] ?? 0;
  if (last < 0) last = -1 - last;
  const after = reading.runEnd[last] ?? length;
  return after >= length || ((flags[after] ?? 0) & ALONE) === 0;
}

/** `who're`, `he'll`, `it's`: English, not a word in hiding. */
function endsInClitic(path: Path, reading: Reading): boolean {
  for (let step = path.length - 1; step > 0 && step >= path.length - 3; step--) {
    if ((gapBefore(path, step, reading) & GAP_APOSTROPHE) !== 0) return true;
  }
  return false;
}

function isVowel(symbol: number): boolean {
  return (
    symbol === 0x61 ||
    symbol === 0x65 ||
    symbol === 0x69 ||
    symbol === 0x6f ||
    symbol === 0x75 ||
    symbol === 0x79
  );
}
