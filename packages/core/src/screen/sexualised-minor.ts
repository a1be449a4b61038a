import { type Category, SEXUAL_CATEGORIES } from '../vocabulary/category.ts';
import type { Finding } from '../vocabulary/finding.ts';

const SEXUAL: ReadonlySet<Category> = new Set(SEXUAL_CATEGORIES);

/**
 * The least score of sexual content that counts beside a minor. The mildest word of the rules scores 0.55, so every
 * word counts. A classifier scores each prompt, so its score counts from a level that harmless prompts about children
 * stay below: of 483 that name a minor, the embedded classifier scores 2 from 0.2 on and none from 0.25 on
 * (`docs/measurements/prompt-detection.md`).
 */
export const EVIDENCE_FROM = 0.5;

/** A person under 18 and sexual content in the same request. */
export interface SexualisedMinor {
  /** In place of the two: category `sexual-minors`, score 1, at the words that name the person. */
  readonly finding: Finding;
  /** The findings that it is made of. */
  readonly halves: readonly [minor: Finding, sexual: Finding];
}

/**
 * The rule about minors: a finding of `minor` and one of `sexual`, `nudity` or `suggestive`, of any severity and of any
 * two checks, make one of `sexual-minors` with score 1. Every policy rejects that, whatever its thresholds are (see
 * `decidePrompt`), so judging joins the findings before it decides. Nothing turns this off: negation, art, fiction and
 * medicine do not excuse it. If a term alone is harmless beside a child, the lists say so (`text/age/README.md`).
 * @param findings The findings of all checks on one request.
 * @returns Undefined if one of the two is missing.
 * @example
 * ```ts
 * const found = [{ check: 'rules', category: 'minor', label: '12 years', score: 1 }, { check: 'acme', category: 'nudity', label: 'nude', score: 0.6 }];
 * sexualisedMinor(found)?.finding.label; // '12 years + nude'
 * ```
 */
export function sexualisedMinor(findings: readonly Finding[]): SexualisedMinor | undefined {
  const minor = strongest(findings.filter(({ category }) => category === 'minor'));
  const sexual = strongest(findings.filter(isSexual));
  if (!minor || !sexual) return undefined;
  const finding: Finding = {
    ...minor,
    category: 'sexual-minors',
    label: `${minor.label} + ${sexual.label}`,
    score: 1,
  };
  return { finding, halves: [minor, sexual] };
}

// A score that is not a number counts: an unreadable score must not pass.
function isSexual({ category, score }: Finding): boolean {
  return SEXUAL.has(category) && !(score < EVIDENCE_FROM);
}

/** The first of those with the highest score. */
function strongest(findings: readonly Finding[]): Finding | undefined {
  const [first, ...others] = findings;
  return first && others.reduce((best, each) => (each.score > best.score ? each : best), first);
}
