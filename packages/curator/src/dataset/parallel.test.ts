import { describe, expect, it } from 'vitest';
import { mapUnordered } from './parallel.ts';

describe('mapUnordered', () => {
  it('yields each result when it arrives, and never exceeds the concurrency', async () => {
    const gates = Array.from({ length: 6 }, () => Promise.withResolvers<void>());
    let underWay = 0;
    let most = 0;
    const results = mapUnordered(gates.keys(), 3, async (index) => {
      underWay += 1;
      most = Math.max(most, underWay);
      await gates[index]?.promise;
      underWay -= 1;
      return index;
    });
    const seen: number[] = [];
    for (const index of [2, 0, 4, 1, 3, 5]) {
      gates[index]?.resolve();
      seen.push((await results.next()).value ?? -1);
    }
    expect(seen).toEqual([2, 0, 4, 1, 3, 5]);
    expect((await results.next()).done).toBe(true);
    expect(most).toBe(3);
  });

  it('throws the error of a call', async () => {
    const results = mapUnordered([1], 4, () => Promise.reject(new Error('disk full')));
    await expect(results.next()).rejects.toThrow('disk full');
  });
});
