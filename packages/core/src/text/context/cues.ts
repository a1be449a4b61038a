import CUES from './data/cues.json' with { type: 'json' };
import SETTINGS from './data/settings.json' with { type: 'json' };

/**
 * The roles of a word in the grammar of this folder, as bits. `data/cues.json` has the words of each role for all
 * languages together, and `data/settings.json` those that only {@link cuesWithSettings} has; `*` after a word also finds words that begin with it, and a word after `^` counts only at the
 * start of a phrase ({@link LED}).
 */
export const ROLE = {
  /** `no`, `avoid`, `free of`: negates the following words, also a garment. */
  no: 1 << 0,
  /** `not`, `never`: negates the following words; a garment only beside a word for wearing. */
  not: 1 << 1,
  /** `without`: like `no`, but a `not` before it cancels it. */
  without: 1 << 2,
  /** `なし`, `없는`: negates the words before it. */
  after: 1 << 3,
  /** `none`, `0`: a negating value after a colon. */
  none: 1 << 4,
  /** May be between a negation and what it negates. */
  through: 1 << 5,
  or: 1 << 6,
  and: 1 << 7,
  /** Ends the reach of a negation. */
  stop: 1 << 8,
  /** May precede a word that counts only at the start of a phrase. */
  lead: 1 << 9,
  garment: 1 << 10,
  /** Introduces a quotation that is the name or the text of something. */
  reading: 1 << 11,
  /**
   * `free`: like `after`, but also a common adjective: it negates sexual words only at the end of its phrase, or with a
   * hyphen.
   */
  suffix: 1 << 12,
  /** Changes the meaning of the garment before it: `dress code`. */
  compound: 1 << 13,
  /** Things that cover a body: without them it is nude. */
  censor: 1 << 14,
  wear: 1 << 15,
  anything: 1 << 16,
  nothing: 1 << 17,
  under: 1 << 18,
  worn: 1 << 19,
  gone: 1 << 20,
  /** "Undressed" as one expression, with the negation in its inflection or at its end. */
  bare: 1 << 21,
  /** `stop`, `against`: the text opposes the thing after it. */
  oppose: 1 << 22,
  /** `prevention`, `hotline`: the text opposes the thing before it. */
  opposed: 1 << 23,
  medicine: 1 << 24,
  art: 1 << 25,
  history: 1 << 26,
  learning: 1 << 27,
  stage: 1 << 28,
  /** After `nude`: it is a colour. */
  colour: 1 << 29,
  /** Words for a body on which or under which something is worn. */
  body: 1 << 31,
} as const;

/**
 * The mark of words that count only at the start of a phrase: elsewhere a Portuguese or Japanese `no` is not a
 * negation.
 */
export const LED = 1 << 30;

/** Scripts without spaces between words, or with particles attached to words. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;

/** No unit below belongs to one of these scripts. */
const FIRST_UNSPACED = 0x0e00;
/** By UTF-16 unit: 1 if the unit is of these scripts, 2 if it is not, 0 if that is not known yet. */
let unspacedUnits: Uint8Array | undefined;

/** Whether a UTF-16 unit belongs to one of the scripts of {@link UNSPACED}; false for half of a surrogate pair. */
export function isUnspaced(unit: number): boolean {
  if (!(unit >= FIRST_UNSPACED)) return false;
  unspacedUnits ??= new Uint8Array(0x10000);
  if (unspacedUnits[unit] === 0) unspacedUnits[unit] = UNSPACED.test(String.fromCharCode(unit)) ? 1 : 2;
  return unspacedUnits[unit] === 1;
}

/** Whether one of the characters of a stretch of `text` belongs to these scripts. */
export function hasUnspaced(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++)
    if (text.charCodeAt(at) >= FIRST_UNSPACED) return UNSPACED.test(text.slice(at, to));
  return false;
}

/** A word or expression of the cues. */
export interface Cue {
  readonly text: string;
  readonly bits: number;
  /** Also matches longer words that begin with it. */
  readonly prefix: boolean;
}

