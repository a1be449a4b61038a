import { type Category, SEXUAL_CATEGORIES } from '../vocabulary/category.ts';
import type { Finding } from '../vocabulary/finding.ts';

/** From this score on, a rule's finding counts independently of classifiers; below it, the finding is a hint. */
export const STRONG_FROM = 0.9;

/** Below this score a rule's finding is a mention, e.g. of a thing that a prompt excludes, and not evidence. */
const HINT_FROM = 0.5;

/**
 * By the score of a hint, the log odds that it adds to a classifier's: how much likelier a prompt with such a word is
 * unsafe than one that the classifier scores the same and that has none. A logistic regression over the test prompts of
 * the training sources gives them; `docs/measurements/prompt-operating-point.md` has the command and the figures.
 */
const ADDED_LOG_ODDS = { mild: 1, moderate: 3.6 };
/**
 * Words of a sentence of prose up to which a hint adds its whole log odds. A longer sentence has such a word more often
 * by chance, in proportion to its length, so its logarithm is taken off.
 */
const SHORT_SENTENCE = 8;
/** From this score on a hint is a moderate one: the rules score severity 1 as 0.55 and severity 2 as 0.75. */
const MODERATE_FROM = 0.7;

/** Categories that support each other: the classifier may call nudity sexual. `toxicity` supports all. */
const FAMILIES: readonly ReadonlySet<Category>[] = [
  new Set(SEXUAL_CATEGORIES),
  new Set(['violence', 'graphic', 'self-harm']),
  new Set(['hate', 'harassment', 'profanity', 'rude-gestures']),
  new Set(['drugs', 'alcohol-tobacco', 'illegal', 'gambling']),
];
/** Categories that only rules find or combine; they are never weighed. */
const UNWEIGHED: ReadonlySet<Category> = new Set(['sexual-minors', 'minor', 'real-person']);

/**
 * Combines the findings of rules and of classifiers into one likelihood. A hint of the rules and the likelihood of a
 * calibrated classifier add their log odds: a mild word flags a prompt with a middling likelihood, but not a prompt
 * that the classifier finds harmless. A strong word keeps its score. A classifier's finding of the same kind as a hint
 * rises with it, as far as the hint's own score. If all sexual words of the prompt are suggestive, a classifier's
 * `sexual` becomes `suggestive`: classifiers have no such class, and score a mild prompt as high as a grave one. Pure.
 * @param likelihood The likelihood that the prompt is unsafe, from the classifiers that report it (see `CheckReport`):
 * the highest of all classifiers, and of the clauses and sentences around the hints, so that other text around a hint
 * does not weaken it. Undefined if no classifier read the prompt: findings then stay unchanged.
 * @param proseWords The number of words of the sentence that a hint is in, for hints in prose. Other sentences do not count,
 * so that text around a sentence does not weaken it.
 * @example
 * ```ts
 * const hint = { check: 'rules', category: 'nudity', label: 'naked', score: 0.75 } as const;
 * weigh([hint], [], 0.02).rules[0].score; // a naked cake: 0.43
 * weigh([hint], [], 0.4).rules[0].score; // 0.75
 * ```
 */
export function weigh(
  rules: readonly Finding[],
  classifiers: readonly Finding[],
  likelihood: number | undefined,
  proseWords: ReadonlyMap<Finding, number> = new Map(),
): { readonly rules: readonly Finding[]; readonly classifiers: readonly Finding[] } {
  const named = isSuggestiveAlone(rules) ? classifiers.map(asSuggestive) : classifiers;
  if (likelihood === undefined) return { rules, classifiers: named };
  const hints = new Map<Finding, Hint>();
  for (const finding of rules)
    if (isHint(finding)) hints.set(finding, { finding, added: addedBy(finding, proseWords) });
  return {
    rules: rules.map((finding) => {
      const hint = hints.get(finding);
      return hint ? { ...finding, score: withHint(likelihood, hint) } : finding;
    }),
    classifiers: named.map((finding) => {
      const raised = [...hints.values()]
        .filter((hint) => supports(hint.finding.category, finding.category))
        .map((hint) => raisedBy(finding, hint));
      return strongest([finding, ...raised]);
    }),
  };
}

/**
 * A classifier's finding with a hint of its kind. `toxicity` is what a classifier says that cannot name the category; the
 * hint names it, so that a policy's threshold for that category decides.
 */
function raisedBy(finding: Finding, hint: Hint): Finding {
  const category = finding.category === 'toxicity' ? hint.finding.category : finding.category;
  return { ...finding, category, score: withHint(finding.score, hint) };
}

interface Hint {
  readonly finding: Finding;
  /** The log odds that it adds to a likelihood. */
  readonly added: number;
}

/** The first of those with the highest score. */
function strongest([first, ...others]: readonly [Finding, ...Finding[]]): Finding {
  return others.reduce((best, each) => (each.score > best.score ? each : best), first);
}

/** Whether the words of a prompt are suggestive, and none of them is sexual or names nudity. */
function isSuggestiveAlone(rules: readonly Finding[]): boolean {
  const words = rules.filter(({ category, score }) => score >= HINT_FROM && supports(category, 'sexual'));
  return words.length > 0 && words.every(({ category }) => category === 'suggestive');
}

function asSuggestive(finding: Finding): Finding {
  return finding.category === 'sexual' ? { ...finding, category: 'suggestive' } : finding;
}

/** Whether a classifier's likelihood changes the weight of a rule's finding. */
export function isHint({ category, score }: Finding): boolean {
  return score >= HINT_FROM && score < STRONG_FROM && !UNWEIGHED.has(category);
}

/**
 * A likelihood and a hint together: at most the hint's own score, so that two mild findings do not make a grave one.
 */
function withHint(likelihood: number, { finding, added }: Hint): number {
  return Math.min(finding.score, plus(likelihood, added));
}

function addedBy(hint: Finding, proseWords: ReadonlyMap<Finding, number>): number {
  const added = hint.score < MODERATE_FROM ? ADDED_LOG_ODDS.mild : ADDED_LOG_ODDS.moderate;
  const words = proseWords.get(hint);
  return words === undefined ? added : Math.max(0, added - Math.max(0, Math.log(words / SHORT_SENTENCE)));
}

/** Whether a hint and a classifier's finding are of one kind, so that each is evidence for the other. */
export function supports(hint: Category, found: Category): boolean {
  return (
    hint === found ||
    found === 'toxicity' ||
    hint === 'toxicity' ||
    FAMILIES.some((family) => family.has(hint) && family.has(found))
  );
}

/** The likelihood whose log odds are those of `likelihood` and `added` together. */
function plus(likelihood: number, added: number): number {
  const odds = Math.exp(added) * likelihood;
  return odds / (odds + 1 - likelihood);
}
