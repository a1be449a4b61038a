import {
  BLANK,
  DIGIT,
  fold,
  GAP,
  GAP_SPACE,
  IGNORED,
  LETTER,
  MARK,
  MASK,
  MOST_SYMBOLS,
  SOFT,
} from './fold.ts';
import { ALPHABET, HANGUL } from './scripts.ts';

const NONE: readonly number[] = [];

/**
 * The reading of a text: one entry per symbol, without accents, zero-width characters and separators, each with its
 * offset in the typed text. The arrays are reused by the next reading.
 */
export interface Reading {
  length: number;
  /** The symbol, a UTF-16 unit; 0 where the character has only `others`. */
  symbol: Uint16Array;
  kind: Uint8Array;
  script: Uint8Array;
  /** The gap before this symbol as `GAP_…` bits, and the number of different characters in it. */
  gap: Uint8Array;
  gapLength: Uint8Array;
  /** Typed offsets; accents belong to the letter before them. */
  start: Int32Array;
  end: Int32Array;
  /** Bits: {@link FIRST}, {@link LAST}, {@link ALONE}, {@link BRACKET}, {@link INSIDE}. */
  flags: Uint8Array;
  /** Index of the first symbol after the run of equal symbols that this one is in. */
  runEnd: Int32Array;
  /** Alternative symbols of the character. */
  others: (readonly number[])[];
  /** The items with alternatives, and those whose symbol is repeated directly or after a sign. */
  readonly ambiguous: number[];
  readonly repeats: number[];
  /** The last searched run of signs: its start, its end, and 1 if a word may end before it. */
  readonly row: [from: number, to: number, ends: number];
  /** The last search for a word's end: the item where it began, and the word's last item. */
  readonly word: [from: number, to: number];
}

/** The first symbol of its character, and the last. */
export const FIRST = 1;
export const LAST = 2;
/** A token of one character. */
export const ALONE = 4;
/** A bracket-like symbol. */
export const BRACKET = 8;
/** A Latin letter directly after another: no word begins there. */
export const INSIDE = 16;

const LETTER_A = 0x61;
const LETTER_Z = 0x7a;
/** Looks like a lower-case L. */
const CAPITAL_I = 0x49;
const SPACE = 0x20;
const TO_LOWER_CASE = 0x20;
/** Symbols of a UTF-16 unit: three for a Hangul syllable, and one for nearly every other unit. */
const SYLLABLE = /[\uac00-\ud7a3]/;
const SYLLABLE_EXPANSION = 3;
/** More symbols than one character has. */
const SPARE = 64;
/** Spare capacity, so that a prompt does not need new arrays for each typed letter. */
const TYPED_AHEAD = 1_000;
/** Most items kept for the next text; larger arrays are released. */
const MOST_KEPT = 200_000;

/** By UTF-16 unit, the script of a letter that is read as itself and has no other reading, plus one; 0 if not known. */
const scriptsOfPlain = new Uint8Array(0x10000);

/** Arrays for the readings of one matcher. */
export function emptyReading(): Reading {
  return { length: 0, ...arrays(256), ambiguous: [], repeats: [], row: [0, 0, 0], word: [0, -1] };
}

function arrays(size: number) {
  const runEnd = new Int32Array(size);
  for (let item = 0; item < size; item++) runEnd[item] = item + 1;
  return {
    symbol: new Uint16Array(size),
    kind: new Uint8Array(size),
    script: new Uint8Array(size),
    gap: new Uint8Array(size),
    gapLength: new Uint8Array(size),
    start: new Int32Array(size),
    end: new Int32Array(size),
    flags: new Uint8Array(size),
    runEnd,
    others: new Array<readonly number[]>(size).fill(NONE),
  };
}

/** Reads `text` into `reading`. Linear in the text. */
export function read(text: string, reading: Reading): void {
  const usual = SYLLABLE.test(text) ? SYLLABLE_EXPANSION : 1;
  if (!readWithin(text, reading, usual)) readWithin(text, reading, MOST_SYMBOLS);
}

