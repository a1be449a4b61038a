import { BRACKET, DIGIT, FIRST, LAST, LETTER, type Reading, SOFT } from '../read/reading.ts';
import { ALPHABET, HANGUL, HIRAGANA, KATAKANA } from '../read/scripts.ts';

const LETTER_C = 0x63;

/**
 * Whether a word can start at an item. In scripts without spaces a word can start anywhere; kana are decided for each
 * term.
 */
export function startsWord({ flags, gap, kind, script, symbol, others }: Reading, item: number): boolean {
  if (((flags[item] ?? 0) & FIRST) === 0) return false;
  // `(rate` is an opened bracket and a word, not a c.
  if (((flags[item] ?? 0) & BRACKET) !== 0 && others[item]?.[0] === LETTER_C) return false;
  if (item === 0 || gap[item] !== 0) return true;
  const before = item - 1;
  if (kind[item] === SOFT) return kind[before] !== LETTER;
  if (kind[before] !== LETTER && (kind[before] !== DIGIT || kind[item] === LETTER)) return true;
  if (script[item] !== script[before]) return true;
  if (script[item] === ALPHABET) return isArabicArticle(symbol, gap, item);
  return script[item] !== HANGUL;
}

const ARABIC_ALEF = 0x0627;
const ARABIC_LAM = 0x0644;
/** "And", "then", "by", "like", "to": letters that Arabic attaches to the following word. */
const ARABIC_PROCLITICS = [0x0648, 0x0641, 0x0628, 0x0643, ARABIC_LAM];

/** Arabic attaches its article and short prepositions to the word: `ال`, `لل`, `وال`, `بال`. */
function isArabicArticle(symbol: Uint16Array, gap: Uint8Array, item: number): boolean {
  if (item < 2 || symbol[item - 1] !== ARABIC_LAM) return false;
  const isStart = (at: number) => at === 0 || gap[at] !== 0;
  const before = symbol[item - 2] ?? 0;
  if (before === ARABIC_LAM) return isStart(item - 2);
  if (before !== ARABIC_ALEF) return false;
  const isProclitic = item >= 3 && ARABIC_PROCLITICS.includes(symbol[item - 3] ?? 0);
  return isStart(item - 2) || (isProclitic && isStart(item - 3));
}

/** Whether there is a break after an item, before any letter that would continue its word. */
export function breaksAfter(reading: Reading, item: number): boolean {
  const { length, flags, gap, kind, script } = reading;
  if (((flags[item] ?? 0) & LAST) === 0) return false;
  const after = item + 1;
  if (after >= length || gap[after] !== 0) return true;
  if (script[after] !== script[item]) return true;
  if (kind[item] === DIGIT && kind[after] === DIGIT) return false;
  // `word2` ends before the digit and `a55ume` does not end after it: look after the digits and symbols.
  return kind[after] !== LETTER && rowEnds(reading, after);
}

/** Whether a run of digits and signs from an item on ends at a gap or a bracket, and not at a letter. */
function rowEnds({ length, flags, gap, kind, row }: Reading, from: number): boolean {
  // Cached for the run, because every item of a long run asks for its end.
  if (from < row[0] || from >= row[1]) {
    let after = from;
    let ends = false;
    while (after < length && gap[after] === 0 && kind[after] !== LETTER && !ends) {
      ends = ((flags[after] ?? 0) & BRACKET) !== 0;
      after++;
    }
    row[0] = from;
    row[1] = after;
    row[2] = ends || after >= length || gap[after] !== 0 ? 1 : 0;
  }
  return row[2] === 1;
}

/** Whether a word can end after an item: at a break, or anywhere in scripts without spaces. */
export function endsWord(reading: Reading, item: number): boolean {
  if (breaksAfter(reading, item)) return true;
  if (((reading.flags[item] ?? 0) & LAST) === 0) return false;
  const script = reading.script[item];
  return script !== ALPHABET && script !== HIRAGANA && script !== KATAKANA;
}
