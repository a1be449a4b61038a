import { expect, it } from 'vitest';
import { lazy } from './lazy.ts';

it('makes the value once for all calls, and again after a failure', async () => {
  let made = 0;
  const value = lazy(async () => {
    made++;
    if (made === 1) throw new Error('away');
    return made;
  });
  const first = await Promise.allSettled([value(), value()]);
  expect(first.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(made).toBe(1);
  expect(await Promise.all([value(), value()])).toEqual([2, 2]);
});
