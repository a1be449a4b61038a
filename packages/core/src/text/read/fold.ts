import { CONFUSABLES } from './data/confusables.generated.ts';
import { isSyllable, jamoOf } from './hangul.ts';
import { HANGUL, HIRAGANA, IDEOGRAPH, scriptOf } from './scripts.ts';

/** The kinds of characters in disguised text. */
export const LETTER = 1;
/** A digit: itself, or the letter that it replaces. */
export const DIGIT = 2;
/** A symbol that may replace a letter or be punctuation: `$`, `@`, `!`. */
export const SOFT = 3;
/** A symbol that may hide any letter: `*`, `○`. */
export const MASK = 4;
/** A separator: spaces and punctuation. */
export const GAP = 5;
/** A mark that belongs to the character before it: an accent, an enclosing circle. */
export const MARK = 6;
/** Invisible: zero-width and bidirectional controls. */
export const IGNORED = 7;

/** The gap between two letters, as bits. */
export const GAP_SPACE = 1;
export const GAP_JOINER = 2;
export const GAP_STOP = 4;
const GAP_OTHER = 8;
export const GAP_APOSTROPHE = 16;

/** The reading of one character: its symbols in order, and alternatives of a single symbol. */
export interface Folded {
  readonly kind: number;
  readonly symbols: readonly number[];
  readonly others: readonly number[];
  readonly script: number;
  /** For `GAP`: its bits. */
  readonly gap: number;
}

const NONE: readonly number[] = [];

const nothing = (kind: number, gap = 0): Folded => ({ kind, symbols: NONE, others: NONE, script: 0, gap });

/** A space. */
export const BLANK = nothing(GAP, GAP_SPACE);

const LEET: Record<string, string> = {
  '0': 'o',
  '1': 'il',
  '2': 'z',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '6': 'gb',
  '7': 't',
  '8': 'b',
  '9': 'g',
  '@': 'a',
  $: 's',
  '!': 'i',
  '+': 't',
  '|': 'il',
  '(': 'c',
  '<': 'c',
  '{': 'c',
  '[': 'c',
};
/** Voicing and half-voicing marks of kana, in every width, as the combining ones. */
const VOICING: Record<string, number> = {
  '\u3099': 0x3099,
  '\u309b': 0x3099,
  ﾞ: 0x3099,
  '\u309a': 0x309a,
  '\u309c': 0x309a,
  ﾟ: 0x309a,
};
const MASKS = '*#%?&○◯〇●◎×✕✖■□▲△☆★♡♥＿…';
const JOINERS = "._-/~\\'`’‘´·•‐‑–—";
const STOPS = ',;:、。，；：！？.';

/** One line a letter: the letter, then the characters that resemble it; kanji replace the katakana that they resemble. */
const LOOKALIKES = `${CONFUSABLES}\nろ口\nえ工\nか力\nに二\nた夕\nは八\nと卜\nち千\nお才`;

const SMALL_KANA = new Map(
  [...'ぁあぃいぅうぇえぉおっつゃやゅゆょよゎわゕかゖけ'.matchAll(/(.)(.)/g)].map((m) => [m[1], m[2]]),
);
const ARABIC = new Map([...'أاإاآاٱاىيئيؤوةهکكیيگكپبچج'.matchAll(/(.)(.)/g)].map((m) => [m[1], m[2]]));

// These patterns load Unicode tables, which takes time; plain English does not need them.
const beyondAscii = (pattern: RegExp) => (character: string) =>
  character > '\u007f' && pattern.test(character);
const isIgnored = beyondAscii(/^[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}\p{Co}\p{Cn}\p{Cs}]$/u);
const isLetterMark = beyondAscii(
  /^[\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}]$/u,
);
const isMark = beyondAscii(/^\p{M}$/u);
const isLetter = beyondAscii(/^\p{L}$/u);
const isNumber = beyondAscii(/^\p{N}$/u);
const isPicture = beyondAscii(/^\p{So}$/u);
const space = /^[\s\p{Z}]$/u;
const control = /^\p{Cc}$/u;

/** Most symbols of one character. */
export const MOST_SYMBOLS = 8;

/** Some 5 MB; more different characters than a prompt of 40,000 has. */
const MOST_CACHED = 50_000;
/** Code points are cached in pages of 256, each an array, which is quicker to read than a map. */
const PAGE_BITS = 8;
const PAGE_MASK = (1 << PAGE_BITS) - 1;
let pages: (Folded | undefined)[][] = [];
let cached = 0;

/** The reading of the character at a code point. Cached, except for rare characters. */
export function fold(codePoint: number): Folded {
  return pages[codePoint >>> PAGE_BITS]?.[codePoint & PAGE_MASK] ?? foldAnew(codePoint);
}

function foldAnew(codePoint: number): Folded {
  const folded = isUnified(codePoint)
    ? ideograph(codePoint)
    : isSyllable(codePoint)
      ? symbol(LETTER, jamoOf(codePoint), NONE, HANGUL)
      : read(String.fromCodePoint(codePoint));
  // A prompt with all of Unicode must not grow the cache without limit.
  if (cached >= MOST_CACHED) {
    pages = [];
    cached = 0;
  }
  let page = pages[codePoint >>> PAGE_BITS];
  if (!page) {
    page = new Array<Folded | undefined>(1 << PAGE_BITS).fill(undefined);
    pages[codePoint >>> PAGE_BITS] = page;
  }
  page[codePoint & PAGE_MASK] = folded;
  cached++;
  return folded;
}

