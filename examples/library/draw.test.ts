import { afterAll, expect, it } from 'vitest';
import { close, draw, load } from './draw.ts';

const never = new AbortController().signal;

afterAll(close);

it('loads its models', { timeout: 60_000 }, async () => {
  expect(await load(never)).toEqual([]);
});

it('draws a clear picture', { timeout: 60_000 }, async () => {
  const { decision, picture, reasons } = await draw('a dog in a suit', never);
  expect(decision).toBe('clear');
  // The sample generator says what its pictures are.
  expect(reasons).toEqual([expect.stringContaining('sample pictures')]);
  expect(picture?.subarray(1, 4)).toEqual(new TextEncoder().encode('PNG'));
});

it('blurs the picture of a warned prompt, and says why', { timeout: 60_000 }, async () => {
  const { decision, picture, reasons } = await draw('a sexy woman', never);
  expect(decision).toBe('blur');
  expect(picture?.length).toBeGreaterThan(0);
  expect(reasons.join(' ')).toMatch(/suggestive/i);
});
