import { GAP_APOSTROPHE, GAP_JOINER, GAP_SPACE, GAP_STOP } from '../read/fold.ts';
import { ALONE, DIGIT, LETTER, MASK, type Reading } from '../read/reading.ts';
import { ALPHABET } from '../read/scripts.ts';
import { isKnownWord } from '../words/known-words.ts';
import type { CompiledTerm, Path } from './term.ts';
import type { TypedText } from './typed-text.ts';

const AMPERSAND = 0x26;
/** Most equal letters whose gaps are checked. */
const LONGEST_RUN = 32;
/** One-letter words of English and of Slavic languages: `man s`, `w domu`. */
const LONE_LETTERS = 'stdmwzkvu';
const TAKES_NO_ENDING = /(?:^|\W)(?:an?|the|of|and|with|in|on|this|that|some|no|is|are|\w+ing)$/i;
/** Most letters of the rest of a word that are checked. */
const LONGEST_REST = 12;
/** Most units of the word before that are checked. */
const LONGEST_BEFORE = 20;

/** A stretch of a term's letters without a gap in it. */
interface Part {
  readonly letters: string;
  /** The number of typed letters; equal neighbours count once. */
  readonly length: number;
  readonly isOdd: boolean;
  readonly isNumber: boolean;
  /** A word or a number, which has a meaning without its neighbours. */
  readonly isWord: boolean;
  /** Whether the term is the beginning of a word here. */
  readonly goesOn: boolean;
}

/**
 * Whether the gaps between the letters are the term's own, or a disguise: all letters apart, or a split with a part
 * that is not a word.
 */
export function gapsFit(term: CompiledTerm, path: Path, reading: Reading, typed: TypedText): boolean {
  if (path.masks > 0 && !masksFit(term, path, reading, typed.text)) return false;
  let bits = 0;
  let breaks = 0;
  let joins = 0;
  for (let step = 1; step < path.length; step++) {
    const between = gapBefore(path, step, reading);
    if (between === 0) {
      if (!isOwn(term, step)) joins++;
      continue;
    }
    if (!isOwn(term, step)) {
      bits |= between;
      breaks++;
    } else if ((between & GAP_STOP) !== 0 && !isAlone(path.items[step - 1] ?? -1, reading)) return false;
  }
  if (breaks === 0) return true;
  const parts = joins === 0 ? [] : partsOf(term, path, reading, typed.text);
  if (parts.every(({ length }) => length <= 1)) return standsApart(term, path, reading, bits);
  if ((bits & GAP_STOP) !== 0 && (bits & GAP_SPACE) !== 0) return false;
  if ((bits & GAP_APOSTROPHE) !== 0 && endsInClitic(path, reading)) return false;
  if (term.script !== ALPHABET) return (bits & GAP_STOP) === 0;
  const hasOdd = parts.some(({ isOdd }) => isOdd);
  if (parts.every(({ isWord }) => isWord) || isPartOfWord(parts)) return false;
  if ((bits & GAP_SPACE) !== 0)
    return hasOdd && term.symbols.length >= 4 && !endsWithWord(parts, path, reading, typed);
  return hasOdd || term.symbols.length >= 4;
}

/**
 * `seek-sense`, `6-cylinder`, `glass-office`: the term has only the beginning of the last word, and that word, a
 * number, or every word before it has its own meaning.
 */
function isPartOfWord(parts: readonly Part[]): boolean {
  const last = parts[parts.length - 1];
  if (last?.goesOn !== true) return false;
  return (
    last.isWord || parts.some(({ isNumber }) => isNumber) || parts.slice(0, -1).every(({ isWord }) => isWord)
  );
}

function isOwn({ spaces }: CompiledTerm, step: number): boolean {
  return step < 31 && ((spaces >>> step) & 1) === 1;
}

function partsOf(term: CompiledTerm, path: Path, reading: Reading, text: string): Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (let step = 1; step <= path.length; step++) {
    const ends = step === path.length || isOwn(term, step) || gapBefore(path, step, reading) !== 0;
    if (!ends) continue;
    parts.push(partOf(term, path, reading, text, from, step));
    from = step;
  }
  return parts;
}

function partOf(
  term: CompiledTerm,
  path: Path,
  reading: Reading,
  text: string,
  from: number,
  to: number,
): Part {
  let length = 0;
  let vowels = 0;
  let digits = 0;
  let plain = 0;
  let written = '';
  for (let step = from; step < to; step++) {
    const item = path.items[step] ?? 0;
    const at = item < 0 ? -1 - item : item;
    const isRepeated =
      step > from && reading.symbol[at] === reading.symbol[at - 1] && path.items[step - 1] === at - 1;
    if (!isRepeated) length++;
    if (item < 0 || isVowel(term.symbols.charCodeAt(step))) vowels++;
    if (item < 0) continue;
    if (reading.kind[item] === DIGIT) digits++;
    if (isPlain(item, reading, text) && reading.symbol[item] === term.symbols.charCodeAt(step)) plain++;
    written += lettersOf(item, reading);
  }
  const letters = term.symbols.slice(from, to);
  const isNumber = digits === to - from && !term.hasDigit;
  const rest = term.prefix && to === path.length ? restOfWord(path.items[to - 1] ?? -1, reading) : '';
  const isWord =
    isNumber || (plain === to - from && (isKnownWord(letters + rest) || isKnownWord(written + rest)));
  return {
    letters,
    length,
    isOdd: vowels === 0 && length < 4 && !isWord,
    isNumber,
    isWord,
    goesOn: rest !== '',
  };
}

