import { describe, expect, it } from 'vitest';
import { blendLogits, headLogits, likelihood, loadHeads, packHeads } from './heads.ts';

/** Two hidden units over an embedding of three numbers, and two outputs. */
const heads = {
  hidden: Float32Array.of(1, 2, 3, -1, 0, 0.5),
  hiddenBias: Float32Array.of(0.5, 1),
  output: Float32Array.of(1, 2, -1, 0.25),
  outputBias: Float32Array.of(0, 10),
};

describe('headLogits', () => {
  it('computes a hidden layer with ReLU, and then the outputs', () => {
    // Hidden: 1·1 + 2·0 + 3·2 + 0.5 = 7.5, and −1·1 + 0.5·2 + 1 = 1.
    expect([...headLogits(heads, Float32Array.of(1, 0, 2))]).toEqual([9.5, 2.75]);
  });

  it('treats a hidden unit below zero as zero', () => {
    // Hidden: −1 − 2 + 0.5 < 0, and 1 + 1 = 2.
    expect([...headLogits(heads, Float32Array.of(-1, -1, 0))]).toEqual([4, 10.5]);
  });
});

describe('packed heads', () => {
  it('are unchanged by packing and unpacking', () => {
    expect(loadHeads(packHeads(heads))).toEqual(heads);
  });

  it('are base64 of little-endian float32', () => {
    expect(packHeads(heads).hiddenBias).toBe(Buffer.from([0, 0, 0, 63, 0, 0, 128, 63]).toString('base64'));
  });

  it('can be views into a larger buffer', () => {
    const all = Float32Array.of(7, 0.5, 1, 7);
    expect(packHeads({ ...heads, hiddenBias: all.subarray(1, 3) }).hiddenBias).toBe(
      packHeads(heads).hiddenBias,
    );
  });
});

describe('blendLogits', () => {
  it('divides each logit by its spread and gives the heads three times the weight', () => {
    expect(blendLogits({ heads: 2, small: 4 }, 4, 8)).toBe(8);
  });
});

describe('likelihood', () => {
  it('is one half for a calibrated logit of zero', () => {
    expect(likelihood({ slope: 2, offset: -6 }, 3)).toBe(0.5);
  });

  it('rises with the logit, from 0 to 1', () => {
    const calibration = { slope: 1, offset: 0 };
    expect(likelihood(calibration, 2)).toBeCloseTo(0.880797, 6);
    expect(likelihood(calibration, -2)).toBeCloseTo(0.119203, 6);
  });
});
