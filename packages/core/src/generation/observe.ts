import type { Engine, Observation } from './engine.ts';
import type { Ledger } from './ledger.ts';
import type { CheckRun } from './run-check.ts';

/** Books what checks used, and tells the operator what callers are not told: why a check failed, and its notices. */
export function observeRuns(engine: Engine, id: string, runs: readonly CheckRun[], ledger: Ledger): void {
  for (const run of runs) {
    if (run.failure !== undefined) {
      tell(engine, { type: 'check-failed', id, check: run.check, failure: run.failure, error: run.error });
      continue;
    }
    ledger.add(run.report.usage);
    for (const notice of run.report.notices ?? [])
      tell(engine, { type: 'notice', id, check: run.check, notice });
  }
}

/** An observer that throws must not change what people are shown. */
export function tell(engine: Engine, observation: Observation): void {
  try {
    engine.observe?.(observation);
  } catch {
    // Nowhere to report it: the observer is the report.
  }
}
