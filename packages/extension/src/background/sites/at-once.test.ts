import { expect, it } from 'vitest';
import { atOnce } from './at-once.ts';

it('runs at most so many tasks at the same time, in order, also after one that fails', async () => {
  const limit = atOnce(2);
  const started: number[] = [];
  const ends: (() => void)[] = [];
  const tasks = [0, 1, 2, 3].map((task) =>
    limit(async () => {
      started.push(task);
      await new Promise<void>((resolve) => ends.push(resolve));
      if (task === 1) throw new Error('no');
      return task;
    }).catch(() => 'failed'),
  );
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  await settle();
  expect(started).toEqual([0, 1]);
  ends[1]?.();
  await settle();
  expect(started).toEqual([0, 1, 2]);
  ends[0]?.();
  await settle();
  expect(started).toEqual([0, 1, 2, 3]);
  for (const end of ends) end();
  expect(await Promise.all(tasks)).toEqual([0, 'failed', 2, 3]);
  const last = limit(async () => 'done');
  expect(await last).toBe('done');
});