/** The cues by role. */
type Lists = Readonly<Record<string, string>>;

export interface Dictionary {
  readonly lists: readonly Lists[];
  /** The role bits of single whole words. */
  readonly words: ReadonlyMap<string, number>;
  /**
   * Expressions of several words, stems, and words of unspaced scripts, longest first. They are indexed by their first
   * two units, so that few are tried at each offset.
   */
  othersAt(text: string, at: number): readonly Cue[];
}

const NONE: readonly Cue[] = [];

/** The bits of a start by which tables are indexed. */
export const LOWEST_BITS = 0xffff;

/** A single word, as texts are split into words. */
const WHOLE = /^[\p{L}\p{M}\p{N}]+(?:'\p{L}+)*$/u;

let dictionary: Dictionary | undefined;
let whole: Dictionary | undefined;

/** The cues of all languages that matter for the gravest terms, indexed at the first call. */
export function cues(): Dictionary {
  dictionary ??= layOut([CUES]);
  return dictionary;
}

/**
 * The cues of all languages, indexed at the first call: also those of settings that reduce only mild words, and of
 * nudity that is described without a garment.
 */
export function cuesWithSettings(): Dictionary {
  whole ??= layOut([CUES, SETTINGS]);
  return whole;
}

function layOut(lists: readonly Lists[]): Dictionary {
  const bits = new Map<string, number>();
  const roles: Readonly<Record<string, number>> = ROLE;
  for (const [role, list] of lists.flatMap((each) => Object.entries(each))) {
    for (const written of list.split(',')) {
      const led = written.startsWith('^');
      const text = led ? written.slice(1) : written;
      bits.set(text, (bits.get(text) ?? 0) | (roles[role] ?? 0) | (led ? LED : 0));
    }
  }
  const words = new Map<string, number>();
  const others = new Map<string, Cue[]>();
  for (const [written, value] of bits) {
    const prefix = written.endsWith('*');
    const text = prefix ? written.slice(0, -1) : written;
    if (!prefix && WHOLE.test(text) && !UNSPACED.test(text)) {
      words.set(text, value);
      continue;
    }
    const key = text.slice(0, 2);
    others.set(key, [...(others.get(key) ?? []), { text, bits: value, prefix }]);
  }
  // Most words begin like no such expression, so that they need no look into the map.
  const marks = new Uint8Array(0x10000);
  for (const [key, list] of others) {
    marks[startOf(key, 0, key.length) & LOWEST_BITS] = 1;
    if (key.length > 1) list.push(...(others.get(key.charAt(0)) ?? []));
    list.sort((a, b) => b.text.length - a.text.length);
  }
  return {
    lists,
    words,
    othersAt: (text, at) =>
      marks[startOf(text, at, 2) & LOWEST_BITS] === 1 || marks[startOf(text, at, 1) & LOWEST_BITS] === 1
        ? (others.get(text.slice(at, at + 2)) ?? others.get(text.charAt(at)) ?? NONE)
        : NONE,
  };
}

/** The expressions with one of the roles in `bits`, by {@link startOf}. */
export function startsOf(bits: number, { lists }: Dictionary): ReadonlyMap<number, readonly string[]> {
  const starts = new Map<number, string[]>();
  for (const [role, list] of lists.flatMap((each) => Object.entries(each))) {
    const roles: Readonly<Record<string, number>> = ROLE;
    if (((roles[role] ?? 0) & bits) === 0) continue;
    for (const written of list.split(',')) {
      const text = written.replace(/^\^|\*$/g, '');
      const key = startOf(text, 0, text.length);
      starts.set(key, [...(starts.get(key) ?? []), text]);
    }
  }
  return starts;
}

/** A hash of one or two units of a text from an offset on. Few other pairs have the same. */
export function startOf(text: string, at: number, units: number): number {
  // Past the end it is NaN, which a bitwise operator treats as 0.
  const second = units > 1 ? text.charCodeAt(at + 1) : 0;
  return (text.charCodeAt(at) << 8) ^ second;
}
