import { expect, it } from 'vitest';
import { withSharp } from './with-sharp.ts';

it('returns the module', async () => {
  await expect(withSharp(async () => ({ serve: 1 }))).resolves.toEqual({ serve: 1 });
});

it('reports that sharp cannot be loaded, how to install it, and sharp’s own message', async () => {
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

it('rethrows every other error unchanged', async () => {
  const error = new Error('Cannot find module');
  await expect(withSharp(() => Promise.reject(error))).rejects.toBe(error);
});
