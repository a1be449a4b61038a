import { describe, expect, it } from 'vitest';
import type { ImageHeader } from './header.ts';
import { checkLimits, DEFAULT_IMAGE_LIMITS } from './limits.ts';

const header = (changes: Partial<ImageHeader>): ImageHeader => ({
  format: 'png',
  width: 512,
  height: 512,
  frames: 1,
  ...changes,
});
const check = (changes: Partial<ImageHeader>, byteLength = 10, limits = DEFAULT_IMAGE_LIMITS) =>
  checkLimits(header(changes), new Uint8Array(byteLength), limits);

describe('checkLimits', () => {
  it('accepts a picture exactly at each limit', () => {
    expect(() => check({ width: 10_000, height: 16 })).not.toThrow();
    expect(() => check({ width: 5_000, height: 5_000 })).not.toThrow();
    expect(() => check({}, 20 * 1024 * 1024)).not.toThrow();
  });

  it.each([
    ['too_large', { width: 10_001, height: 16 }, 10, /10,001 × 16 pixels; a side may have at most 10,000/],
    ['too_large', { width: 5_001, height: 5_000 }, 10, /at most 25,000,000 pixels in all/],
    ['too_small', { width: 15, height: 512 }, 10, /15 × 512 pixels; a side must have at least 16/],
    ['too_many_frames', { frames: 2 }, 10, /2 frames; only still pictures are accepted/],
    ['too_many_bytes', {}, 20 * 1024 * 1024 + 1, /20,971,521 bytes; at most 20,971,520/],
  ])('refuses one above a limit: %s', (code, changes, byteLength, message) => {
    expect(() => check(changes, byteLength)).toThrow(
      expect.objectContaining({ name: 'ImageError', code, message: expect.stringMatching(message) }),
    );
  });

  it('takes the operator’s limits', () => {
    const limits = { ...DEFAULT_IMAGE_LIMITS, minSide: 80, maxFrames: 3 };
    expect(() => check({ width: 80, frames: 3 }, 10, limits)).not.toThrow();
    expect(() => check({ width: 79 }, 10, limits)).toThrow(/at least 80/);
    expect(() => check({ frames: 4 }, 10, limits)).toThrow(/at most 3 are accepted/);
  });
});
