import type { Category } from '@shoji/core';
import { applied } from '../screen/prompt/applied.ts';
import type { Rewording } from '../screen/state/lint.ts';

/** Words to put in the place of a word that the policy objects to. They follow the hints of core's phrases. */
type Alternatives = Readonly<Partial<Record<Category, readonly string[]>>>;

const ENGLISH: Alternatives = {
  suggestive: ['elegant', 'confident', 'stylish'],
  nudity: ['dressed', 'cloaked'],
  'alcohol-tobacco': ['tea', 'coffee', 'juice'],
  gambling: ['chess'],
  minor: ['adult'],
};

const JAPANESE: Alternatives = {
  suggestive: ['上品な', '堂々とした', 'おしゃれな'],
  nudity: ['服を着た'],
  'alcohol-tobacco': ['お茶', 'コーヒー', 'ジュース'],
  gambling: ['チェス'],
  minor: ['大人'],
};

/** Categories for which leaving out one word would only hide what the picture is about. */
const OTHER_SUBJECT: ReadonlySet<string> = new Set<Category>(['sexual-minors']);

const VOWEL = /a|e|i|o|u/i;

/**
 * The changes that take one word's concern away: other words of its category first, then leaving it out.
 * @param span The word, in UTF-16 offsets of `prompt`.
 * @param isBetter Whether the lint no longer objects at this place of the changed text.
 * @example rewordingsOf('a sexy woman', [2, 6], 'suggestive', isBetter) // 'elegant', …, ''
 */
export function rewordingsOf(
  prompt: string,
  span: readonly [start: number, end: number],
  category: string,
  isBetter: (changed: string) => boolean,
): Rewording[] {
  if (OTHER_SUBJECT.has(category)) return [];
  const words: Readonly<Record<string, readonly string[]>> = isJapanese(prompt.slice(...span))
    ? JAPANESE
    : ENGLISH;
  const changes = [
    ...(words[category] ?? []).map((word) => ({
      span: /[なた]$/.test(word) ? withParticle(prompt, span) : span,
      text: cased(word, prompt.slice(...span)),
      word,
    })),
    { span: withGap(prompt, withParticle(prompt, span)), text: '', word: '' },
  ].map((change) => withArticle(prompt, change));
  return changes.filter((change) => isBetter(applied(prompt, change)));
}

function isJapanese(word: string): boolean {
  return /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u.test(word);
}

/** With a capital where the replaced word has one. */
function cased(text: string, before: string): string {
  return /^\p{Lu}/u.test(before) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}

/** The span of a Japanese word together with the particle that joins it to the next one. */
function withParticle(prompt: string, [start, end]: readonly [number, number]): [number, number] {
  const joins = isJapanese(prompt.slice(start, end)) && /[なの]/.test(prompt.charAt(end));
  return [start, joins ? end + 1 : end];
}

/** The span together with one of the spaces around it, so that no double space is left. */
function withGap(prompt: string, [start, end]: readonly [number, number]): [number, number] {
  const before = prompt[start - 1] === ' ';
  const after = prompt[end];
  if (after === ' ' && (before || start === 0)) return [start, end + 1];
  return before && (after === undefined || /[\p{P}\n]/u.test(after)) ? [start - 1, end] : [start, end];
}

/** The change together with the English article before it, where that no longer fits: “an elegant”. */
function withArticle(prompt: string, change: Rewording): Rewording {
  const [start, end] = change.span;
  const [, article] = /(?<!\p{L})(an?) $/iu.exec(prompt.slice(0, start)) ?? [];
  const next = /^\s*\p{L}/u.exec(change.text + prompt.slice(end))?.[0].trim();
  if (article === undefined || next === undefined) return change;
  const fitting = article.charAt(0) + (VOWEL.test(next) ? 'n' : '');
  if (fitting === article) return change;
  const from = start - article.length - 1;
  return { ...change, span: [from, end], text: `${fitting} ${change.text}` };
}
