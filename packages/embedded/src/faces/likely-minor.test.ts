import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { likelyMinor } from './likely-minor.ts';

const LARGE = 100;

describe('likelyMinor', () => {
  it.each([
    [5, 0.98, 4],
    [12, 0.81, 5],
    [18, 0.46, 6],
    [25, 0.12, 6],
    [40, 0, 7],
  ])('reads a guess of %d years', (age, minor, deviation) => {
    const apparent = likelyMinor(age, LARGE);
    expect(apparent.minor).toBeCloseTo(minor, 2);
    expect(Math.round(apparent.deviation)).toBe(deviation);
  });

  it('is less sure of a small face, in both directions', () => {
    const [large, small] = [likelyMinor(12, LARGE), likelyMinor(12, 24)];
    expect(small.deviation).toBeGreaterThan(1.5 * large.deviation);
    expect(small.minor).toBeLessThan(large.minor);
    expect(likelyMinor(30, 24).minor).toBeGreaterThan(likelyMinor(30, LARGE).minor);
    expect(likelyMinor(12, 48)).toEqual(large);
  });

  it('counts a guess outside of human ages as the nearest one', () => {
    expect(likelyMinor(-7, LARGE)).toEqual(likelyMinor(0, LARGE));
    expect(likelyMinor(400, LARGE)).toEqual(likelyMinor(90, LARGE));
  });

  it('is a probability, and never rises with the age', () => {
    const ages = fc.double({ min: -20, max: 120, noNaN: true });
    const sides = fc.double({ min: 1, max: 2000, noNaN: true });
    fc.assert(
      fc.property(ages, ages, sides, (one, other, side) => {
        const [younger, older] = [
          likelyMinor(Math.min(one, other), side),
          likelyMinor(Math.max(one, other), side),
        ];
        expect(younger.minor).toBeLessThanOrEqual(1);
        expect(older.minor).toBeGreaterThanOrEqual(0);
        expect(younger.minor).toBeGreaterThanOrEqual(older.minor - 1e-9);
        expect(older.deviation).toBeGreaterThan(0);
      }),
    );
  });
});
