import { warningOf } from '../phrases/warning-of.ts';
import type { Finding } from '../vocabulary/finding.ts';
import type { CheckOutcome } from '../vocabulary/verdict.ts';
import type { Warning } from '../vocabulary/warning.ts';
import type { CheckRun } from './run-check.ts';

/** The input of a check: the prompt, or the image at position `image`. */
export type Subject = { readonly on: 'prompt' } | { readonly on: 'image'; readonly image: number };

/** The outcome of one check. It flagged its input if one of its findings is among the policy's `reasons`. */
export function outcomeOf(run: CheckRun, reasons: readonly Finding[], subject: Subject): CheckOutcome {
  const base = { check: run.check, ...subject, ms: run.ms };
  if (run.failure !== undefined) return { ...base, status: 'failed', reason: run.failure };
  const { findings, skipped, model } = run.report;
  const known = model === undefined ? base : { ...base, model };
  if (skipped !== undefined) return { ...known, status: 'skipped', reason: skipped };
  return { ...known, status: reasons.some((reason) => findings.includes(reason)) ? 'flagged' : 'passed' };
}

/** That a check failed, which withholds its subject (`closed`) or, where the policy fails open, does not. */
export function failureWarning(check: string, closed: boolean, subject: Subject): Warning {
  const image = subject.on === 'image' ? subject.image : undefined;
  return warningOf(closed ? 'check_failed' : 'check_failed_open', { check, image });
}
