import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explicit, logit, NSFW_CLASSES, type NsfwScores, pooled, probabilityOf } from './scores.ts';

const probabilities = fc
  .tuple(...NSFW_CLASSES.map(() => fc.double({ min: 0.001, max: 1, noNaN: true })))
  .map(([Drawing = 0, Hentai = 0, Neutral = 0, Porn = 0, Sexy = 0]): NsfwScores => {
    const sum = Drawing + Hentai + Neutral + Porn + Sexy;
    return {
      Drawing: Drawing / sum,
      Hentai: Hentai / sum,
      Neutral: Neutral / sum,
      Porn: Porn / sum,
      Sexy: Sexy / sum,
    };
  });
const sumOf = (scores: NsfwScores) => Object.values(scores).reduce((sum, score) => sum + score, 0);
const only = (name: keyof NsfwScores): NsfwScores => ({
  Drawing: 0,
  Hentai: 0,
  Neutral: 0,
  Porn: 0,
  Sexy: 0,
  [name]: 1,
});

describe('pooled', () => {
  it('adds up to 1, does not mind the order, and keeps what both say', () => {
    fc.assert(
      fc.property(probabilities, probabilities, (a, b) => {
        expect(sumOf(pooled(a, b))).toBeCloseTo(1, 9);
        expect(pooled(a, b)).toEqual(pooled(b, a));
        expect(pooled(a, a).Porn).toBeCloseTo(a.Porn, 9);
      }),
    );
  });

  it('lets neither model decide alone, however sure it is', () => {
    expect(pooled(only('Porn'), only('Neutral')).Porn).toBeCloseTo(0.5, 1);
    expect(pooled(only('Porn'), only('Porn')).Porn).toBeGreaterThan(0.99);
  });
});

describe('logit', () => {
  it('is undone by probabilityOf, and finite at the ends', () => {
    for (const probability of [0.001, 0.2, 0.5, 0.97])
      expect(probabilityOf(logit(probability))).toBeCloseTo(probability, 4);
    expect(Number.isFinite(logit(0)) && Number.isFinite(logit(1))).toBe(true);
  });
});

describe('explicit', () => {
  it('adds the two explicit classes, because they exclude each other', () => {
    expect(explicit({ ...only('Neutral'), Neutral: 0.2, Porn: 0.3, Hentai: 0.5 })).toBeCloseTo(0.8, 9);
  });
});
