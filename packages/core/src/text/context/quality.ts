import QUALITY from './data/quality.json' with { type: 'json' };
import type { Place } from './tokens.ts';

/**
 * Fewer of these phrases say nothing of a text: `blur` and `cropped` are in many prompts. More of them are a list of the
 * faults that pictures have, as negative prompts are, wherever a client sends it.
 */
const LEAST = 3;

let pattern: RegExp | undefined;

/**
 * Where the stock phrases on a picture's quality are in a text that holds a list of them; empty for other texts.
 * `data/quality.json` has faults and the parts of a picture that have them (`mutated hands`), levels of quality, and
 * phrases that are whole: facts of the negative prompts that ComfyUI's templates and model cards ship with.
 */
export function qualityPhrases(text: string): Place[] {
  pattern ??= patternOf();
  const found: Place[] = [];
  for (const { 0: phrase, index } of text.matchAll(pattern))
    found.push({ start: index, end: index + phrase.length });
  return found.length < LEAST ? [] : found;
}

/**
 * The text without its list of stock phrases on quality, for classifiers: `worst quality, mutated hands` is about no
 * hand. Undefined where it holds no such list.
 */
export function withoutQualityPhrases(text: string): string | undefined {
  const phrases = qualityPhrases(text);
  if (phrases.length === 0) return undefined;
  const parts = [...phrases, { start: text.length, end: text.length }].map(({ start }, index) =>
    text.slice(index === 0 ? 0 : phrases[index - 1]?.end, start),
  );
  return parts.join(' ');
}

function patternOf(): RegExp {
  const { faults, parts, levels, alone } = QUALITY;
  const latin = alone
    .split(', ')
    .filter((phrase) => /^[a-z]+/.test(phrase) && !/\p{Script=Han}/u.test(phrase));
  const others = alone.split(', ').filter((phrase) => !latin.includes(phrase));
  const words = [
    `${either(faults.split(', '))}[ _-]${either(parts.split(', '))}(?:e?s)?`,
    `${either(levels.split(', '))}[ _-]quality`,
    `${either(latin)}(?:s)?`,
  ];
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${words.join('|')})(?![\\p{L}\\p{N}])|${either(others)}`, 'giu');
}

/** Any of these phrases, the longest first. */
function either(phrases: readonly string[]): string {
  const longest = [...phrases].sort((a, b) => b.length - a.length);
  return `(?:${longest.map((phrase) => phrase.replaceAll(' ', '[ _-]')).join('|')})`;
}