/** Reads `text` into new arrays. */
export function readingOf(text: string): Reading {
  const reading = emptyReading();
  read(text, reading);
  return reading;
}

/** Reads with capacity for `expansion` symbols per UTF-16 unit; false when that was not enough. */
function readWithin(text: string, reading: Reading, expansion: number): boolean {
  const lastStart = makeRoom(reading, text.length * expansion + SPARE) - SPARE;
  const { symbol, kind, script, gap, gapLength, start, end, flags, others, ambiguous, repeats } = reading;
  let count = 0;
  let plainUntil = -1;
  let gapBits = 0;
  let gapSize = 0;
  let gapUnit = 0;
  for (let offset = 0; offset < text.length; ) {
    if (count > lastStart) return false;
    const unit = text.charCodeAt(offset);
    const small = unit | TO_LOWER_CASE;
    if (small >= LETTER_A && small <= LETTER_Z && unit !== CAPITAL_I) {
      // The fast path for plain letters, whose other array entries already have their defaults.
      const follows = plainUntil === count;
      if (gapBits !== 0) {
        markAlone(reading, count - 1);
        gap[count] = gapBits;
        gapLength[count] = gapSize;
        gapBits = 0;
        gapSize = 0;
        gapUnit = 0;
        flags[count] = FIRST | LAST;
      } else if (!follows) flags[count] = FIRST | LAST;
      if (!follows) noteRepeats(reading, count, small);
      else if (symbol[count - 1] === small) repeats.push(count - 1);
      symbol[count] = small;
      start[count] = offset;
      end[count] = ++offset;
      plainUntil = ++count;
      continue;
    }
    const own = scriptsOfPlain[unit] ?? 0;
    if (own !== 0) {
      // Most characters of other scripts, too, are one letter with one reading.
      noteRepeats(reading, count, unit);
      symbol[count] = unit;
      script[count] = own - 1;
      start[count] = offset;
      end[count] = ++offset;
      flags[count] = FIRST | LAST;
      if (gapBits !== 0) {
        markAlone(reading, count - 1);
        gap[count] = gapBits;
        gapLength[count] = gapSize;
        gapBits = 0;
        gapSize = 0;
        gapUnit = 0;
      }
      count++;
      continue;
    }
    const code = unit < 128 ? unit : (text.codePointAt(offset) ?? unit);
    const folded = unit === SPACE ? BLANK : fold(code);
    const from = offset;
    offset += code > 0xffff ? 2 : 1;
    if (folded.kind === IGNORED) continue;
    if (folded.kind === MARK) {
      if (count > 0 && gapBits === 0) end[count - 1] = offset;
      continue;
    }
    if (folded.kind === GAP) {
      gapBits |= folded.gap;
      // A repeated separator counts as one separator.
      if (gapUnit !== unit && gapSize < 255) gapSize++;
      gapUnit = unit;
      continue;
    }
    const symbols = folded.symbols;
    if (count > 0 && gapBits === 0 && (symbols[0] === 0x3099 || symbols[0] === 0x309a)) {
      const whole = voiced(symbol[count - 1] ?? 0, symbols[0]);
      noteRepeats(reading, count - 1, whole);
      symbol[count - 1] = whole;
      end[count - 1] = offset;
      continue;
    }
    const last = Math.max(0, symbols.length - 1);
    const isPlain = folded.kind === LETTER && last === 0 && symbols[0] === code && folded.others.length === 0;
    if (isPlain && code !== 0x3099 && code !== 0x309a) scriptsOfPlain[code] = folded.script + 1;
    for (let part = 0; part <= last; part++) {
      const one = symbols[part] ?? 0;
      if (gapBits !== 0) markAlone(reading, count - 1);
      noteRepeats(reading, count, one);
      symbol[count] = one;
      kind[count] = folded.kind;
      script[count] = folded.script;
      gap[count] = gapBits;
      gapLength[count] = gapSize;
      start[count] = from;
      end[count] = offset;
      flags[count] = (part === 0 ? FIRST : 0) | (part === last ? LAST : 0) | (folded.gap ? BRACKET : 0);
      // A sign without a symbol is recorded too: its alternatives identify its repetitions.
      if (last === 0 && (folded.others.length > 0 || one === 0)) {
        others[count] = folded.others;
        ambiguous.push(count);
      }
      count++;
      gapBits = 0;
      gapSize = 0;
      gapUnit = 0;
    }
  }
  reading.length = count;
  markAlone(reading, count - 1);
  markRuns(reading);
  return true;
}

