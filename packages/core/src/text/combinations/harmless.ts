import WORDS from './harmless.json' with { type: 'json' };

/** A kind of words that make a combination harmless: `food` is what a head is cut off, `clinic` where people are injected. */
export type HarmlessKind = keyof typeof WORDS;

/** How near the combination they must be, in UTF-16 units. */
const WITHIN = 24;
/** Scripts that write words without spaces between them. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;

const patterns = new Map<HarmlessKind, RegExp>();

/**
 * Whether a word of one of the kinds is in a combination or near it. `harmless.json` has the words of all languages; `*`
 * after a word also finds words that begin with it.
 */
export function isHarmless(
  kinds: readonly HarmlessKind[] = [],
  text: string,
  { start, end }: { readonly start: number; readonly end: number },
): boolean {
  if (kinds.length === 0) return false;
  const around = text.slice(wordStart(text, start - WITHIN), wordEnd(text, end + WITHIN)).toLowerCase();
  return kinds.some((kind) => patternOf(kind).test(around));
}

/** Text is cut between words, so that no part of a longer word counts. */
function wordStart(text: string, from: number): number {
  const at = text.indexOf(' ', Math.max(0, from));
  return from <= 0 || at < 0 ? Math.max(0, from) : at;
}

function wordEnd(text: string, to: number): number {
  const at = text.lastIndexOf(' ', to);
  return to >= text.length || at < 0 ? to : at;
}

function patternOf(kind: HarmlessKind): RegExp {
  const known = patterns.get(kind);
  if (known) return known;
  const words = WORDS[kind].split(', ').map((word) => {
    if (UNSPACED.test(word)) return word;
    const stem = word.endsWith('*');
    return `(?<!\\p{L})${stem ? word.slice(0, -1) : `${word}(?!\\p{L})`}`;
  });
  const pattern = new RegExp(words.join('|'), 'u');
  patterns.set(kind, pattern);
  return pattern;
}
