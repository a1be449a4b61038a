import { DIGIT, emptyReading, MASK, type Reading, read } from '../read/reading.ts';
import { ALPHABET } from '../read/scripts.ts';

/** A term to look for. */
export interface MatcherTerm {
  readonly text: string;
  /** Also finds words that only start with the term. */
  readonly prefix?: boolean;
  /** Finds the term only with its own accents, and not disguised. */
  readonly exact?: boolean;
}

/** A term after folding, with the facts by which a match is checked. */
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
  /** By symbol, the accented letter that it was read from, if any. Absent in terms without accents. */
  readonly accented?: readonly string[];
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
  const { symbol, kind, gap, others, start, end, length } = room;
  let symbols = '';
  let spaces = 0;
  let hasDigit = false;
  const accented: string[] = [];
  for (let item = 0; item < length; item++) {
    const split = item > 0 && (gap[item] !== 0 || kind[item - 1] === MASK);
    if (split && symbols.length < 31) spaces |= 1 << symbols.length;
    const unit = symbol[item] || (kind[item] === MASK ? 0 : (others[item]?.[0] ?? 0));
    if (unit !== 0) {
      symbols += String.fromCharCode(unit);
      accented.push(accentedLetter(term.text.slice(start[item], end[item])));
    }
    if (kind[item] === DIGIT) hasDigit = true;
  }
  const script = length > 0 ? (room.script[0] ?? ALPHABET) : ALPHABET;
  const tooShort = script === ALPHABET && symbols.length < 3;
  const literal = term.exact || tooShort ? term.text.normalize('NFC').toLowerCase() : '';
  return {
    symbols,
    spaces,
    prefix: term.prefix ?? false,
    literal,
    script,
    hasDigit,
    ...(accented.some((letter) => letter !== '') && { accented }),
  };
}

/** An accented Latin letter that some language writes, composed and in lower case; nothing for any other text. */
export function accentedLetter(typed: string): string {
  if (typed.length === 1 && typed < '\u0080') return '';
  const letter = typed.normalize('NFC').toLowerCase();
  return /^[ß-öø-žơưșț\u1ea0-\u1ef9]$/u.test(letter) ? letter : '';
}
