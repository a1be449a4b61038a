import type { Finding, ImageDecision, Policy } from '@shoji/core';
import { decideImage } from '@shoji/core/policy';
import { joinPicture, mentioned } from '@shoji/core/screen';
import { findingsOf, type PictureRecord } from './records.ts';

/** The policy's decision on an image; a changed policy decides again from the recorded answers. */
export interface Verdict {
  /** `unchecked`: not known to be unsafe, and not known to be safe. */
  readonly status: ImageDecision | 'unchecked';
  /** The findings that determined the decision, the strongest first. */
  readonly reasons: readonly Finding[];
  readonly findings: readonly Finding[];
  /** Names of the moderators that could not judge it. */
  readonly failed: readonly string[];
  /**
   * The distance of the closest score from a threshold that would change the decision, 0–1; 1 when no finding has a
   * threshold.
   */
  readonly margin: number;
}

/** @param checks Names of the configured moderators; answers of others from earlier scans do not count. */
export function verdictOf(record: PictureRecord, policy: Policy, checks: readonly string[]): Verdict {
  const asked = record.checks.filter(({ check }) => checks.includes(check));
  const seen = asked.flatMap(findingsOf);
  const joined = joinPicture(seen, { texts: [], inputs: [] }, 'output').map(({ finding }) => finding);
  const findings = mentioned([...joined, ...seen], policy.image);
  const illustrated = Math.max(0, ...asked.map((each) => each.illustrated ?? 0));
  const { decision, reasons } = decideImage(policy, findings, illustrated);
  const answered = (name: string) =>
    asked.some(({ check, failed }) => check === name && failed === undefined);
  const failed = checks.filter((name) => !answered(name));
  const closed = record.problem !== undefined || failed.some((name) => !policy.failOpen.includes(name));
  // Another moderator's findings count, even if one moderator failed.
  const status = closed && decision === 'clear' ? 'unchecked' : decision;
  return { status, reasons, findings, failed, margin: marginOf(findings, policy, illustrated) };
}

function marginOf(findings: readonly Finding[], policy: Policy, illustrated: number): number {
  const drawn = illustrated >= policy.illustratedFrom;
  const distances = findings.flatMap(({ category, score }) => {
    const thresholds = (drawn ? policy.illustrated[category] : undefined) ?? policy.image[category];
    return [thresholds?.blur, thresholds?.withhold].flatMap((at) =>
      at === undefined ? [] : Math.abs(score - at),
    );
  });
  return Math.min(1, ...distances);
}
