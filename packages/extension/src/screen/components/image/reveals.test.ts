import { expect, it, vi } from 'vitest';
import { imageOf } from '../../../testing/runs.ts';
import { createReveals } from './reveals.ts';

it('holds an original only while it is revealed, and fetches it each time again', async () => {
  const reveals = createReveals();
  const kept = new Blob(['kept']);
  const original = vi.fn(async () => kept);
  const [image, other] = [imageOf('blur', { original }), imageOf('blur')];
  expect(reveals.has(image)).toBe(true);
  expect(original).not.toHaveBeenCalled();
  await reveals.toggle(other);
  await reveals.toggle(image);
  expect(reveals.originalOf(image)).toBe(kept);
  await reveals.toggle(image);
  expect(reveals.originalOf(image)).toBeUndefined();
  expect(reveals.originalOf(other)).toBe(other.original);
  await reveals.toggle(image);
  expect(original).toHaveBeenCalledTimes(2);
  reveals.hideAll();
  expect([reveals.originalOf(image), reveals.originalOf(other)]).toEqual([undefined, undefined]);
});

it('has nothing to reveal without an original, and none of a clear or withheld picture', () => {
  const { has } = createReveals();
  const original = new Blob(['original']);
  expect(has(imageOf('blur', { original: null }))).toBe(false);
  expect(has(imageOf('clear', { original }))).toBe(false);
  expect(has(imageOf('withhold', { original }))).toBe(false);
});

it('knows that an original is gone, of that picture only', async () => {
  const reveals = createReveals();
  const [gone, other] = [imageOf('blur', { original: async () => undefined }), imageOf('blur')];
  expect(reveals.isGone(gone)).toBe(false);
  await reveals.toggle(gone);
  expect([reveals.isGone(gone), reveals.has(gone), reveals.originalOf(gone)]).toEqual([
    true,
    false,
    undefined,
  ]);
  expect([reveals.isGone(other), reveals.has(other)]).toEqual([false, true]);
});
