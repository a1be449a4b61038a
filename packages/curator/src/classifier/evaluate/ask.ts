import { type CheckReport, createScreening, type Policy } from '@shoji/core';
import { decidePrompt } from '@shoji/core/policy';
import { costOf, type PriceTable, type PromptScreen, sexualisedMinor } from '@shoji/core/screen';
import type { Usage } from '@shoji/core/vocabulary';
import { mapUnordered } from '../../dataset/parallel.ts';
import type { LabelledPrompt } from '../labelled.ts';
import type { Answer, CheckAnswers } from '../measure/measure.ts';
import type { AnswersFile } from './answers-file.ts';

/** A check that is measured. */
export interface MeasuredCheck {
  readonly name: string;
  /** The maximum number of concurrent calls. */
  readonly concurrency: number;
  /** The check, or the checks that judge together, as part of a screen. */
  readonly screen: Pick<PromptScreen, 'rules' | 'classifiers'>;
  /** The billed usage of one prompt; absent where a call costs nothing. */
  readonly uses?: (prompt: string) => readonly Usage[];
  /**
   * True if calls may cost money that is known only from their answers. The first prompt is then asked alone, and each
   * further one is expected to cost as much as the dearest so far.
   */
  readonly unknownCost?: boolean;
}

export interface Asking {
  readonly policy: Policy;
  readonly prices: PriceTable;
  /** The maximum cost in US dollars; unlimited when left out. */
  readonly maxCost?: number | undefined;
  /** The file of billed answers. */
  readonly answers?: AnswersFile | undefined;
  /** Stops the run; the answers so far are measured. */
  readonly signal: AbortSignal;
  readonly onProgress?: ((done: number, total: number, spent: number) => void) | undefined;
  readonly onError?: ((check: string, error: unknown) => void) | undefined;
}

export interface Asked {
  readonly checks: readonly CheckAnswers[];
  /** US dollars of this run by check, by the price table. */
  readonly spent: ReadonlyMap<string, number>;
  /** Why not every prompt was sent to every check. */
  readonly stopped: readonly ('max-cost' | 'failing' | 'interrupted')[];
}

/** Consecutive failures after which a check is no longer called. */
const MOST_FAILURES = 20;
/** Sums of prices are not exact in floating point; a thousandth of a cent counts as nothing. */
const TOLERANCE = 1e-5;

/** The highest cost of all checks on all prompts, in US dollars; stored answers cost nothing. */
export function expectedCost(
  prompts: readonly LabelledPrompt[],
  checks: readonly MeasuredCheck[],
  { prices, answers }: Pick<Asking, 'prices' | 'answers'>,
): number {
  let sum = 0;
  for (const { name, uses } of checks) {
    if (!uses) continue;
    for (const { text } of prompts) if (!answers?.get(name, text)) sum += usdOf(uses(text), prices);
  }
  return sum;
}

