import { type Category, CheckError, OperatorError } from '@shoji/core';
import { CERTAIN, type Guard, type GuardFinding, unreadable } from './family.ts';

/**
 * The hazards of Llama Guard 3 and 4, and what each means here; `null` is ignored. Source: the models' cards, "Hazard
 * taxonomy and policy". Llama Guard 2 has the same names in another order.
 */
const HAZARDS: Readonly<Record<string, Category | null>> = {
  /** Violent crimes. */
  S1: 'violence',
  /** Non-violent crimes. */
  S2: 'illegal',
  /** Sex-related crimes. */
  S3: 'sexual',
  /** Child sexual exploitation. */
  S4: 'sexual-minors',
  /** Defamation. */
  S5: 'harassment',
  /** Specialised advice. */
  S6: 'toxicity',
  /** Privacy. */
  S7: 'toxicity',
  /** Intellectual property. */
  S8: 'illegal',
  /** Indiscriminate weapons. */
  S9: 'violence',
  /** Hate. */
  S10: 'hate',
  /** Suicide and self-harm. */
  S11: 'self-harm',
  /** Sexual content. */
  S12: 'sexual',
  /** Elections. */
  S13: 'toxicity',
  /** Code interpreter abuse. */
  S14: 'illegal',
};

const ANSWER = /^\s*(?:(safe)|unsafe[ \t]*\r?\n\s*(S\d{1,2}(?:[ \t]*,[ \t]*S\d{1,2})*))\s*$/;

/** The meanings of hazards that replace Shoji's; `null` ignores a hazard. */
export type HazardMeanings = Readonly<Record<string, Category | null>>;

/**
 * Llama Guard 3 and 4: the template of the model has the instructions, and the answer is `safe`, or `unsafe` with the
 * hazards on the next line.
 * @throws OperatorError for a meaning of a hazard that does not exist.
 */
export function llamaGuard(meanings: HazardMeanings = {}): Guard {
  const unknown = Object.keys(meanings).find((name) => !Object.hasOwn(HAZARDS, name));
  if (unknown !== undefined) {
    throw new OperatorError(`guardModel: labels: Llama Guard has no hazard ${unknown}; it has S1 to S14.`);
  }
  const all = { ...HAZARDS, ...meanings };
  const read = (answer: string): GuardFinding[] => {
    const [whole, safe, hazards = ''] = ANSWER.exec(answer) ?? [];
    if (whole === undefined) throw unreadable('"safe", or "unsafe" and its hazards');
    if (safe) return [];
    return hazards.split(',').flatMap((each) => {
      const label = each.trim();
      const category = Object.hasOwn(all, label) ? all[label] : undefined;
      if (category === undefined) throw new CheckError('unknown-label', `Llama Guard has no hazard ${label}`);
      return category === null ? [] : [{ category, label, score: CERTAIN }];
    });
  };
  return {
    covers: [...new Set(Object.values(all).flatMap((category) => category ?? []))],
    ofText: (text) => [{ body: { messages: [{ role: 'user', content: text }], max_tokens: 64 }, read }],
  };
}
