import type { Measured } from '../measure/measure.ts';

/** The subject of a report. */
export interface Report {
  readonly title: string;
  /** The measured checks and data, one sentence each. */
  readonly facts: readonly string[];
  /** The limits of the figures, which a reader must know first. */
  readonly warnings: readonly string[];
  readonly measured: Measured;
  /** US dollars of the run by check; free checks are left out. */
  readonly spent: ReadonlyMap<string, number>;
}

/** The report as data. Shares of empty sets become null. */
export function reportJson({ title, facts, warnings, measured, spent }: Report): object {
  return { title, facts, warnings, ...measured, spentUsd: Object.fromEntries(spent) };
}

/** The same report without the texts of wrongly judged prompts; their places stay. */
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

/** Warnings about the precision of the figures when few unsafe or few safe prompts were compared. */
export function smallSample({ compared, unsafe }: Measured): string[] {
  return [
    { kind: 'unsafe', count: unsafe },
    { kind: 'safe', count: compared - unsafe },
  ].flatMap(({ kind, count }) => {
    if (count >= ENOUGH) return [];
    if (count === 0) return [`The measurement has no ${kind} prompts.`];
    const points = Math.min(100, Math.round(98 / Math.sqrt(count)));
    return [
      `The measurement has only ${count} ${kind} prompts: their shares can be off by ${points} points.`,
    ];
  });
}

/** The columns of a matrix: every word that some row has, "passed" first. */
export function matrixColumns(matrix: Measured['checks'][number]['matrix']): string[] {
  const names = new Set(Object.values(matrix).flatMap((row) => Object.keys(row)));
  return ['passed', ...[...names].filter((name) => name !== 'passed').sort()];
}
