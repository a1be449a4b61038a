import { join } from 'node:path';
import type { Mutant } from './mutants.ts';
import type { Related } from './related.ts';
import type { TestRunner } from './test-runner.ts';

/** What became of a mutant. `by` is the test that noticed it, or `time-out`. */
export interface Tried {
  readonly mutant: Mutant;
  readonly by: string | undefined;
}

/** Time for a process to start and for what a test needs on a busy machine. */
const GRACE_MS = 12_000;
/** A test that is slower than this unchanged is asked only when it is beside the mutant. */
const SLOW_MS = 15_000;

/** How long the tests take unchanged, by their paths. */
export type Baseline = ReadonlyMap<string, number>;

/**
 * Runs tests on the code as it is. Those that fail cannot notice anything, so the run would measure nothing.
 * @throws Error that names them.
 */
export async function baselineOf(runner: TestRunner, tests: readonly string[]): Promise<Baseline> {
  const reply = await runner.run({ tests: [...tests], bail: false }, GRACE_MS + 120_000 * tests.length);
  const failed = reply?.files.filter((file) => !file.passed).map((file) => file.test);
  if (!reply || reply.failed)
    throw new Error(`Tests fail without a mutant: ${failed?.join(', ') || 'time-out'}.`);
  return new Map(reply.files.map((file) => [file.test, file.ms]));
}

/** Runs the tests beside a mutant, then the nearest of its package, then those beyond, until one fails. */
export async function tryMutant(
  root: string,
  mutant: Mutant,
  { runner, related, baseline }: { runner: TestRunner; related: Related; baseline: Baseline },
): Promise<Tried> {
  const quick = (tests: readonly string[]) => tests.filter((test) => (baseline.get(test) ?? 0) < SLOW_MS);
  const { file } = mutant;
  for (const tests of [related.beside(file), quick(related.nearest(file)), quick(related.further(file))]) {
    if (tests.length === 0) continue;
    const usual = tests.reduce((sum, test) => sum + (baseline.get(test) ?? 0), 0);
    const request = { tests, bail: true, mutant: { path: join(root, file), source: mutant.source } };
    const reply = await runner.run(request, GRACE_MS + 3 * usual);
    if (!reply) return { mutant, by: 'time-out' };
    if (reply.failed) return { mutant, by: reply.failed };
  }
  return { mutant, by: undefined };
}
