import type { Category } from '@shoji/core';
import { isCategory } from '@shoji/core/vocabulary';

/** The meaning of a label: safe, a category, or `toxicity` for an unsafe text of unknown category. */
export type Meaning = Category | 'safe';

/** Labels that need no explanation, in lower case; the names of categories mean themselves. */
const USUAL: Readonly<Record<string, Meaning>> = {
  safe: 'safe',
  'not toxic': 'safe',
  safe_prompt: 'safe',
  harmless: 'safe',
  none: 'safe',
  unsafe: 'toxicity',
  toxic: 'toxicity',
  unsafe_prompt: 'toxicity',
  harmful: 'toxicity',
  unspecified: 'toxicity',
  shocking: 'graphic',
};

/** Meanings of labels: those of `named` first, in any case; then the usual ones. Undefined for an unknown label. */
export function meaningsOf(named: Readonly<Record<string, Meaning>> = {}) {
  const own = new Map(Object.entries(named).map(([label, meaning]) => [label.toLowerCase(), meaning]));
  return (label: string): Meaning | undefined => {
    const key = label.toLowerCase();
    if (own.has(key)) return own.get(key);
    if (isCategory(key)) return key;
    return Object.hasOwn(USUAL, key) ? USUAL[key] : undefined;
  };
}

/** The joint meaning of several labels of one text: the first category that is more exact than "unsafe"; safe if all are. */
export function meaningOfAll(meanings: readonly Meaning[]): Meaning {
  const unsafe = meanings.filter((meaning) => meaning !== 'safe');
  return unsafe.find((meaning) => meaning !== 'toxicity') ?? unsafe[0] ?? 'safe';
}
