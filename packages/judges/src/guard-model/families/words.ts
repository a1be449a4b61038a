import { CATEGORIES, type Category, OperatorError } from '@shoji/core';
import type { GuardPolicy } from './family.ts';

/** A category and what counts as it; `own` where the operator wrote the words. */
export interface CategoryWords {
  readonly category: Category;
  readonly words: string;
  readonly own: boolean;
}

/** The meaning of each category, in words for a model that follows a written policy. */
const WORDS: Readonly<Partial<Record<Category, string>>> = {
  sexual: 'Sexual acts, or sexual parts of the body shown to arouse.',
  nudity: 'Naked people, or uncovered genitals, buttocks or female breasts, also without a sexual act.',
  suggestive:
    'Sexualised poses, see-through or very little clothing, or a focus on intimate parts of the body.',
  'sexual-minors':
    'Anything sexual, nude or suggestive with a person who is, looks or is said to be younger than 18.',
  violence: 'People or animals who are attacked, hurt or killed, or a threat with a weapon.',
  graphic: 'Blood, open wounds, mutilation or corpses in detail.',
  hate: 'Hatred or contempt for people because of origin, religion, sex, orientation, disability or the like, and symbols of movements that stand for it.',
  harassment: 'Humiliation, bullying or threats against a person.',
  'self-harm': 'Suicide, self-injury or eating disorders that are shown, praised or explained.',
  drugs: 'Illegal drugs, their use or the things they are used with.',
  'alcohol-tobacco': 'Alcohol, tobacco or vaping.',
  gambling: 'Casinos, betting or games for money.',
  'rude-gestures': 'Insulting gestures.',
  profanity: 'Swear words or obscene words.',
  illegal:
    'Crimes other than the above that are planned, praised or explained, such as fraud, theft or making weapons.',
  toxicity: 'Anything else that most people would call unsafe or offensive.',
};

/** The categories that have words, in the usual order. */
export const DESCRIBED: readonly Category[] = CATEGORIES.filter((category) => WORDS[category] !== undefined);

/** The four kinds of harm that ShieldGemma was trained for. Source: the model's card, "Description". */
export const SHIELDGEMMA_CATEGORIES: readonly Category[] = ['sexual', 'illegal', 'hate', 'harassment'];

/**
 * The categories of a policy, each with its words.
 * @throws OperatorError for a policy without a category, or a category without words.
 */
export function wordsOf(policy: GuardPolicy): CategoryWords[] {
  const list: readonly Category[] | undefined = isList(policy) ? policy : undefined;
  const own: Readonly<Partial<Record<Category, string>>> = isList(policy) ? {} : policy;
  const categories = list ?? CATEGORIES.filter((category) => own[category] !== undefined);
  if (categories.length === 0) throw new OperatorError('guardModel: policy: name at least one category.');
  return [...new Set(categories)].map((category) => {
    const words = own[category] ?? WORDS[category];
    if (!words?.trim()) {
      throw new OperatorError(
        `guardModel: policy: say in words what counts as ${category}, as in { ${category}: '…' }.`,
      );
    }
    return { category, words, own: own[category] !== undefined };
  });
}

function isList(policy: GuardPolicy): policy is readonly Category[] {
  return Array.isArray(policy);
}
