import QUALITY from './data/quality.json' with { type: 'json' };
import type { Place } from './tokens.ts';

/**
 * Fewer different phrases are no evidence: `blurry` and `cropped` are in many prompts. More of them are a list of
 * picture faults, i.e. a negative prompt, in whichever field a client sends it.
 */
const LEAST = 3;

let pattern: RegExp | undefined;

/**
 * The spans of stock phrases on picture quality in a text that contains a list of them; empty for other texts. Each is
 * a whole item of the list: `mutilated` counts in `ugly, mutilated, blurry`, and not before another word.
 * `data/quality.json` has faults and the parts of a picture that have them (`mutated hands`), levels of quality, and
 * complete phrases, taken from the negative prompts of ComfyUI's templates and of model cards.
 */
export function qualityPhrases(text: string): Place[] {
  pattern ??= patternOf();
  const found: Place[] = [];
  const different = new Set<string>();
  for (const { 0: phrase, index } of text.matchAll(pattern)) {
    found.push({ start: index, end: index + phrase.length });
    different.add(phrase.toLowerCase());
  }
  return different.size < LEAST ? [] : found;
}

/**
 * A prompt without its list of stock phrases on quality, for classifiers: `worst quality, mutated hands` does not
 * describe a hand. Other prompts are returned unchanged; a prompt that is only such a list becomes empty.
 */
export function withoutQualityPhrases(text: string): string {
  const phrases = qualityPhrases(text);
  if (phrases.length === 0) return text;
  const parts = [...phrases, { start: text.length, end: text.length }].map(({ start }, index) =>
    text.slice(index === 0 ? 0 : phrases[index - 1]?.end, start),
  );
  const rest = parts.join(' ').replace(EMPTY, '').replace(SEPARATORS, ', ');
  return /[\p{L}\p{N}]/u.test(rest) ? rest : '';
}

/** The phrase without its emphasis syntax, split at commas. */
const EMPTY = /[([{]\s*(?::[\d.]{1,8})?\s*[)\]}]/g;
const SEPARATORS = /[\s,，;|]{2,}/g;

function patternOf(): RegExp {
  const { faults, parts, levels, alone } = QUALITY;
  const phrases = [
    `${either(faults)}[ _-]${either(parts)}(?:e?s)?`,
    `${either(levels)}[ _-]quality`,
    `${either(alone)}s?`,
  ];
  return new RegExp(
    `(?<=(?:^|${SIGN}|\\b(?:and|or|of|showing|with)\\b)\\s{0,3})(?:${phrases.join('|')})(?=\\s{0,3}(?:$|${SIGN}))`,
    'giu',
  );
}

/** The signs around an item of a list: a comma, the end of a sentence or line, a bracket, the colon of a weight. */
const SIGN = '[,;.:|\\n()\\[\\]{}，、；。]';

/** Matches any of these phrases, the longest first. */
function either(phrases: string): string {
  const longest = phrases.split(',').sort((a, b) => b.length - a.length);
  return `(?:${longest.map((phrase) => phrase.replaceAll(' ', '[ _-]')).join('|')})`;
}
