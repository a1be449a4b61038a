import { type Category, HALF_CATEGORIES } from '../../vocabulary/category.ts';
import type { Finding } from '../../vocabulary/finding.ts';

/** One finding that two findings of a request make together. */
export interface Joined {
  /** In place of the two, with the check and the span of the first half. */
  readonly finding: Finding;
  /** The findings that it is made of. */
  readonly halves: readonly [first: Finding, second: Finding];
}

/**
 * The least score of sexual content, or of violence, that counts as one half. The mildest word of the rules scores 0.55,
 * so every word counts. A classifier scores each prompt, so its score counts from a level that harmless prompts about
 * children stay below: of 483 that name a minor, the embedded classifier scores 2 from 0.2 on and none from 0.25 on
 * (`docs/measurements/prompt-detection.md`).
 */
export const EVIDENCE_FROM = 0.5;

/** Whether a score counts as evidence. A score that is not a number counts: an unreadable score must not pass. */
export function isEvident({ score }: Finding): boolean {
  return !(score < EVIDENCE_FROM);
}

/** The first of those with the highest score. */
export function strongest(findings: readonly Finding[]): Finding | undefined {
  const [first, ...others] = findings;
  return first && others.reduce((best, each) => (each.score > best.score ? each : best), first);
}

/**
 * The finding that two halves make, or undefined if one of them is missing.
 * @param made Category and score, 0–1, of the finding.
 */
export function joinHalves(
  first: Finding | undefined,
  second: Finding | undefined,
  made: Pick<Finding, 'category' | 'score'>,
): Joined | undefined {
  if (!first || !second) return undefined;
  return {
    finding: { ...first, ...made, label: `${first.label} + ${second.label}` },
    halves: [first, second],
  };
}

/** The halves of those joined findings that are among the policy's `reasons`: the checks that found them flagged it. */
export function halvesOf(joined: readonly Joined[], reasons: readonly Finding[]): Finding[] {
  return joined.flatMap(({ finding, halves }) => (reasons.includes(finding) ? halves : []));
}

/** Whether a category is harmless alone. */
export function isHalf(category: Category): boolean {
  return HALF_CATEGORIES.some((half) => half === category);
}

/** The findings that answers mention: what is harmless alone only if the policy has a threshold for it. */
export function mentioned(
  findings: readonly Finding[],
  thresholds: Partial<Record<Category, unknown>>,
): Finding[] {
  return findings.filter(({ category }) => !isHalf(category) || thresholds[category] !== undefined);
}
