import { describe, expect, it } from 'vitest';
import { confusionOf, ratesOf, thresholdTable } from './confusion.ts';
import { reliability } from './reliability.ts';

const close = (value: number) => expect.closeTo(value, 12);

describe('confusion', () => {
  it('counts, and computes the rates', () => {
    const confusion = confusionOf([true, true, false, false, true], [true, true, true, false, false]);
    expect(confusion).toEqual({ caught: 2, missed: 1, falseAlarms: 1, passed: 1 });
    expect(ratesOf(confusion, 0.5)).toEqual({
      precision: close(2 / 3),
      recall: close(2 / 3),
      f1: close(2 / 3),
      falseAlarmRate: 0.5,
      precisionInTraffic: close(2 / 3 / (2 / 3 + 0.5)),
    });
  });

  it('estimates precision where one text in twenty is unsafe', () => {
    // Catches 90 %, flags 10 % of the safe ones: 0.045 of all texts rightly, 0.095 wrongly.
    const confusion = { caught: 90, missed: 10, falseAlarms: 10, passed: 90 };
    expect(ratesOf(confusion, 0.05)).toMatchObject({
      precision: 0.9,
      precisionInTraffic: close(0.045 / (0.045 + 0.095)),
    });
  });

  it('is NaN where its denominator is zero', () => {
    expect(ratesOf(confusionOf([false], [false]), 0.05)).toMatchObject({
      precision: Number.NaN,
      recall: Number.NaN,
      falseAlarmRate: 0,
    });
  });

  it('flags at and above the threshold', () => {
    const rows = thresholdTable([0.5, 0.49], [true, true], 0.05);
    expect(rows.find(({ threshold }) => threshold === 0.5)?.confusion).toMatchObject({
      caught: 1,
      missed: 1,
    });
    expect(rows.map(({ threshold }) => threshold)).toEqual([...rows.map((row) => row.threshold)].sort());
  });
});

describe('reliability', () => {
  it('compares scores with the share of unsafe texts, per tenth', () => {
    // As many unsafe as safe texts, and a prior of one half: every text weighs a quarter.
    const { bins, brier, error } = reliability(
      { scores: [0.85, 0.85, 0.15, 1], unsafe: [true, false, false, true] },
      0.5,
    );
    expect(bins).toEqual([
      { from: 0.1, texts: 1, meanScore: close(0.15), unsafe: 0 },
      { from: 0.8, texts: 2, meanScore: close(0.85), unsafe: close(0.5) },
      { from: 0.9, texts: 1, meanScore: close(1), unsafe: close(1) },
    ]);
    expect(brier).toBeCloseTo((0.15 ** 2 + 0.85 ** 2 + 0.15 ** 2 + 0) / 4, 12);
    expect(error).toBeCloseTo(0.25 * 0.15 + 0.5 * 0.35, 12);
  });

  it('weighs texts to the share of unsafe ones in traffic', () => {
    const { bins } = reliability({ scores: [0.05, 0.05], unsafe: [true, false] }, 0.05);
    expect(bins).toEqual([{ from: 0, texts: 2, meanScore: close(0.05), unsafe: close(0.05) }]);
  });
});
