import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { precisionRecallCurve, rocCurve } from './curves.ts';
import { areaUnderCurve, averagePrecision, caughtAt, thresholdAt } from './ranking.ts';

// Four texts: unsafe at 0.9 and 0.4, safe at 0.6 and 0.1. Of the four pairs of an unsafe and a safe text, three are in
// the right order.
const scores = [0.9, 0.6, 0.4, 0.1];
const unsafe = [true, false, true, false];

describe('by hand', () => {
  it('counts the pairs in the right order, ties as half', () => {
    expect(areaUnderCurve(scores, unsafe)).toBe(0.75);
    expect(areaUnderCurve([0.5, 0.5], [true, false])).toBe(0.5);
    expect(areaUnderCurve([0.5, 0.5, 0.2], [true, false, false])).toBe(0.75);
  });

  it('averages the precision at each unsafe text: 1 of 1, then 2 of 3', () =>
    expect(averagePrecision({ scores, unsafe })).toBeCloseTo((1 + 2 / 3) / 2, 12));

  it('draws the curves through every score', () => {
    expect(rocCurve({ scores, unsafe })).toEqual([
      { x: 0, y: 0 },
      { x: 0, y: 0.5 },
      { x: 0.5, y: 0.5 },
      { x: 0.5, y: 1 },
      { x: 1, y: 1 },
    ]);
    expect(precisionRecallCurve({ scores, unsafe })).toEqual([
      { x: 0, y: 1 },
      { x: 0.5, y: 1 },
      { x: 0.5, y: 0.5 },
      { x: 1, y: 2 / 3 },
      { x: 1, y: 0.5 },
    ]);
  });

  it('finds the threshold with a false positive rate of one half, and the recall above it', () => {
    expect(thresholdAt(scores, unsafe, 0.5)).toBe(0.1);
    expect(caughtAt(scores, unsafe, 0.5)).toBe(1);
    expect(thresholdAt(scores, unsafe, 0.01)).toBe(0.6);
    expect(caughtAt(scores, unsafe, 0.01)).toBe(0.5);
  });

  it('is undefined where one class is missing', () => {
    expect(areaUnderCurve([0.5], [true])).toBeNaN();
    expect(averagePrecision({ scores: [0.5], unsafe: [false] })).toBeNaN();
    expect(rocCurve({ scores: [0.5], unsafe: [true] })).toEqual([]);
    expect(precisionRecallCurve({ scores: [], unsafe: [] })).toEqual([]);
  });
});

/** Texts with scores on a coarse scale, so that there are ties; both classes occur. */
const texts = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 12 }), fc.boolean()), { minLength: 2, maxLength: 60 })
  .filter((list) => new Set(list.map(([, isUnsafe]) => isUnsafe)).size === 2)
  .map((list) => ({ scores: list.map(([score]) => score / 12), unsafe: list.map(([, each]) => each) }));

describe('for any scores', () => {
  it('the area is the share of pairs in the right order', () =>
    fc.assert(
      fc.property(texts, ({ scores, unsafe }) => {
        const of = (kind: boolean) => scores.filter((_, index) => unsafe[index] === kind);
        const pairs = of(true).flatMap((high) =>
          of(false).map((low): number => (high > low ? 1 : high === low ? 0.5 : 0)),
        );
        const share = pairs.reduce((sum, each) => sum + each, 0) / pairs.length;
        expect(areaUnderCurve(scores, unsafe)).toBeCloseTo(share, 10);
      }),
    ));

  it('the area equals that under the drawn curve, and with inverted scores its complement', () =>
    fc.assert(
      fc.property(texts, ({ scores, unsafe }) => {
        const curve = rocCurve({ scores, unsafe });
        const drawn = curve.reduce((sum, { x, y }, index) => {
          const before = curve[index - 1] ?? { x, y };
          return sum + ((x - before.x) * (y + before.y)) / 2;
        }, 0);
        const area = areaUnderCurve(scores, unsafe);
        expect(area).toBeCloseTo(drawn, 10);
        const turned = scores.map((score) => 1 - score);
        expect(areaUnderCurve(turned, unsafe)).toBeCloseTo(1 - area, 10);
      }),
    ));

  it('average precision is between the share of unsafe texts for a random order and 1 for a perfect one', () =>
    fc.assert(
      fc.property(texts, ({ scores, unsafe }) => {
        const average = averagePrecision({ scores, unsafe });
        expect(average).toBeGreaterThan(0);
        expect(average).toBeLessThanOrEqual(1 + 1e-12);
        const perfect = unsafe.map((each) => (each ? 1 : 0));
        expect(averagePrecision({ scores: perfect, unsafe })).toBe(1);
      }),
    ));
});

it('draws ten thousand scores with few points, including both ends', () => {
  const many = Array.from({ length: 10_000 }, (_, index) => index / 10_000);
  const curve = rocCurve({ scores: many, unsafe: many.map((_, index) => index % 3 === 0) });
  expect(curve.length).toBeLessThanOrEqual(201);
  expect(curve[0]).toEqual({ x: 0, y: 0 });
  expect(curve.at(-1)).toEqual({ x: 1, y: 1 });
});
