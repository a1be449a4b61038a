import { LETTER, type Reading } from '../read/reading.ts';
import { ALPHABET, IDEOGRAPH } from '../read/scripts.ts';
import { isKnownWord } from '../words/known-words.ts';
import { accentedLetter, type CompiledTerm, type Path } from './term.ts';
import type { TypedText } from './typed-text.ts';

/** Up to this length, an accent makes another word; in longer words it makes the same word in another language. */
const SHORT = 5;
/** Letters that are separate letters in their languages, and not accented forms. */
const LETTERS = /[ßçñåøæœđłşșțğıơưăĩũ\u1ea0-\u1ef9]/;
/** Turkish distinguishes these from s, g and i in words of any length. */
const TURKISH = /[şğı]/;
/** The letters of Russian, Ukrainian, Belarusian, Bulgarian and Serbian, and those of Greek. */
const CYRILLIC = /^[а-яёіїєґўђјљњћџ]+$/u;
const GREEK = /^[α-ωάέήίόύώϊϋΐΰ]+$/u;
/** Hebrew and Arabic; the scripts of India, Thai and Lao. */
const OTHERS = /^(?:[\u0590-\u06ff]+|[\u0900-\u0eff]+)$/;
const FIRST_OF_OTHERS = 0x370;
/** English doubles no consonant at the start of a word or after another consonant, and never doubles these letters. */
const NOT_DOUBLED = /^([b-df-hj-km-np-tv-z])\1|([ahijkquvwx])\2|[b-df-hj-np-tv-xz]([b-df-hj-np-tv-z])\3/;
/** The endings of English words. */
const ENDING = /^(?:s|e[dr]s?|ing?s?|y)?$/;

/** Whether the letters of a match, up to item `end`, are another word and not a disguise. */
export function isOtherWord(
  term: CompiledTerm,
  path: Path,
  reading: Reading,
  typed: TypedText,
  end: number,
): boolean {
  const isAlphabet = term.script === ALPHABET;
  return (
    (isAlphabet && isOfOtherAlphabet(term, path, reading, typed)) ||
    (isAlphabet && isOtherwiseAccented(term, path, reading, typed)) ||
    isOtherwiseDoubled(term, path, reading, typed, end)
  );
}

/** `рок` is a word of Russian and `ครร` a part of a Thai one, though each of their letters looks like a Latin one. */
function isOfOtherAlphabet(term: CompiledTerm, path: Path, reading: Reading, typed: TypedText): boolean {
  let word = '';
  for (let step = 0; step < path.length; step++) {
    const item = path.items[step] ?? 0;
    const symbol = reading.symbol[item] ?? 0;
    if (item < 0 || symbol < FIRST_OF_OTHERS || symbol === term.symbols.charCodeAt(step)) return false;
    word += String.fromCharCode(symbol);
  }
  return (CYRILLIC.test(word) || GREEK.test(word) || OTHERS.test(word)) && typed.language !== 'english';
}

/** `şişe` is a bottle, `thông` a pine: letters that the term does not have, or `cono` without that of the term. */
function isOtherwiseAccented(term: CompiledTerm, path: Path, reading: Reading, typed: TypedText): boolean {
  let added = '';
  let missing = false;
  for (let step = 0; step < path.length; step++) {
    const item = path.items[step] ?? 0;
    if (item < 0) return false;
    const own = term.accented?.[step] ?? '';
    const width = (reading.end[item] ?? 0) - (reading.start[item] ?? 0);
    const isPlain = width === 1 && typed.text.charCodeAt(reading.start[item] ?? 0) < 0x80;
    if (isPlain) {
      if (own !== '' && reading.kind[item] === LETTER) missing = true;
      continue;
    }
    const written = typed.text.slice(reading.start[item], reading.end[item]);
    const letter = accentedLetter(written);
    // More marks than any language uses.
    if (letter === '' && written.normalize('NFC').length > 1) return false;
    // An ß is read as two letters.
    const isRead = step > 0 && reading.start[item] === reading.start[path.items[step - 1] ?? 0];
    if (letter !== own && !isRead) added += letter;
  }
  const isShort = path.length <= SHORT;
  if (missing && isShort) return true;
  if (added === '' || added.length * 2 > path.length || typed.language === 'english') return false;
  if (TURKISH.test(added)) return true;
  return isShort && (typed.language === 'other' || LETTERS.test(added));
}

/** `annals` and `rapping` are words; `gardden` is a disguise, and so is any tripled letter. */
function isOtherwiseDoubled(
  term: CompiledTerm,
  path: Path,
  reading: Reading,
  typed: TypedText,
  end: number,
): boolean {
  if (term.script === IDEOGRAPH && isPartOfTwin(term, path, reading)) return true;
  const doubles = doublesOf(term, path, reading);
  if (!doubles) return false;
  if (term.script !== ALPHABET) return doubles.inside === 1 && doubles.all === 1;
  const word = wordOf(path.items[0] ?? 0, end, reading);
  if (word === undefined || /(.)\1\1/.test(word)) return false;
  if (typed.language !== 'other' && NOT_DOUBLED.test(word)) return false;
  if (isKnownWord(word)) return true;
  if (typed.language === 'other') return doubles.all <= 2 && doubles.all === doubles.inside;
  const rest = word.slice(path.length + doubles.all);
  return term.prefix && path.length <= SHORT && !ENDING.test(rest);
}

/** `妈妈` is a mother: a word of two ideographs does not begin with the second half of another. */
function isPartOfTwin({ symbols }: CompiledTerm, { items, length }: Path, { symbol, gap }: Reading): boolean {
  if (length !== 2 || symbols[0] === symbols[1]) return false;
  const first = items[0] ?? 0;
  // A tripled character is a disguise.
  const isTwin = (item: number) =>
    item > 0 &&
    gap[item] === 0 &&
    symbol[item] === symbol[item - 1] &&
    symbol[item] !== symbol[item + 1] &&
    symbol[item] !== symbol[item - 2];
  return isTwin(first) || isTwin(first + 1);
}

/** How many letters of a term are doubled, and how many of them inside it; undefined for another disguise. */
function doublesOf(
  term: CompiledTerm,
  path: Path,
  reading: Reading,
): { all: number; inside: number } | undefined {
  let all = 0;
  let inside = 0;
  for (let step = 0; step < path.length; step++) {
    const item = path.items[step] ?? 0;
    const isLast = step === path.length - 1;
    // The letters after a prefix are the rest of the word.
    const next = !isLast ? (path.items[step + 1] ?? 0) : term.prefix ? item + 1 : endOfWritten(reading, item);
    if (item < 0 || next < 0 || reading.symbol[item] !== term.symbols.charCodeAt(step)) return undefined;
    const extra = next - item - 1;
    if (extra > 1 || (extra === 1 && reading.symbol[item + 1] !== reading.symbol[item])) return undefined;
    all += extra;
    if (step > 0 && !isLast) inside += extra;
  }
  return all > 0 ? { all, inside } : undefined;
}

/** The letters from one item to another; undefined if anything else is between them. */
function wordOf(first: number, last: number, { kind, gap, symbol }: Reading): string | undefined {
  let word = '';
  for (let item = first; item <= last; item++) {
    if (kind[item] !== LETTER || (item > first && gap[item] !== 0)) return undefined;
    word += String.fromCharCode(symbol[item] ?? 0);
  }
  return word;
}

/** The item after a term's last letter and its repetitions. */
function endOfWritten({ runEnd, gap }: Reading, item: number): number {
  let after = item + 1;
  while (after < (runEnd[item] ?? after) && gap[after] === 0) after++;
  return after;
}
