import { type Cue, cues, type Dictionary, hasUnspaced, isUnspaced, LOWEST_BITS, ROLE } from './cues.ts';

/** The text between two tokens: only space, a joining hyphen, or the strongest sign in it. */
export const GAP = { space: 0, hyphen: 1, slash: 2, comma: 3, colon: 4, stop: 5 } as const;

/** A word, a cue of several words, or the span of a hit. */
export interface Token {
  readonly start: number;
  readonly end: number;
  /** Its roles in the grammar ({@link ROLE}); 0 for any other word. */
  readonly bits: number;
  /** The gap between it and the token before: a value of {@link GAP}. */
  readonly gap: number;
  /** Its number of words: 1, or more for a run without spaces. */
  readonly words: number;
  /** Whether a hit is here. */
  readonly hit: boolean;
}

/** The span of a hit in a text, in UTF-16 units. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/** The number of words of a run without spaces, which is unknown. */
const SEVERAL = 2;

/** A longer run is read in parts, so that a hit inside it does not cause a second reading of all of it. */
const WORD = /[\p{L}\p{M}\p{N}]{1,24}(?:'\p{L}{1,24})*/gu;
const LONGEST_WORD = 24;
const APOSTROPHE = 0x27;
const WORD_PART = /[\p{L}\p{M}\p{N}]/u;
/** Operators of prompts, which separate one prompt from the next. */
const OPERATORS = new Set(['AND', 'BREAK']);
const LONGEST_OPERATOR = 5;

/**
 * Reads a text as tokens: words, the longest cues, and the spans of hits, each of which is one token. Linear in the
 * text.
 * @param places In order of their starts, without overlap.
 * @param norm The text as {@link comparable} writes it, if the caller has it already.
 * @param dictionary The cues; those of settings are not in it unless it is `cuesWithSettings()`.
 * @param reach The units around each place that are read; the whole text by default. A text that is left out is a stop.
 */
export function tokensOf(
  text: string,
  places: readonly Place[] = [],
  norm = comparable(text),
  dictionary = cues(),
  reach = text.length,
): Token[] {
  const tokens: Token[] = [];
  let before = 0;
  let isCut = false;
  const push = (start: number, end: number, bits: number, words: number, hit = false) => {
    const gap = isCut || tokens.length === 0 ? GAP.stop : gapIn(text, before, start);
    // The first word behind a cut may be a part of one, and its phrase is not known.
    tokens.push({ start, end, bits: isCut ? 0 : bits, gap, words, hit });
    before = end;
    isCut = false;
  };
  const source = { text, norm, dictionary, push };
  let at = 0;
  let found = nextWord(norm, at);
  let last = -reach;
  const behind = Math.min(text.length, (places.at(-1)?.end ?? 0) + reach);
  for (const place of [...places, { start: behind, end: behind }]) {
    while (at < place.start) {
      if (at - last >= reach && at < place.start - reach) {
        at = place.start - reach;
        isCut = true;
      }
      // A word behind several places is searched once: between signs, the next one may be far away.
      if (found.start < at) found = nextWord(norm, at);
      if (found.start >= place.start) break;
      const { start } = found;
      const end = Math.min(found.end, place.start);
      at = hasUnspaced(norm, start, end)
        ? readUnspaced(source, start, end, place.start)
        : readWord(source, start, end, place.start);
    }
    if (place.end > place.start) push(place.start, place.end, 0, 1, true);
    at = Math.max(at, place.end);
    last = place.end;
  }
  return tokens;
}

/**
 * The next word from an offset on; at the end of the text, if none follows. ASCII words are found without Unicode
 * tables.
 */
function nextWord(norm: string, from: number): Place {
  let start = from;
  while (start < norm.length && isPlainGap(norm.charCodeAt(start))) start++;
  let end = start;
  while (end - start < LONGEST_WORD && isPlain(norm.charCodeAt(end))) end++;
  const next = norm.charCodeAt(end);
  if (
    end > start &&
    end - start < LONGEST_WORD &&
    (end === norm.length || (next < 0x80 && next !== APOSTROPHE))
  )
    return { start, end };
  WORD.lastIndex = start;
  const found = WORD.exec(norm);
  if (!found) return { start: norm.length, end: norm.length };
  return { start: found.index, end: found.index + found[0].length };
}

/** A digit or a small letter of ASCII. */
function isPlain(unit: number): boolean {
  return (unit >= 0x61 && unit <= 0x7a) || (unit >= 0x30 && unit <= 0x39);
}

function isPlainGap(unit: number): boolean {
  return unit < 0x80 && !isPlain(unit) && !(unit >= 0x41 && unit <= 0x5a);
}

/** Expressions that are searched in texts, indexed by their first units. */
export interface Wanted {
  /** By the start of an expression; see {@link startOf}. */
  readonly starts: ReadonlyMap<number, readonly string[]>;
  /** By the lowest 16 bits of a start, 1 if there is one: most words have none, and need no look into the map. */
  readonly marks: Uint8Array;
}

/** Cues as `startsOf` indexes them, for {@link mentions}. */
export function wantedOf(starts: Wanted['starts']): Wanted {
  const marks = new Uint8Array(0x10000);
  for (const start of starts.keys()) marks[start & LOWEST_BITS] = 1;
  return { starts, marks };
}

/**
 * Whether a text may contain the start of one of the `wanted` expressions: a fast test for texts without any.
 * @param norm The text as {@link comparable} writes it.
 */
export function mentions(norm: string, { starts, marks }: Wanted): boolean {
  const isWanted = (start: number, at: number): boolean => {
    if (marks[start & LOWEST_BITS] === 1)
      for (const cue of starts.get(start) ?? NONE) if (norm.startsWith(cue, at)) return true;
    return false;
  };
  let isInWord = false;
  for (let at = 0; at < norm.length; at++) {
    const unit = norm.charCodeAt(at);
    const isLetter = isPlain(unit);
    // An expression begins with a letter or a digit.
    const begins = isLetter ? !isInWord : unit >= 0x80;
    isInWord = isLetter;
    // The same numbers as `startOf` makes of one unit and of two; past the end it is NaN, which is treated as 0.
    if (begins && (isWanted((unit << 8) ^ norm.charCodeAt(at + 1), at) || isWanted(unit << 8, at)))
      return true;
  }
  return false;
}

const NONE: readonly string[] = [];

/** A text that is read, and the tokens of it. */
interface Source {
  readonly text: string;
  /** The text as {@link comparable} writes it. */
  readonly norm: string;
  readonly dictionary: Dictionary;
  push(start: number, end: number, bits: number, words: number): void;
}

/**
 * Reads one word, or the cue of several words that begins with it; returns the offset after it.
 * @param limit Where the next hit begins; no cue reaches beyond it.
 */
function readWord(
  { text, norm, dictionary: { words, othersAt }, push }: Source,
  start: number,
  end: number,
  limit: number,
): number {
  if (end - start <= LONGEST_OPERATOR && OPERATORS.has(text.slice(start, end))) {
    push(start, end, ROLE.stop, 1);
    return end;
  }
  const whole = words.get(norm.slice(start, end)) ?? 0;
  const others = othersAt(norm, start);
  if (others.length === 0) {
    push(start, end, whole, 1);
    return end;
  }
  const found = others.filter(
    (cue) =>
      start + cue.text.length <= limit && norm.startsWith(cue.text, start) && cueEnds(norm, start, cue),
  );
  const [cue] = found;
  if (cue && !cue.prefix) {
    push(start, start + cue.text.length, cue.bits, 1);
    return start + cue.text.length;
  }
  const stems = found.filter(({ prefix }) => prefix);
  push(
    start,
    end,
    stems.reduce((bits, stem) => bits | stem.bits, whole),
    1,
  );
  return end;
}

function cueEnds(norm: string, start: number, { text, prefix }: Cue): boolean {
  return prefix || text.endsWith("'") || !WORD_PART.test(norm.charAt(start + text.length));
}

/**
 * Reads a run without spaces between its words: the longest cue at each offset, and the text between cues as one token.
 */
function readUnspaced(source: Source, start: number, end: number, limit: number): number {
  const { norm, push, dictionary } = source;
  let unknown = start;
  let at = start;
  const flush = () => {
    if (unknown < at) push(unknown, at, 0, SEVERAL);
  };
  while (at < end) {
    const from = at;
    if (!isUnspaced(norm.charCodeAt(at))) {
      flush();
      let behind = at + 1;
      while (behind < end && !isUnspaced(norm.charCodeAt(behind))) behind++;
      at = readWord(source, from, behind, limit);
      unknown = at;
      continue;
    }
    const cue = dictionary
      .othersAt(norm, at)
      .find((each) => from + each.text.length <= limit && norm.startsWith(each.text, from));
    if (!cue) {
      at++;
      continue;
    }
    flush();
    push(at, at + cue.text.length, cue.bits, 1);
    at += cue.text.length;
    unknown = at;
  }
  flush();
  return at;
}

/** The only letter whose small form has another length. */
const DOTTED_I = '\u0130';

/** The text in lower case and with one kind of space, hyphen and apostrophe; offsets do not change. */
export function comparable(text: string): string {
  const parts = text.split(DOTTED_I).map((part) => part.toLowerCase());
  return parts
    .join(DOTTED_I)
    .replace(/[’ʼ`]/g, "'")
    .replace(/\u3000|\u00a0/g, ' ')
    .replace(/[-_‐‑]/g, ' ');
}

/** A hyphen alone joins two words; with spaces around it, it is a dash. */
function gapIn(text: string, from: number, to: number): number {
  if (to - from === 1 && text.charCodeAt(from) === 0x20) return GAP.space;
  if (to - from === 1 && HYPHENS.includes(text.charAt(from))) return GAP.hyphen;
  let gap: number = GAP.space;
  for (let at = from; at < to; at++) gap = Math.max(gap, GAPS.get(text.charAt(at)) ?? GAP.stop);
  return gap;
}

const HYPHENS = '-_‐‑';
const signs = (all: string, gap: number) => [...all].map((sign) => [sign, gap] as const);

/** Every other sign ends a phrase. */
const GAPS = new Map<string, number>([
  ...signs(" \t\u3000\u00a0'’ʼ`", GAP.space),
  ...signs('/&+・', GAP.slash),
  ...signs(',、，،', GAP.comma),
  ...signs(`:=：＝–—${HYPHENS}`, GAP.colon),
]);
