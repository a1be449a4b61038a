import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { ROOT } from '../../scripts/pack/workspace.ts';
import { changedFrom } from '../mutation/repository.ts';

/** No other mutant is started after so many minutes: those of a small change are few, and of a large one a sample runs. */
const MINUTES = 4;

it('the tests notice mutants of changed lines at least at the floor of each room', {
  // The tests near a room run once before its first mutant, and the last mutant is tried to its end.
  timeout: 3 * MINUTES * 60_000,
}, async (context) => {
  const since = changedFrom(ROOT);
  context.skip(since === undefined, 'There is no earlier commit to compare with, so no mutant was run.');
  const { PATH = '', HOME = '' } = process.env;
  const { code, output } = await promisify(execFile)(
    'npm',
    ['run', '-s', 'mutate', '--', '--since', String(since), '--minutes', String(MINUTES)],
    { cwd: ROOT, env: { PATH, HOME }, maxBuffer: 64 * 2 ** 20 },
  ).then(
    ({ stdout }) => ({ code: 0, output: stdout }),
    (error: { code: number; stdout: string; stderr: string }) => ({
      code: error.code,
      output: error.stdout + error.stderr,
    }),
  );
  await context.annotate(`Mutants of what changed since ${since}:\n${output}`);
  expect(code, output).toBe(0);
});
