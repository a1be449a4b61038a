import type { Category } from '../vocabulary/category.ts';
import type { ImageDecision, PromptDecision } from '../vocabulary/decision.ts';
import type { Finding } from '../vocabulary/finding.ts';
import type { ImageThresholds, Policy } from './schema.ts';

/** A decision with the findings that made it, the strongest first. */
export interface Decided<Decision> {
  readonly decision: Decision;
  readonly reasons: readonly Finding[];
}

/**
 * The categories that no policy lets pass from the score `CERTAIN` on, whatever its thresholds are: content that
 * sexualises minors, and pictures on the operator's list of blocked ones.
 */
const NEVER_PASS: ReadonlySet<Category> = new Set(['sexual-minors', 'blocked']);
const CERTAIN = 1;

/**
 * The policy's decision about a prompt's findings. Pure. A finding of `sexual-minors` or `blocked` with score 1 rejects
 * under every policy, also under one that has no threshold for it.
 */
export function decidePrompt(
  policy: Pick<Policy, 'prompt'>,
  findings: readonly Finding[],
): Decided<PromptDecision> {
  return mostSevere(['allow', 'warn', 'reject'], findings, (finding) => {
    const thresholds = policy.prompt[finding.category];
    if (neverPasses(finding) || reaches(finding.score, thresholds?.reject)) return 'reject';
    return reaches(finding.score, thresholds?.warn) ? 'warn' : 'allow';
  });
}

/**
 * The policy's decision about an image's findings. Pure. A finding of `sexual-minors` or `blocked` with score 1 withholds
 * under every policy.
 * @param illustrated How sure a moderator is that the picture is drawn or animated, 0–1.
 */
export function decideImage(
  policy: Policy,
  findings: readonly Finding[],
  illustrated = 0,
): Decided<ImageDecision> {
  const drawn = illustrated >= policy.illustratedFrom;
  return mostSevere(['clear', 'blur', 'withhold'], findings, (finding) => {
    const overridden = drawn ? policy.illustrated[finding.category] : undefined;
    const thresholds: ImageThresholds | undefined = overridden ?? policy.image[finding.category];
    if (neverPasses(finding) || reaches(finding.score, thresholds?.withhold)) return 'withhold';
    return reaches(finding.score, thresholds?.blur) ? 'blur' : 'clear';
  });
}

function neverPasses({ category, score }: Finding): boolean {
  return NEVER_PASS.has(category) && reaches(score, CERTAIN);
}

function reaches(score: number, threshold: number | undefined): boolean {
  // A score that is not a number reaches every threshold: an unreadable score must not pass.
  return threshold !== undefined && !(score < threshold);
}

function mostSevere<Decision>(
  mildToSevere: readonly [Decision, ...Decision[]],
  findings: readonly Finding[],
  judge: (finding: Finding) => Decision,
): Decided<Decision> {
  const judged = findings.map((finding) => ({ finding, level: mildToSevere.indexOf(judge(finding)) }));
  const level = Math.max(0, ...judged.map((entry) => entry.level));
  const reasons = judged
    .filter((entry) => entry.level > 0)
    .sort((a, b) => b.level - a.level || b.finding.score - a.finding.score)
    .map((entry) => entry.finding);
  return { decision: mildToSevere[level] ?? mildToSevere[0], reasons };
}
