import { expect, it } from 'vitest';
import { progressText } from './progress.ts';

const progress = { done: 1_000, files: 4_000, unsafe: 12, unchecked: 0, spent: 1, expected: 4 };

it('shows rate, time left, cost so far and estimate', () => {
  expect(progressText(progress, 50)).toBe(
    '[#####...............] 1,000 of 4,000  50.0/s  1:00 left  $1.00 of about $4.00  12 unsafe',
  );
});

it('shows no cost for free checks, and no time while it is unknown', () => {
  expect(progressText({ ...progress, spent: 0, expected: 0, unsafe: 0, unchecked: 3 }, 0)).toBe(
    '[#####...............] 1,000 of 4,000  0.0/s  3 unchecked',
  );
});
