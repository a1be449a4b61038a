import { expect, it } from 'vitest';
import { withSharp } from './with-sharp.ts';

it('gives the module', async () => {
  await expect(withSharp(async () => ({ serve: 1 }))).resolves.toEqual({ serve: 1 });
});

it('says what is missing when sharp cannot be loaded, how to install it, and what sharp says', async () => {
  const failed = withSharp(() =>
    Promise.reject(new Error('Could not load the "sharp" module using the linux-x64 runtime\nmore')),
  );
  await expect(failed).rejects.toMatchObject({
    name: 'CliError',
    exitCode: 1,
    message: expect.stringMatching(
      /native code of sharp is not installed.*npm install --include=optional\n.*linux-x64 runtime\nmore$/s,
    ),
  });
});

it('throws every other error as it is', async () => {
  const error = new Error('Cannot find module');
  await expect(withSharp(() => Promise.reject(error))).rejects.toBe(error);
});
