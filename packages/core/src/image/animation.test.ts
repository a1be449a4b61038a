import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_ANIMATION_LIMITS, type FramesKept, framesToKeep, sampled } from './animation.ts';
import type { ImageHeader } from './header.ts';

const header = (changes: Partial<ImageHeader> = {}): ImageHeader => ({
  ...{ format: 'gif', width: 100, height: 100, frames: 10 },
  ...changes,
});
const keep = (changes: Partial<ImageHeader>, kept: FramesKept = 'sample', most = 25_000_000) =>
  framesToKeep(header(changes), kept, DEFAULT_ANIMATION_LIMITS, most);

describe('framesToKeep', () => {
  it('keeps every frame up to the limit, and the limit of more', () => {
    expect([2, 32, 33, 1_000].map((frames) => keep({ frames }))).toEqual([2, 32, 32, 32]);
    expect(keep({ frames: 32 }, 'every')).toBe(32);
  });

  it('keeps fewer where the frames are large', () => {
    expect(keep({ frames: 10, width: 1_000, height: 1_000 }, 'sample', 3_999_999)).toBe(3);
    expect(keep({ frames: 2, width: 1_000, height: 1_000 }, 'every', 2_000_000)).toBe(2);
  });

  it('accepts an animation exactly at its limits', () => {
    expect(keep({ frames: 1_000, width: 250, height: 200 })).toBe(32);
  });

  it.each([
    ['too_many_frames', {}, 'sample', 19_999, /10 frames; at most 1 of this size can be checked/],
    ['too_many_frames', { frames: 33 }, 'every', 25_000_000, /33 frames; at most 32 of this size/],
    ['too_many_frames', { frames: 1_001 }, 'sample', 25_000_000, /1001 frames; at most 1000 are accepted/],
    ['too_large', { frames: 1_000, width: 251, height: 200 }, 'sample', 25_000_000, /50000000 pixels in all/],
    ['too_many_frames', { format: 'png' }, 'sample', 25_000_000, /animated PNG, whose frames cannot be read/],
    ['too_many_frames', { format: 'jpeg' }, 'sample', 25_000_000, /animated JPEG/],
  ] as const)('refuses one over a limit: %s', (code, changes, kept, most, message) => {
    expect(() => keep(changes, kept, most)).toThrow(
      expect.objectContaining({ name: 'ImageError', code, message: expect.stringMatching(message) }),
    );
  });
});

describe('sampled', () => {
  it('has the first frame, and others at equal distances', () => {
    expect(sampled(10, 4)).toEqual([0, 2, 5, 7]);
    expect(sampled(3, 32)).toEqual([0, 1, 2]);
    expect(sampled(96, 32)).toEqual(Array.from({ length: 32 }, (_, index) => index * 3));
  });

  it('has as many different frames as wanted, in order, with distances that differ by one at most', () => {
    const count = fc.integer({ min: 1, max: 1_000 });
    fc.assert(
      fc.property(count, count, (frames, kept) => {
        const places = sampled(frames, kept);
        expect(places).toHaveLength(Math.min(frames, kept));
        expect(places[0]).toBe(0);
        const gaps = [...places, frames].slice(1).map((at, index) => at - (places[index] ?? 0));
        expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1);
        expect(Math.max(...gaps) - Math.min(...gaps)).toBeLessThanOrEqual(1);
      }),
    );
  });
});
