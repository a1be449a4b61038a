import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { writeHash } from './blocked-list.ts';
import {
  hashDistance,
  hashOf,
  lookupHashes,
  type PerceptualHash,
  PLANE_SIDE,
  planeOf,
} from './perceptual-hash.ts';

/** Blocks of different brightness, the same on every machine: no codec is involved. */
function blocks(seed: number) {
  const data = new Uint8Array(PLANE_SIDE ** 2 * 3);
  const side = 16;
  const levels = Array.from({ length: (PLANE_SIDE / side) ** 2 }, (_, at) => {
    const mixed = Math.imul((at + 1) * seed, 2_654_435_761) >>> 0;
    return [mixed >>> 24, (mixed >>> 16) & 0xff, (mixed >>> 8) & 0xff];
  });
  for (let at = 0; at < PLANE_SIDE ** 2; at += 1) {
    const [x, y] = [at % PLANE_SIDE, Math.floor(at / PLANE_SIDE)];
    const level = levels[Math.floor(y / side) * (PLANE_SIDE / side) + Math.floor(x / side)] ?? [];
    data.set(level, at * 3);
  }
  return { width: PLANE_SIDE, height: PLANE_SIDE, data };
}

const hashed = (seed: number) => hashOf(planeOf(blocks(seed)));
const digest = (hashes: readonly PerceptualHash[]) =>
  createHash('sha256')
    .update(hashes.map((hash) => [...hash].join(' ')).join('\n'))
    .digest('hex');

// Lists are shared and kept, so a picture must have the same hash in every version.
describe('the hash of a picture', () => {
  it.each([
    [1, 'shoji-image-1:5543fa05e2c4dd75a327f1671cd6d39f5428e63dfaff15a33f2abdbbc19c23a3'],
    [7, 'shoji-image-1:c10f5121a0d469d53527fd3b167713c2b12ab617c97717a20772ed5a448ec8e5'],
  ])('never changes (%i)', (seed, expected) => {
    const hash = hashed(seed);
    expect(hash && writeHash(hash)).toBe(expected);
  });

  it('is looked up in 81 crops, each as it is and mirrored', () => {
    const hashes = lookupHashes(planeOf(blocks(1)));
    expect(hashes).toHaveLength(162);
    expect(digest(hashes)).toBe('73e2f2e87d62ea89811624b88e9d0dc98837c07f5ba69c851ed908294f97a266');
  });

  it('differs from that of another picture in about half of its bits', () => {
    const [one, other] = [hashed(1), hashed(7)];
    const distance = one && other ? hashDistance(one, other) : 0;
    expect(distance).toBeGreaterThan(80);
    expect(distance).toBeLessThan(176);
  });

  it('is of 256 pixels a side', () => {
    const { data } = blocks(1);
    for (const [width, height] of [
      [PLANE_SIDE, PLANE_SIDE - 1],
      [PLANE_SIDE - 1, PLANE_SIDE],
    ] as const)
      expect(() => planeOf({ data, width, height })).toThrow('256 × 256');
  });
});
