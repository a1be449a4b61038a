import { fakeClassifier, fakeEngine, fakeModerator } from '@shoji/core/testing';
import { expect, it } from 'vitest';
import { keepParts } from './keep-parts.ts';

/** A log that keeps its warnings; `warned` resolves with the next one. */
function logged() {
  const lines: unknown[] = [];
  let resolve = (_: unknown) => {};
  const warned = new Promise<unknown>((done) => {
    resolve = done;
  });
  const warn = (details: object, message: string) => {
    lines.push({ ...details, message });
    resolve(lines[0]);
  };
  return { log: { warn }, lines, warned };
}

it('warms parts up in the background, logs failures, and closes them', async () => {
  const { log, warned } = logged();
  const done: string[] = [];
  const warmUp = async () => Promise.reject(new Error('no model'));
  const close = async () => void done.push('closed');
  const parts = keepParts(fakeEngine({ classifiers: [{ ...fakeClassifier(), warmUp, close }] }), log);
  expect(await warned).toEqual({
    part: 'classifier',
    cause: 'Error: no model',
    message: 'a part could not be warmed up',
  });
  await parts.close();
  expect(done).toEqual(['closed']);
});

it('ends warming up when it closes, and logs a part that cannot be closed', async () => {
  const { log, lines } = logged();
  let aborted = false;
  const classifier = {
    ...fakeClassifier(),
    warmUp: ({ signal }: { signal: AbortSignal }) =>
      new Promise<void>((_, reject) =>
        signal.addEventListener('abort', () => {
          aborted = true;
          reject(signal.reason);
        }),
      ),
  };
  const moderator = { ...fakeModerator(), close: async () => Promise.reject(new Error('stuck')) };
  await keepParts(fakeEngine({ classifiers: [classifier], moderators: [moderator] }), log).close();
  expect(aborted).toBe(true);
  expect(lines).toEqual([
    { part: 'moderator', cause: 'Error: stuck', message: 'a part could not be closed' },
  ]);
});

it('does not wait for a part that does not close', async () => {
  const { log, lines } = logged();
  const moderator = { ...fakeModerator(), close: () => new Promise<void>(() => {}) };
  await keepParts(fakeEngine({ moderators: [moderator] }), log).close(1);
  expect(lines).toMatchObject([{ message: 'a part did not close in time' }]);
});
