import type { LabelledPrompt } from '../labelled.ts';
import type { Measured } from '../measure/measure.ts';

/** What a report is of. */
export interface Report {
  readonly title: string;
  /** What was measured on what, one sentence each. */
  readonly facts: readonly string[];
  /** What a reader must know before believing the figures. */
  readonly warnings: readonly string[];
  readonly measured: Measured;
  /** US dollars of the run by check; of those that cost nothing, none. */
  readonly spent: ReadonlyMap<string, number>;
}

/** The report as data. Shares of nothing become null. */
export function reportJson({ title, facts, warnings, measured, spent }: Report): object {
  return { title, facts, warnings, ...measured, spentUsd: Object.fromEntries(spent) };
}

/** The same report without the prompts that were judged wrongly; where they stand is still said. */
export function withoutPrompts(report: Report): Report {
  const empty = <Item extends { readonly text: string }>(list: readonly Item[]) =>
    list.map((item) => ({ ...item, text: '' }));
  const checks = report.measured.checks.map((check) => ({
    ...check,
    missed: empty(check.missed),
    falseAlarms: empty(check.falseAlarms),
  }));
  return { ...report, measured: { ...report.measured, checks } };
}

/** Unsafe prompts with which a share is known to within about ten points in nineteen of twenty cases. */
const ENOUGH = 100;

/** Says how far off the figures can be where there are few unsafe or few safe prompts. */
export function smallSample(prompts: readonly LabelledPrompt[]): string[] {
  const unsafe = prompts.filter((prompt) => prompt.unsafe).length;
  return [['unsafe', unsafe] as const, ['safe', prompts.length - unsafe] as const].flatMap(([kind, count]) =>
    count >= ENOUGH
      ? []
      : [
          count === 0
            ? `There is no ${kind} prompt to measure on.`
            : `There are only ${count} ${kind} prompts to measure on: shares of them can be off by ${Math.min(100, Math.round(98 / Math.sqrt(count)))} points.`,
        ],
  );
}

/** The columns of a matrix: every word that some row has, "passed" first. */
export function matrixColumns(matrix: Measured['checks'][number]['matrix']): string[] {
  const names = new Set(Object.values(matrix).flatMap((row) => Object.keys(row)));
  return ['passed', ...[...names].filter((name) => name !== 'passed').sort()];
}
