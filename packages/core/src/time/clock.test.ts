import { expect, it } from 'vitest';
import { startClock } from './clock.ts';

const deadlines = { classify: 100, generate: 200, moderate: 300, total: 1_000_000 };

it('leaves each stage its own deadline while the overall one is far', () => {
  const clock = startClock(deadlines);
  expect([clock.left('classify'), clock.left('generate'), clock.left('moderate')]).toEqual([100, 200, 300]);
});

it('leaves no stage more than the overall deadline does, and never less than nothing', () => {
  const clock = startClock({ ...deadlines, total: 0 });
  expect(clock.left('generate')).toBe(0);
});

it('adds up what was measured elsewhere', () => {
  const clock = startClock(deadlines);
  clock.add({ rules: 1, classify: 2 });
  clock.add({ rules: 10, classify: 20 });
  expect(clock.timings()).toMatchObject({ rules: 11, classify: 22, generate: 0, moderate: 0 });
});

it('counts the time of work that fails, too', async () => {
  const clock = startClock(deadlines);
  await expect(clock.time('generate', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(await clock.time('moderate', async () => 'done')).toBe('done');
  const { generate, moderate, total } = clock.timings();
  expect(generate).toBeGreaterThan(0);
  expect(total).toBeGreaterThanOrEqual(generate + moderate);
});