/** Runs every check on every prompt, the checks in parallel. A failed check is a missing answer, not an error. */
export async function askAll(
  prompts: readonly LabelledPrompt[],
  checks: readonly MeasuredCheck[],
  asking: Asking,
): Promise<Asked> {
  const { prices, maxCost = Number.POSITIVE_INFINITY, onProgress, signal } = asking;
  const stopped = new Set<Asked['stopped'][number]>();
  const spent = new Map<string, number>();
  let [done, total, reserved] = [0, 0, 0];

  const dearest = new Map<string, number>();

  const ask = async (check: MeasuredCheck, { text }: LabelledPrompt): Promise<AskedReport | undefined> => {
    const { name, uses, unknownCost = false } = check;
    const isKept = uses !== undefined || unknownCost;
    const kept = isKept && asking.answers?.get(name, text);
    if (kept) return { report: kept };
    const expected = Math.max(usdOf(uses?.(text) ?? [], prices), dearest.get(name) ?? 0);
    if (expected > 0 && total + reserved + expected > maxCost + TOLERANCE) {
      stopped.add('max-cost');
      return undefined;
    }
    reserved += expected;
    try {
      const start = performance.now();
      const report = await reportOf(check, text);
      const ms = performance.now() - start;
      const cost = usdOf(report.usage ?? [], prices);
      total += cost;
      if (cost > 0) spent.set(name, (spent.get(name) ?? 0) + cost);
      if (unknownCost) dearest.set(name, Math.max(cost, dearest.get(name) ?? 0));
      if (isKept) asking.answers?.keep(name, text, report);
      return { report, ms };
    } finally {
      reserved -= expected;
    }
  };

  const reportOf = async ({ name, screen }: MeasuredCheck, text: string): Promise<CheckReport> => {
    const screening = createScreening({ ...screen, policy: asking.policy }, { id: name, signal });
    // Long, because no person waits, and keeping to a service's quota takes time.
    const { runs, verdict } = await screening.prompt(text, { ms: Number.POSITIVE_INFINITY }).report;
    const [only, ...others] = runs;
    const failed = runs.find((run) => run.report === undefined);
    if (failed || !only?.report) throw failed?.error;
    if (others.length === 0) return { ...only.report, findings: verdict.findings };
    const skipped = runs.find(({ report }) => report?.skipped !== undefined)?.report?.skipped;
    return {
      findings: verdict.findings,
      usage: runs.flatMap(({ report }) => report?.usage ?? []),
      ...(skipped && { skipped }),
    };
  };

  const askOne = async (check: MeasuredCheck): Promise<CheckAnswers> => {
    const answers: Answer[] = prompts.map(() => ({ kind: 'not-asked' }));
    let failures = 0;
    const tasks = prompts.entries();
    const answer = async ([index, prompt]: [number, LabelledPrompt]): Promise<void> => {
      if (signal.aborted) stopped.add('interrupted');
      else if (failures >= MOST_FAILURES) stopped.add('failing');
      else {
        try {
          const asked = await ask(check, prompt);
          if (asked) answers[index] = answerOf(asked, asking.policy);
          failures = 0;
        } catch (error) {
          if (signal.aborted) stopped.add('interrupted');
          else {
            answers[index] = { kind: 'failed' };
            failures += 1;
            asking.onError?.(check.name, error);
          }
        }
      }
      done += 1;
      onProgress?.(done, prompts.length * checks.length, total);
    };
    if (check.unknownCost) {
      const first = tasks.next();
      if (!first.done) await answer(first.value);
    }
    for await (const _ of mapUnordered(tasks, check.concurrency, answer));
    return { name: check.name, answers };
  };
  return { checks: await Promise.all(checks.map(askOne)), spent, stopped: [...stopped] };
}

/** A report, and the time of its call unless it was stored. */
interface AskedReport {
  readonly report: CheckReport;
  readonly ms?: number;
}

/** A prompt that was checked without a finding has the score 0; an unchecked one has no score. */
function answerOf({ report, ms }: AskedReport, policy: Asking['policy']): Answer {
  const { findings, skipped, usage = [] } = report;
  if (skipped !== undefined && findings.length === 0 && usage.length === 0) return { kind: 'unread' };
  const joined = sexualisedMinor(findings);
  const judged = joined ? [joined.finding, ...findings] : findings;
  const { decision, reasons } = decidePrompt(policy, judged);
  const category = reasons[0]?.category;
  // A named child alone does not make a prompt unsafe.
  const unsafe = judged.filter(({ category }) => category !== 'minor');
  return {
    kind: 'read',
    score: Math.max(0, ...unsafe.map(({ score }) => score)),
    flagged: decision !== 'allow',
    ...(category !== undefined && { category }),
    ...(ms !== undefined && { ms }),
  };
}

function usdOf(usage: readonly Usage[], prices: PriceTable): number {
  return costOf(usage, prices).estimate;
}
