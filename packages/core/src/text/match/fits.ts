import { GAP_SPACE } from '../read/fold.ts';
import { DIGIT, LETTER, type Reading } from '../read/reading.ts';
import { ALPHABET, IDEOGRAPH } from '../read/scripts.ts';
import { gapsFit } from './gaps.ts';
import { isOtherWord } from './other-words.ts';
import type { CompiledTerm, Path } from './term.ts';
import type { TypedText } from './typed-text.ts';
import { endOfRun, startFits, wordEnd } from './word-edges.ts';

/** Most units of one letter, with separate accents. */
const MOST_UNITS = 4;

/** The typed span of a term that the trie found, or undefined if the text there is another word. */
export function fits(
  term: CompiledTerm,
  path: Path,
  reading: Reading,
  typed: TypedText,
): readonly [number, number] | undefined {
  const first = path.items[0] ?? 0;
  let last = path.items[path.length - 1] ?? 0;
  if (last < 0) last = -1 - last;
  last = endOfRun(reading, last);
  const end = wordEnd(term, reading, last);
  if (end < 0 || !startFits(term, reading, first)) return undefined;
  if (path.masks > 0 && path.masks * 5 > path.length * 2) return undefined;
  const span = [reading.start[first] ?? 0, reading.end[end] ?? 0] as const;
  if (term.literal !== '' && !isLiteral(term, typed.text, span)) return undefined;
  if (!term.hasDigit && onlyDigits(path, reading)) return undefined;
  if (path.masks > 0 && !hasLetter(path, reading)) return undefined;
  if (isAsListed(term, path, reading, typed.text, last)) return span;
  if (!gapsFit(term, path, reading, typed) || isOtherWord(term, path, reading, typed, end)) return undefined;
  return span;
}

/** Whether a term is typed letter by letter as it is listed, up to item `last`: then nothing in it is disguised. */
function isAsListed(
  { symbols, spaces, script, accented }: CompiledTerm,
  { items, length }: Path,
  { symbol, gap, start, end }: Reading,
  text: string,
  last: number,
): boolean {
  const first = items[0] ?? 0;
  if (last !== first + length - 1 || script === IDEOGRAPH || accented !== undefined) return false;
  for (let step = 0; step < length; step++) {
    const item = first + step;
    const at = start[item] ?? 0;
    if (items[step] !== item || symbol[item] !== symbols.charCodeAt(step)) return false;
    if (
      step > 0 &&
      gap[item] !== 0 &&
      (gap[item] !== GAP_SPACE || step > 30 || ((spaces >>> step) & 1) === 0)
    )
      return false;
    if (script === ALPHABET && (end[item] !== at + 1 || text.charCodeAt(at) >= 0x80)) return false;
  }
  return true;
}

/** Whether an exact term is typed exactly as it is listed. */
function isLiteral(
  { literal, prefix }: CompiledTerm,
  text: string,
  [from, to]: readonly [number, number],
): boolean {
  const most = from + literal.length * MOST_UNITS;
  if (to > most && !prefix) return false;
  const written = text.slice(from, Math.min(to, most)).normalize('NFC').toLowerCase();
  return prefix ? written.startsWith(literal) : written === literal;
}

/** `717` is a number; a word of digits only counts from five digits on. */
function onlyDigits(path: Path, reading: Reading): boolean {
  if (path.length >= 5) return false;
  for (let step = 0; step < path.length; step++) {
    if (reading.kind[path.items[step] ?? 0] !== DIGIT) return false;
  }
  return true;
}

/** `+_+` is a face: a neighbour of a masked letter must be a typed letter. */
function hasLetter(path: Path, reading: Reading): boolean {
  for (let step = 0; step < path.length; step++) {
    const kind = reading.kind[path.items[step] ?? -1];
    if (kind === LETTER || kind === DIGIT) return true;
  }
  return false;
}
