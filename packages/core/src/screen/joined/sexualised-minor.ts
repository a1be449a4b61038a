import { SEXUAL_CATEGORIES } from '../../vocabulary/category.ts';
import type { Finding } from '../../vocabulary/finding.ts';
import { isEvident, type Joined, joinHalves, strongest } from './joined.ts';

/**
 * The rule about minors: a finding of `minor` and one of `sexual`, `nudity` or `suggestive`, of any severity and of any
 * two checks, make one of `sexual-minors` with score 1. Every policy refuses that, whatever its thresholds are (see
 * `decidePrompt` and `decideImage`), so judging joins the findings before it decides. Nothing turns this off: negation,
 * art, fiction and medicine do not excuse it. If a term alone is harmless beside a child, the lists say so
 * (`text/age/README.md`).
 * @param findings The findings of all checks on one request.
 * @returns Undefined if one of the two is missing.
 * @example
 * ```ts
 * const found = [{ check: 'rules', category: 'minor', label: '12 years', score: 1 }, { check: 'acme', category: 'nudity', label: 'nude', score: 0.6 }];
 * sexualisedMinor(found)?.finding.label; // '12 years + nude'
 * ```
 */
export function sexualisedMinor(findings: readonly Finding[]): Joined | undefined {
  const minor = strongest(findings.filter(({ category }) => category === 'minor'));
  return joinHalves(minor, strongest(findings.filter(isSexual)), { category: 'sexual-minors', score: 1 });
}

/** Whether a finding is evidence of sexual content, of any severity. */
export function isSexual(finding: Finding): boolean {
  return SEXUAL_CATEGORIES.some((category) => category === finding.category) && isEvident(finding);
}
