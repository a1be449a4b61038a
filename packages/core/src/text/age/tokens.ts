import { DIGIT, emptyReading, LETTER, type Reading, read } from '../read/reading.ts';
import { ALPHABET } from '../read/scripts.ts';
import { digitOf } from './digits.ts';

/** A word or a number of a text. */
export interface Token {
  /** The word as it is compared; empty for a number and for scripts without spaces. */
  readonly word: string;
  /** The number, or -1. */
  readonly number: number;
  /** Offsets in the text. */
  readonly start: number;
  readonly end: number;
  /** Nothing is between the token and the one before it. */
  readonly joined: boolean;
  /** A comma, a bracket, a line's end or another mark than a space or a hyphen is between them. */
  readonly parted: boolean;
}

/** Letters in which digits are dressed as letters, by digit. */
const LEET = 'oizeasgtbg';
/** A number that is no age. */
const NO_AGE = 1_000;

let room: Reading | undefined;

/** A text as it is read (`read/reading.ts`), in room that the next call reuses. */
export function reading(text: string): Reading {
  room ??= emptyReading();
  read(text, room);
  return room;
}

/**
 * The words and numbers of a text in scripts that space their words; digits of every script are numbers, `15yo` and `f15`
 * are a number and a word, `th1rteen` and `0ld` are words, and `l4` is a number. Linear in the text.
 */
export function tokensOf(text: string, { length, kind, script, symbol, gap, start, end }: Reading): Token[] {
  const tokens: Token[] = [];
  // Thai and Indic digits are read as letters of their scripts.
  const isDigit = (item: number) => {
    const unit = symbol[item] ?? 0;
    if (kind[item] === DIGIT || unit < 0x900) return kind[item] === DIGIT;
    const isHalf = unit >= 0xd800 && unit <= 0xdfff;
    return digitOf(isHalf ? (text.codePointAt(start[item] ?? 0) ?? 0) : unit) >= 0;
  };
  let lastEnd = 0;
  for (let from = 0; from < length; ) {
    const isWordly = (item: number) => (kind[item] === LETTER && script[item] === ALPHABET) || isDigit(item);
    if (!isWordly(from)) {
      from++;
      continue;
    }
    let to = from + 1;
    while (to < length && gap[to] === 0 && isWordly(to)) to++;
    for (const [first, last] of parts(from, to)) {
      const offset = start[first] ?? 0;
      const between = text.slice(lastEnd, offset);
      const isNumber = isDigit(first) || isEl(first, last);
      tokens.push({
        word: isNumber && !isLeet(first, last) ? '' : wordOf(first, last),
        number: isNumber && !isLeet(first, last) ? numberOf(first, last) : -1,
        start: offset,
        end: end[last - 1] ?? offset,
        joined: tokens.length > 0 && between === '',
        parted: /[^\s\-_'’‐–.]|\n/u.test(between),
      });
      lastEnd = end[last - 1] ?? offset;
    }
    from = to;
  }
  return tokens;

  /** The words and numbers of letters and digits that are written together. */
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

  /** `l4`, `I5`: a letter for the one before a digit. */
  function isEl(from: number, to: number): boolean {
    const isOne = symbol[from] === 0x6c || symbol[from] === 0x69;
    return to - from === 2 && isOne && isDigit(from + 1);
  }

  function wordOf(from: number, to: number): string {
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
