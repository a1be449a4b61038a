import { join } from 'node:path';
import type { Mutant } from './mutants.ts';
import type { Related } from './related.ts';
import type { RunReply, RunRequest } from './run-messages.ts';
import type { TestRunner } from './test-runner.ts';

/** The outcome of a mutant. `by` is the test that noticed it, or `time-out`. */
export interface Tried {
  readonly mutant: Mutant;
  readonly by: string | undefined;
}

/** Time for a process to start and for what a test needs on a busy machine. */
const GRACE_MS = 12_000;
/** A test that is slower than this unchanged is asked only when it is beside the mutant. */
const SLOW_MS = 15_000;

/** How long tests take without a mutant. */
export interface Baseline {
  /**
   * Runs those tests that were not run yet.
   * @returns Milliseconds of each.
   * @throws Error that names tests that fail: they could notice nothing, so the run would measure nothing.
   */
  of(tests: readonly string[]): Promise<ReadonlyMap<string, number>>;
}

/** The duration of each test that has run. */
export function createBaseline(runner: TestRunner): Baseline {
  const known = new Map<string, number>();
  return {
    async of(tests) {
      const fresh = tests.filter((test) => !known.has(test));
      if (fresh.length === 0) return known;
      const reply = await runner.run({ tests: fresh, bail: false }, GRACE_MS + 120_000 * fresh.length);
      if (!reply || reply.failed)
        throw new Error(`Tests fail without a mutant: ${reply?.failed ?? 'time-out'}`);
      for (const { test, ms } of reply.files) known.set(test, ms);
      return known;
    },
  };
}

/** Runs the tests beside a mutant, then the nearest of its package, then those beyond, until one fails. */
export async function tryMutant(
  root: string,
  mutant: Mutant,
  { runner, related, baseline }: { runner: TestRunner; related: Related; baseline: Baseline },
): Promise<Tried> {
  const { file } = mutant;
  const beside = related.beside(file);
  for (const near of [beside, related.nearest(file), related.further(file)]) {
    const usual = await baseline.of(near);
    const tests = near === beside ? beside : near.filter((test) => (usual.get(test) ?? 0) < SLOW_MS);
    if (tests.length === 0) continue;
    const ms = tests.reduce((sum, test) => sum + (usual.get(test) ?? 0), 0);
    const request = { tests, bail: true, mutant: { path: join(root, file), source: mutant.source } };
    const reply = (await runner.run(request, GRACE_MS + 3 * ms)) ?? (await runAgain(request, runner));
    if (!reply) return { mutant, by: 'time-out' };
    if (reply.failed) return { mutant, by: reply.failed };
  }
  return { mutant, by: undefined };
}

/**
 * A time-out alone says little: the machine may be busy, and a process that replaces a killed one has everything to
 * transform. So the tests are run without the mutant, and then with it for as long as that took.
 */
async function runAgain(request: RunRequest, runner: TestRunner): Promise<RunReply | undefined> {
  const { tests } = request;
  const begun = performance.now();
  await runner.run({ tests, bail: false }, GRACE_MS + 120_000 * tests.length);
  return runner.run(request, GRACE_MS + performance.now() - begun);
}