/** Whether a code point is a unified ideograph, which has no other form: most characters of Unicode. */
function isUnified(code: number): boolean {
  return (
    (code >= 0x4e00 && code <= 0x9fff) ||
    (code >= 0x3400 && code <= 0x4dbf) ||
    (code >= 0x20000 && code <= 0x2a6df)
  );
}

function ideograph(code: number): Folded {
  const character = String.fromCodePoint(code);
  return symbol(LETTER, units(character), otherReadings(character, character), IDEOGRAPH);
}

function read(character: string): Folded {
  if ((control.test(character) || isIgnored(character)) && !/^[\t\n\v\f\r]$/.test(character))
    return nothing(IGNORED);
  if (space.test(character)) return nothing(GAP, character === '\n' ? GAP_SPACE | GAP_STOP : GAP_SPACE);
  // The spacing and half-width voicing marks belong to the kana before them, like the combining ones.
  const voicing = VOICING[character];
  if (voicing) return symbol(LETTER, [voicing], [], HIRAGANA);
  if (isMark(character) && (!isLetterMark(character) || character === '\u093c')) return nothing(MARK);
  if (MASKS.includes(character)) return symbol(MASK, [], otherReadings(character, ''));
  const code = character.codePointAt(0) ?? 0;
  const jamo = jamoOf(code);
  if (jamo.length > 0) return symbol(LETTER, jamo, NONE, HANGUL);
  const folded = letters(character);
  // One ligature is a whole sentence, not a letter of a word.
  const plain = folded.length > MOST_SYMBOLS ? character : folded;
  const others = otherReadings(character, plain);
  if (/^[a-z]+$/.test(plain) || isLetter(character) || isLetterMark(character)) {
    return symbol(LETTER, units(plain), others, scriptOf(code));
  }
  if (/^\d$/.test(character) || isNumber(character))
    return symbol(DIGIT, units(plain), others, scriptOf(code));
  // A bracket is syntax as often as a letter, so a word may end beside it.
  if (others.length > 0)
    return {
      ...symbol(SOFT, [], others),
      gap: /^[\p{P}+|<]$/u.test(character) && !'@!¡'.includes(character) ? GAP_OTHER : 0,
    };
  if (isPicture(character)) return symbol(LETTER, units(character), [], scriptOf(code));
  if (STOPS.includes(character) && character !== '.') return nothing(GAP, GAP_STOP);
  if (/^['`’‘´]$/.test(character)) return nothing(GAP, GAP_APOSTROPHE);
  return nothing(GAP, JOINERS.includes(character) ? GAP_JOINER : GAP_OTHER);
}

function symbol(
  kind: number,
  symbols: readonly number[],
  others: readonly number[],
  script = scriptOf(0x41),
): Folded {
  return { kind, symbols, others, script, gap: 0 };
}

/** NFKD, case folded, without accents, katakana as hiragana, small kana as large. */
function letters(character: string): string {
  const cased = character.normalize('NFKD').toUpperCase().toLowerCase();
  // Most characters have no other form.
  if (cased === character && !isMark(character)) return variant(character) || character;
  const bare = [...cased.normalize('NFKD')]
    .filter(
      (part) =>
        !isMark(part) || (isLetterMark(part) && part !== '\u093c') || part === '\u3099' || part === '\u309a',
    )
    .join('')
    .normalize('NFC');
  return [...bare].map(variant).join('') || character;
}

function variant(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const kana = code >= 0x30a1 && code <= 0x30f6 ? String.fromCodePoint(code - 0x60) : character;
  return SMALL_KANA.get(kana) ?? ARABIC.get(kana) ?? kana;
}

function otherReadings(character: string, plain: string): readonly number[] {
  const lower = character.toLowerCase();
  // Most characters have none.
  if (character > '\u007f' && lower === character && plain === character && lookalikesOf(plain) === '')
    return NONE;
  const found = new Set<string>();
  for (const spelled of [character, lower, plain]) {
    for (const reading of LEET[spelled] ?? '') found.add(reading);
    if (spelled !== '') for (const reading of lookalikesOf(spelled)) found.add(reading);
  }
  // A capital I is a lower-case L to the eye.
  if (character === 'I') found.add('l');
  if (character === 'ß') found.add('b');
  if (found.has('l') && !found.has('i') && !/[a-zA-Zא-ת\u0600-\u06ff]/.test(character)) found.add('i');
  found.delete(plain);
  return [...found].flatMap(units);
}

/** The letters that each character resembles, computed at the first use: plain English does not need them. */
let lookalikes: ReadonlyMap<string, string> | undefined;

function lookalikesOf(spelled: string): string {
  lookalikes ??= lookalikesIn(LOOKALIKES);
  return lookalikes.get(spelled) ?? '';
}

/** By character, the letters that it resembles, in the order of the lines. */
function lookalikesIn(lines: string): Map<string, string> {
  const letters = new Map<string, string>();
  for (const line of lines.split('\n')) {
    const [letter = '', ...alike] = line;
    for (const each of alike) letters.set(each, (letters.get(each) ?? '') + letter);
  }
  return letters;
}

function units(text: string): number[] {
  const all: number[] = [];
  for (let at = 0; at < text.length; at++) all.push(text.charCodeAt(at));
  return all;
}
