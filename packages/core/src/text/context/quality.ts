import QUALITY from './data/quality.json' with { type: 'json' };
import type { Place } from './tokens.ts';

/**
 * Fewer different phrases say nothing of a text: `blurry` and `cropped` are in many prompts. More of them are a list of the
 * faults that pictures have, as negative prompts are, wherever a client sends it.
 */
const LEAST = 3;

let pattern: RegExp | undefined;

/**
 * Where the stock phrases on a picture's quality are in a text that holds a list of them; empty for other texts. Each is a
 * whole item of the list: `mutilated` is one in `ugly, mutilated, blurry`, and none before another word.
 * `data/quality.json` has faults and the parts of a picture that have them (`mutated hands`), levels of quality, and
 * phrases that are whole: facts of the negative prompts that ComfyUI's templates and model cards ship with.
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
 * A prompt as classifiers read it, without its list of stock phrases on quality: `worst quality, mutated hands` is about
 * no hand. Other prompts are what they are; of a list alone nothing is left.
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

/** The phrase without its emphasis, and several phrases between commas. */
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

/** Any of these phrases, the longest first. */
function either(phrases: string): string {
  const longest = phrases.split(', ').sort((a, b) => b.length - a.length);
  return `(?:${longest.map((phrase) => phrase.replaceAll(' ', '[ _-]')).join('|')})`;
}
