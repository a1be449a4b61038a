import { CheckError, type Finding, type Policy, rules } from '@shoji/core';
import { decidePrompt } from '@shoji/core/policy';
import { sexualisedMinor } from '@shoji/core/screen';
import { isCategory } from '@shoji/core/vocabulary';
import type { PromptPolicy } from '../screen/client/policy.ts';
import type { Concern, Lint } from '../screen/state/lint.ts';
import { rewordingsOf } from './rewordings.ts';

/** Name of the rules among the checks that `GET /v1/policy` lists. */
const RULES = 'rules';

let builtIn: ReturnType<typeof rules> | undefined;

/** A lint of whole texts, which also says whether it has read one. */
export interface TextLint extends Lint {
  /** False for a text with more readings than the rules can check. */
  canRead(text: string): boolean;
}

/** Findings of a classifier. */
type Classify = (prompt: string) => Promise<readonly Finding[]>;

/**
 * Core's own rules and small classifier, run in the browser under the operator's thresholds.
 * @param loadClassifier Called at the first prompt that the classifier reads.
 */
export function createLint(loadClassifier: () => Promise<Classify>): TextLint {
  const words: Lint['words'] = (prompt, policy) =>
    // Where the proxy does not run the rules, their findings would not matter there.
    policy.checks.includes(RULES) ? concernsOf(found(prompt) ?? [], policy) : [];
  const count = (prompt: string, policy: PromptPolicy) =>
    words(prompt, policy).flatMap(({ spans }) => spans).length;
  return {
    words,
    canRead: (prompt) => found(prompt) !== undefined,
    rewordings: (prompt, span, category, policy) =>
      rewordingsOf(prompt, span, category, (changed) => count(changed, policy) < count(prompt, policy)),
    async whole(prompt, policy) {
      if (policy.checks.every((check) => check === RULES)) return [];
      const classify = await loadClassifier();
      const classified = await classify(prompt);
      const minors = policy.checks.includes(RULES)
        ? (found(prompt) ?? []).filter(({ category }) => category === 'minor')
        : [];
      return concernsOf([...classified, ...minors], policy);
    },
  };
}

/** Findings of the rules; undefined for a prompt that they cannot read. */
function found(prompt: string): readonly Finding[] | undefined {
  builtIn ??= rules();
  try {
    return builtIn.match(prompt);
  } catch (error) {
    if (error instanceof CheckError) return undefined;
    throw error;
  }
}

/**
 * Concerns under a policy: one per category and decision, in the order of the findings. A minor beside sexual content is
 * the first, as in the proxy's judging.
 */
export function concernsOf(findings: readonly Finding[], policy: PromptPolicy): Concern[] {
  const thresholds = thresholdsOf(policy);
  const concerns = new Map<string, { -readonly [Name in keyof Concern]: Concern[Name] }>();
  const joined = sexualisedMinor(findings);
  for (const finding of joined ? [joined.finding, ...findings] : findings) {
    const { decision } = decidePrompt(thresholds, [finding]);
    if (decision === 'allow') continue;
    const { category, span } = finding;
    const id = `${category} ${decision}`;
    const concern = concerns.get(id) ?? { category, decision, spans: [] };
    if (span && policy.namesWords) concern.spans = [...concern.spans, span];
    concerns.set(id, concern);
  }
  return [...concerns.values()];
}

function thresholdsOf({ thresholds }: PromptPolicy): Pick<Policy, 'prompt'> {
  return {
    prompt: Object.fromEntries(Object.entries(thresholds).filter(([category]) => isCategory(category))),
  };
}
