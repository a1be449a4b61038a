import { expect, it } from 'vitest';
import { startClock } from './clock.ts';

const deadlines = { classify: 100, generate: 200, moderate: 300, total: 1_000_000 };

it('gives each stage its own deadline while the overall one is later', () => {
  const clock = startClock(deadlines);
  expect([clock.left('classify'), clock.left('generate'), clock.left('moderate')]).toEqual([100, 200, 300]);
});

it('gives a stage at most the rest of the overall deadline, and never less than zero', () => {
  const clock = startClock({ ...deadlines, total: 0 });
  expect(clock.left('generate')).toBe(0);
});

it('adds times that were measured elsewhere', () => {
  const clock = startClock(deadlines);
  clock.add({ rules: 1, classify: 2 });
  clock.add({ rules: 10, classify: 20 });
  expect(clock.timings()).toMatchObject({ rules: 11, classify: 22, generate: 0, moderate: 0 });
});

it('counts the time of failed work too', async () => {
  const clock = startClock(deadlines);
  await expect(clock.time('generate', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(await clock.time('moderate', async () => 'done')).toBe('done');
  const { generate, moderate, total } = clock.timings();
  expect(generate).toBeGreaterThan(0);
  expect(total).toBeGreaterThanOrEqual(generate + moderate);
});