/** A letter with its repetitions in one word: the term may have one where the text has two. */
function lettersOf(item: number, { symbol, gap, runEnd }: Reading): string {
  let last = item;
  while (last + 1 < (runEnd[item] ?? 0) && gap[last + 1] === 0 && last - item < LONGEST_REST) last++;
  return String.fromCharCode(symbol[item] ?? 0).repeat(last - item + 1);
}

/** The letters after an item, up to the end of its word. */
function restOfWord(item: number, { symbol, kind, gap, length }: Reading): string {
  let rest = '';
  for (
    let at = item + 1;
    at < length && gap[at] === 0 && kind[at] === LETTER && rest.length < LONGEST_REST;
    at++
  )
    rest += String.fromCharCode(symbol[at] ?? 0);
  return rest;
}

/** Whether a letter is typed as itself: without an accent, and not in another width. */
function isPlain(item: number, { start, end }: Reading, text: string): boolean {
  const at = start[item] ?? 0;
  return end[item] === at + 1 && text.charCodeAt(at) < 0x80;
}

/**
 * `the woman s hit`, `80 s punk`: a lone letter that belongs to the word before it. Not after a word that takes no
 * ending: `some s hit`.
 */
function endsWithWord(
  parts: readonly Part[],
  path: Path,
  reading: Reading,
  { text, language }: TypedText,
): boolean {
  const [lone, ...others] = parts;
  if (lone?.length !== 1 || !LONE_LETTERS.includes(lone.letters)) return false;
  if (language === 'other') return true;
  const first = path.items[0] ?? 0;
  if (first === 0 || reading.gap[first] !== GAP_SPACE || !others.every(({ isWord }) => isWord)) return false;
  const end = reading.end[first - 1] ?? 0;
  return !TAKES_NO_ENDING.test(text.slice(Math.max(0, end - LONGEST_BEFORE), end));
}

/**
 * Whether letters may be masked at these items: not between two initials (`B&W`, `T_T`, `i.c.m.`) and not in a compound
 * (`t-shirt`, `6-cylinder`).
 */
function masksFit(term: CompiledTerm, path: Path, reading: Reading, text: string): boolean {
  // The letters after the mask may be another word: `poor*driving`.
  const last = path.items[path.length - 1] ?? 0;
  if (term.prefix && last < 0 && restOfWord(-1 - last, reading) !== '') return false;
  const goesOn = term.prefix && restOfWord(last, reading) !== '';
  for (let step = 1; step < path.length; step++) {
    const item = path.items[step] ?? 0;
    if (item >= 0) continue;
    const at = -1 - item;
    const [before, after] = [path.items[step - 1] ?? 0, path.items[step + 1] ?? -1];
    const isJoiner = reading.kind[at] !== MASK;
    if (!isJoiner && text.charCodeAt(reading.start[at] ?? 0) !== AMPERSAND) continue;
    if (isJoiner && isAlone(before, reading) && reading.kind[before] === DIGIT) return false;
    const isInitials = isJoiner
      ? isAlone(before, reading) && isAlone(after, reading)
      : isBetweenWords(at, reading, goesOn);
    if (isInitials && !(isJoiner && path.length === 3 && isBlank(before, after, reading, text))) return false;
    if (isJoiner && after >= 0 && isKnownWord(term.symbols.slice(step + 1)) && path.length - step > 3)
      return false;
    if (isJoiner && goesOn && isKnownWord(wordUpTo(at - 1, reading))) return false;
  }
  return true;
}

/** Whether an item is a letter with gaps on both sides. */
function isAlone(item: number, { flags }: Reading): boolean {
  return item >= 0 && ((flags[item] ?? 0) & ALONE) !== 0;
}

/**
 * `B&W`, `salt&pepper`: an ampersand between two initials or two words. If a term is only the beginning of the word
 * after it, that can be any word.
 */
function isBetweenWords(ampersand: number, reading: Reading, goesOn: boolean): boolean {
  const before = wordUpTo(ampersand - 1, reading);
  const after = restOfWord(ampersand, reading);
  return (before.length <= 1 && after.length <= 1) || (isKnownWord(before) && (goesOn || isKnownWord(after)));
}

/** The letters of a word up to an item, from its beginning. */
function wordUpTo(last: number, { symbol, kind, gap }: Reading): string {
  let start = '';
  for (let at = last; at >= 0 && kind[at] === LETTER && start.length < LONGEST_REST; at--) {
    start = String.fromCharCode(symbol[at] ?? 0) + start;
    if (gap[at] !== 0) break;
  }
  return start;
}

/**
 * `s_x`: an underscore or a hyphen for the letter in the middle. An emoticon has the same sign on both sides, and a
 * list of letters has more such signs.
 */
function isBlank(
  before: number,
  after: number,
  { symbol, end, start, flags }: Reading,
  text: string,
): boolean {
  const between = text.slice(end[before], start[after]);
  const isInRow = ((flags[before - 1] ?? 0) & ALONE) !== 0 || ((flags[after + 1] ?? 0) & ALONE) !== 0;
  return (between === '_' || between === '-') && symbol[before] !== symbol[after] && !isInRow;
}

/** The gap between the item of a step and the one before it; skipped symbols count as punctuation. */
function gapBefore(path: Path, step: number, reading: Reading): number {
  const item = path.items[step] ?? 0;
  const before = path.items[step - 1] ?? 0;
  if (item < 0 || before < 0)
    return item < 0 && reading.kind[-1 - item] === MASK ? (reading.gap[-1 - item] ?? 0) : 0;
  let bits = reading.gap[item] ?? 0;
  for (let between = item - 1; between > Math.max(before, item - LONGEST_RUN); between--) {
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

/** `who're`, `he'll`, `it's`: English, not a disguised word. */
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
