import { DIGIT, LETTER, type Reading } from '../read/reading.ts';
import { ALPHABET } from '../read/scripts.ts';
import { digitOf } from './digits.ts';

/** A word or a number of a text. */
export interface Token {
  /** The folded word; empty for a number and for scripts without spaces. */
  readonly word: string;
  /** The number, or -1. */
  readonly number: number;
  /** Offsets in the text. */
  readonly start: number;
  readonly end: number;
  /** The token follows the one before it directly. */
  readonly joined: boolean;
  /** A comma, a bracket, a line's end or another mark than a space or a hyphen is between them. */
  readonly parted: boolean;
}

/** Letters that replace digits in disguised text, by digit. */
const LEET = 'oizeasgtbg';
/** A number that is not an age. */
const NO_AGE = 1_000;
/** Words around an anchor that the grammar of ages may read; it reads eight tokens before one and six after it. */
const REACH = 12;

/** Whether the letters from an item on, up to another, are a word in which an age may begin. */
export type IsAnchor = (reading: Reading, from: number, to: number) => boolean;

/**
 * The words and numbers of a text in scripts with spaces between words; digits of every script are numbers, `15yo` and
 * `f15` are a number and a word, `th1rteen` and `0ld` are words, and `l4` is a number. Linear in the text.
 * @param isAnchor Leaves out words that are far from every number and every anchor; by default every word is an anchor.
 */
export function tokensOf(text: string, reading: Reading, isAnchor: IsAnchor = () => true): Token[] {
  const { length, kind, script, symbol, gap, start, end } = reading;
  const tokens: Token[] = [];
  /** The first item of each run of letters and digits, and the item behind it. */
  const runs: number[] = [];
  let written = 0;
  let wanted = 0;
  // Thai and Indic digits are read as letters of their scripts.
  const isDigit = (item: number) => {
    const unit = symbol[item] ?? 0;
    if (kind[item] === DIGIT || unit < 0x900) return kind[item] === DIGIT;
    const isHalf = unit >= 0xd800 && unit <= 0xdfff;
    return digitOf(isHalf ? (text.codePointAt(start[item] ?? 0) ?? 0) : unit) >= 0;
  };
  const isLetter = (item: number) => kind[item] === LETTER && script[item] === ALPHABET;
  let lastEnd = 0;
  for (let from = 0; from < length; ) {
    let to = from;
    let digits = 0;
    // A letter below U+0900 is no digit of any script, and most letters are.
    for (; to < length && (to === from || gap[to] === 0); to++) {
      if (isLetter(to) && (symbol[to] ?? 0) < 0x900) continue;
      if (isDigit(to)) digits++;
      else if (!isLetter(to)) break;
    }
    if (to === from) {
      from++;
      continue;
    }
    runs.push(from, to);
    const count = runs.length / 2;
    if (digits > 0 || isAnchor(reading, from, to)) {
      written = Math.max(written, count - 1 - REACH);
      wanted = count + REACH;
    }
    // A run with digits is written at once, so that the runs before this one have none.
    for (; written < Math.min(count, wanted); written++)
      writeRun(written, written === count - 1 && digits > 0);
    from = to;
  }
  return tokens;

  function writeRun(run: number, hasDigits: boolean): void {
    const from = runs[2 * run] ?? 0;
    const to = runs[2 * run + 1] ?? 0;
    lastEnd = end[(runs[2 * run - 1] ?? 0) - 1] ?? 0;
    if (!hasDigits) push(from, to, false);
    else
      for (const [first, last] of parts(from, to))
        push(first, last, (isDigit(first) || isEl(first, last)) && !isLeet(first, last));
  }

  function push(first: number, last: number, isNumber: boolean): void {
    const offset = start[first] ?? 0;
    const behind = end[last - 1] ?? offset;
    const before = tokens.at(-1);
    if (isNumber && before && before.number >= 0 && text.slice(lastEnd, offset) === '.') {
      // Decimals, as in `18.5`: an age is in whole years.
      tokens[tokens.length - 1] = { ...before, end: behind };
      lastEnd = behind;
      return;
    }
    tokens.push({
      word: isNumber ? '' : wordOf(first, last),
      number: isNumber ? numberOf(first, last) : -1,
      start: offset,
      end: behind,
      joined: tokens.length > 0 && lastEnd >= offset,
      parted: isParted(text, lastEnd, offset),
    });
    lastEnd = behind;
  }

  /** The words and numbers in a run of letters and digits. */
  function parts(from: number, to: number): (readonly [number, number])[] {
    let changes = 0;
    let change = from;
    for (let item = from + 1; item < to; item++) {
      if (isDigit(item) === isDigit(item - 1)) continue;
      changes++;
      change = item;
    }
    if (changes !== 1 || isLeet(from, to) || isEl(from, to)) return [[from, to]];
    return [
      [from, change],
      [change, to],
    ];
  }

  /** `th1rteen`, `0ld`: a word with digits inside, or with a zero before it. */
  function isLeet(from: number, to: number): boolean {
    const isMixed = !isDigit(to - 1) || !isDigit(from);
    if (!isMixed || isEl(from, to)) return false;
    let digits = 0;
    for (let item = from; item < to; item++) if (isDigit(item)) digits++;
    if (digits === 0) return false;
    const isInside = !isDigit(from) && !isDigit(to - 1);
    return isInside || (digits === 1 && symbol[from] === 0x30);
  }

  /** `l4`, `I5`: a letter in place of the digit 1 before a digit. */
  function isEl(from: number, to: number): boolean {
    const isOne = symbol[from] === 0x6c || symbol[from] === 0x69;
    return to - from === 2 && isOne && isDigit(from + 1);
  }

  function wordOf(from: number, to: number): string {
    const typed = start[from] ?? 0;
    let plain = from;
    // Small letters are compared unchanged.
    while (plain < to && text.charCodeAt(typed + plain - from) === symbol[plain] && isSmall(symbol[plain]))
      plain++;
    if (plain === to) return text.slice(typed, typed + to - from);
    let word = '';
    for (let item = from; item < to; item++) {
      const unit = symbol[item] ?? 0;
      const digit = kind[item] === DIGIT ? unit - 0x30 : -1;
      word += digit >= 0 && digit <= 9 ? LEET[digit] : String.fromCharCode(unit);
    }
    return word;
  }

  function numberOf(from: number, to: number): number {
    let value = 0;
    for (let item = from; item < to && value < NO_AGE; item++) {
      const unit = symbol[item] ?? 0;
      const code = text.codePointAt(start[item] ?? 0) ?? 0;
      const isPlain = unit >= 0x30 && unit <= 0x39;
      if (!isPlain && item > from && start[item] === start[item - 1]) continue;
      const digit = unit === 0x6c || unit === 0x69 ? 1 : isPlain ? unit - 0x30 : digitOf(code);
      value = digit < 0 ? NO_AGE : value * 10 + digit;
    }
    return value;
  }
}

/** Whether a mark other than a hyphen, an apostrophe or a full stop or a line break, is between two tokens. */
function isParted(text: string, from: number, to: number): boolean {
  if (from >= to || (to - from === 1 && text.charCodeAt(from) === 0x20)) return false;
  return /[^\s\-_'’‐–.]|\n/u.test(text.slice(from, to));
}

function isSmall(unit = 0): boolean {
  return unit >= 0x61 && unit <= 0x7a;
}
