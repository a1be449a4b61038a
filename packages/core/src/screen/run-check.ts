import { DeadlineError, withDeadline } from '../time/deadline.ts';
import { isCategory } from '../vocabulary/category.ts';
import { CheckError, type CheckFailure } from '../vocabulary/check-error.ts';
import type { CheckReport, Finding, Usage } from '../vocabulary/finding.ts';
import type { Used } from './all-reports.ts';

/** The result of asking one check: its report, or why it failed. */
export type CheckRun = Answered | Failed;

interface Answered {
  readonly check: string;
  readonly ms: number;
  readonly report: CheckReport;
  readonly failure?: undefined;
  readonly error?: undefined;
}

interface Failed {
  readonly check: string;
  readonly ms: number;
  readonly report?: undefined;
  /** The usage of the parts of the check that answered. */
  readonly usage?: readonly Usage[];
  readonly failure: CheckFailure;
  /** For the operator's log only. */
  readonly error: unknown;
}

/** Called with each check's run as soon as the check has answered or failed, even if others never do. */
export interface Watching {
  ran(run: CheckRun): void;
}

/** The run that is reported when no check is configured: "not checked", which is never "passed". */
export const NO_CHECK: CheckRun = {
  check: 'screening',
  ms: 0,
  failure: 'error',
  error: new Error('No check is configured.'),
};

/**
 * Asks one check within its time. Every error becomes a failure, so that it is distinct from a verdict; only an abort
 * by the caller is thrown.
 * @param ms Time the check may take, in milliseconds.
 */
export async function runCheck(
  check: string,
  ask: (signal: AbortSignal, used: Used) => Promise<CheckReport>,
  ms: number,
  signal: AbortSignal,
): Promise<CheckRun> {
  const start = performance.now();
  const elapsed = () => performance.now() - start;
  const usage: Usage[] = [];
  const asked = (until: AbortSignal) => ask(until, (more) => usage.push(...more));
  try {
    const report = await withDeadline(asked, ms, signal);
    assertReadable(report);
    // A check may consist of other checks; the policy, the caller and the log use the configured check's name.
    const findings = report.findings.map((finding) => ({ ...finding, check }));
    return { check, ms: elapsed(), report: { ...report, findings } };
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    return { check, ms: elapsed(), failure: failureOf(error), error, usage };
  }
}

/** Whether a check failed because of its input, so that a retry with the same input cannot help. */
export function isOfInput({ failure, error }: CheckRun): boolean {
  return failure === 'invalid-input' && !(error instanceof CheckError && !error.ofInput);
}

/** The kind of failure that an error is. */
export function failureOf(error: unknown): CheckFailure {
  if (error instanceof CheckError) return error.failure;
  return error instanceof DeadlineError ? 'timeout' : 'error';
}

/** A report is made outside of core: a category or score that makes no sense must count as "could not be checked". */
function assertReadable({ findings, illustrated = 0, likelihood = 0 }: CheckReport): void {
  for (const { category, label, score } of findings) {
    if (!isCategory(category))
      throw new CheckError('unknown-label', `${label}: unknown category ${category}`);
    if (!isScore(score)) throw new CheckError('invalid-answer', `${label}: score ${score} is not 0–1`);
  }
  if (!isScore(likelihood)) throw new CheckError('invalid-answer', `likelihood: ${likelihood} is not 0–1`);
  if (!isScore(illustrated)) throw new CheckError('invalid-answer', `illustrated: ${illustrated} is not 0–1`);
}

function isScore(value: unknown): boolean {
  return typeof value === 'number' && value >= 0 && value <= 1;
}

/** The findings of all runs. */
export function findingsOf(runs: readonly CheckRun[]): Finding[] {
  return runs.flatMap(({ report }) => report?.findings ?? []);
}
