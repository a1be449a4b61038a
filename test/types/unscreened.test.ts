import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

it('TypeScript refuses code that passes on an unscreened picture or prompt', async () => {
  // Every misuse in leaks.ts is marked @ts-expect-error, so the compiler fails as soon as one of them would compile.
  const tsc = promisify(execFile)(`${root}/node_modules/.bin/tsc`, ['-p', `${root}/test/tsconfig.json`]);
  await expect(tsc.catch((error: { stdout: string }) => error.stdout)).resolves.toMatchObject({ stdout: '' });
});
