import { describe, expect, it } from 'vitest';
import { warp } from './warp.ts';

const ramp = (side: number) => ({
  width: side,
  height: side,
  data: Uint8Array.from({ length: side * side * 3 }, (_, at) => Math.floor(at / 3) % side),
});

describe('warp', () => {
  it('moves pixels by at most the given strength', () => {
    const { data } = warp(ramp(200), 8, 1);
    const moved = [...ramp(200).data].map((value, at) => Math.abs(value - (data[at] ?? 0)));
    expect(Math.max(...moved)).toBeGreaterThan(2);
    expect(Math.max(...moved)).toBeLessThanOrEqual(9);
  });

  it('gives the same result for the same seed, and a different one for another seed', () => {
    expect(warp(ramp(64), 4, 1).data).toEqual(warp(ramp(64), 4, 1).data);
    expect(warp(ramp(64), 4, 1).data).not.toEqual(warp(ramp(64), 4, 2).data);
  });
});