/** Grows the arrays to `size` items, each preset to a letter inside a word. */
function makeRoom(reading: Reading, size: number): number {
  const { length } = reading.kind;
  if (length < size || length > Math.max(size + TYPED_AHEAD, MOST_KEPT)) {
    Object.assign(reading, arrays(size + TYPED_AHEAD));
  } else {
    for (const item of reading.ambiguous) reading.others[item] = NONE;
    for (const item of reading.repeats) reading.runEnd[item] = item + 1;
  }
  reading.row.fill(0);
  reading.word[0] = 0;
  reading.word[1] = -1;
  reading.ambiguous.length = 0;
  reading.repeats.length = 0;
  // One `fill` per array is faster than five stores per letter.
  reading.kind.fill(LETTER, 0, size);
  reading.script.fill(ALPHABET, 0, size);
  reading.gap.fill(0, 0, size);
  reading.gapLength.fill(0, 0, size);
  reading.flags.fill(FIRST | LAST | INSIDE, 0, size);
  return size;
}

function voiced(base: number, mark: number): number {
  const composed = String.fromCharCode(base, mark).normalize('NFC');
  return composed.length === 1 ? composed.charCodeAt(0) : base;
}

/** Marks an item as a single letter if a gap, or the text's edge, is on both sides. */
function markAlone({ gap, flags }: Reading, item: number): void {
  if (item === 0 || (item > 0 && gap[item] !== 0)) flags[item] = (flags[item] ?? 0) | ALONE;
}

/** Records the items before `item` that may be the same symbol: the one before, and the one before a sign. */
function noteRepeats({ symbol, kind, repeats }: Reading, item: number, unit: number): void {
  if (item > 1 && symbol[item - 2] === unit && (kind[item - 1] === SOFT || kind[item - 1] === MASK))
    repeats.push(item - 2);
  if (item > 0 && symbol[item - 1] === unit) repeats.push(item - 1);
}

/** Ends each run where its last symbol ends, from the last run to the first. */
function markRuns({
  length,
  symbol,
  kind,
  script,
  gap,
  gapLength,
  flags,
  runEnd,
  others,
  repeats,
}: Reading): void {
  for (let at = repeats.length - 1; at >= 0; at--) {
    const index = repeats[at] ?? 0;
    const next = index + 1;
    // `f*f*f*u*u*n`: the letter before a sign is repeated after it.
    const isPastSign =
      index + 2 < length &&
      (kind[next] === SOFT || kind[next] === MASK) &&
      symbol[index] !== 0 &&
      symbol[index] === symbol[index + 2];
    if (isPastSign) runEnd[index] = runEnd[index + 2] ?? next;
    if (next === length || kind[index] !== kind[next] || symbol[index] !== symbol[next]) continue;
    if (symbol[index] === 0 && others[index] !== others[next]) continue;
    // The last letter of one syllable and the first of the next are not a repeated letter.
    if (script[index] === HANGUL && ((flags[index] ?? 0) & (flags[next] ?? 0) & LAST) === 0) continue;
    const bits = gap[next] ?? 0;
    const isMark = (bits & GAP_SPACE) === 0 && gapLength[next] === 1;
    const joined = bits === 0 || isMark || ((flags[index] ?? 0) & (flags[next] ?? 0) & ALONE) !== 0;
    if (joined) runEnd[index] = runEnd[next] ?? next;
  }
}

export { DIGIT, LETTER, MASK, SOFT };
