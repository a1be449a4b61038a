import CUES from './data/cues.json' with { type: 'json' };

/**
 * The parts that a word can have in the grammar of this folder, as bits. `data/cues.json` has the words of each part for
 * all languages together; `*` behind a word also finds words that begin so, and `^` before one counts it only where a
 * phrase begins ({@link LED}).
 */
export const ROLE = {
  /** `no`, `avoid`, `free of`: turns off what follows, a garment included. */
  no: 1 << 0,
  /** `not`, `never`: turns off what follows; with a garment only beside a word for wearing. */
  not: 1 << 1,
  /** `without`: as `no`, but a `not` before it cancels it. */
  without: 1 << 2,
  /** `なし`, `없는`: turns off what is before it. */
  after: 1 << 3,
  /** `none`, `0`: a value behind a colon. */
  none: 1 << 4,
  /** May be between a negation and what it negates. */
  through: 1 << 5,
  or: 1 << 6,
  and: 1 << 7,
  /** Ends the reach of a negation. */
  stop: 1 << 8,
  /** May be before a word that counts only where a phrase begins. */
  lead: 1 << 9,
  garment: 1 << 10,
  /** Says that what is quoted behind it is the name or the text of something. */
  reading: 1 << 11,
  /** `free`: as `after`, and a common adjective besides: to sexual words only where its phrase ends, or with a hyphen. */
  suffix: 1 << 12,
  /** Makes another thing of the garment before it: `dress code`. */
  compound: 1 << 13,
  /** Coverings of a nude body: without them it is nude. */
  censor: 1 << 14,
  wear: 1 << 15,
  anything: 1 << 16,
  nothing: 1 << 17,
  under: 1 << 18,
  worn: 1 << 19,
  gone: 1 << 20,
  /** Undressed in one expression, which negates by inflection or at its end. */
  bare: 1 << 21,
  /** `stop`, `against`: the thing after it is opposed. */
  oppose: 1 << 22,
  /** `prevention`, `hotline`: the thing before it is opposed. */
  opposed: 1 << 23,
  medicine: 1 << 24,
  art: 1 << 25,
  history: 1 << 26,
  learning: 1 << 27,
  stage: 1 << 28,
  /** Behind `nude`, makes a colour of it. */
  colour: 1 << 29,
  /** Words for a body that something is worn on or under. */
  body: 1 << 31,
} as const;

/** The mark of words that count only where a phrase begins: a Portuguese, Japanese or Spanish `no` is no negation there. */
export const LED = 1 << 30;

/** Scripts whose words are not told apart by spaces, or that write particles onto their words. */
export const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;

/** A word or expression of the cues. */
export interface Cue {
  readonly text: string;
  readonly bits: number;
  /** Also found where a longer word begins so. */
  readonly prefix: boolean;
}

interface Dictionary {
  /** The bits of single whole words. */
  readonly words: ReadonlyMap<string, number>;
  /**
   * Expressions of several words, stems, and words of unspaced scripts that may begin at a place, the longest first. They
   * are kept by their first two units, so that few are tried.
   */
  othersAt(text: string, at: number): readonly Cue[];
}

const NONE: readonly Cue[] = [];

/** A single word, as a text is split into. */
const WHOLE = /^[\p{L}\p{M}\p{N}]+(?:'\p{L}+)*$/u;

let dictionary: Dictionary | undefined;

/** The cues of all languages, laid out at the first call. */
export function cues(): Dictionary {
  dictionary ??= layOut();
  return dictionary;
}

function layOut(): Dictionary {
  const bits = new Map<string, number>();
  const roles: Readonly<Record<string, number>> = ROLE;
  for (const [role, list] of Object.entries(CUES)) {
    for (const written of list.split(', ')) {
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
  for (const [key, list] of others) {
    if (key.length > 1) list.push(...(others.get(key.charAt(0)) ?? []));
    list.sort((a, b) => b.text.length - a.text.length);
  }
  return {
    words,
    othersAt: (text, at) => others.get(text.slice(at, at + 2)) ?? others.get(text.charAt(at)) ?? NONE,
  };
}

/** The expressions that have one of the parts in `bits`, by {@link startOf}. */
export function startsOf(bits: number): ReadonlyMap<number, readonly string[]> {
  const starts = new Map<number, string[]>();
  for (const [role, list] of Object.entries<string>(CUES)) {
    const roles: Readonly<Record<string, number>> = ROLE;
    if (((roles[role] ?? 0) & bits) === 0) continue;
    for (const written of list.split(', ')) {
      const text = written.replace(/^\^|\*$/g, '');
      const key = startOf(text, 0, text.length);
      starts.set(key, [...(starts.get(key) ?? []), text]);
    }
  }
  return starts;
}

/** A number for `units` units of a text, one or two, from an offset on. Few other beginnings have the same. */
export function startOf(text: string, at: number, units: number): number {
  // Behind the end there is NaN, which is 0 to a bitwise operator.
  const second = units > 1 ? text.charCodeAt(at + 1) : 0;
  return (text.charCodeAt(at) << 8) ^ second;
}
