import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { ROOT } from '../../scripts/pack/workspace.ts';

/** The output of a tool of the workspace, with its exit code. */
async function run(tool: string, args: readonly string[]) {
  const program = join(ROOT, 'node_modules/.bin', tool);
  return promisify(execFile)(program, args, { cwd: ROOT, maxBuffer: 64 * 2 ** 20 }).then(
    ({ stdout }) => ({ code: 0, stdout }),
    ({ code, stdout }: { code: number; stdout: string }) => ({ code, stdout }),
  );
}

it('knip finds no unused file, export or dependency, and no error in its configuration', async () => {
  expect(await run('knip', ['--no-progress', '--treat-config-hints-as-errors'])).toEqual({
    code: 0,
    stdout: '',
  });
});
