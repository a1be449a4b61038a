import type { Scored } from './ranking.ts';

/** Texts whose scores are in one tenth of the scale. */
export interface ReliabilityBin {
  /** Lower end of the tenth, 0–0.9. */
  readonly from: number;
  readonly texts: number;
  readonly meanScore: number;
  /** Share of unsafe texts, as if `prior` of all texts were unsafe. */
  readonly unsafe: number;
}

export interface Reliability {
  /** The tenths that contain a text. */
  readonly bins: readonly ReliabilityBin[];
  /** Mean squared distance of scores from 1 (unsafe) or 0 (safe): 0 is perfect. */
  readonly brier: number;
  /** Expected calibration error: the mean distance of scores from the share of unsafe texts, 0–1. */
  readonly error: number;
}

const BINS = 10;

/**
 * Whether a score of 0.7 means that seven in ten are unsafe. Test sets hold more unsafe texts than traffic does, so texts
 * are weighed as if `prior` of them were unsafe. NaN without unsafe or without safe texts.
 */
export function reliability({ scores, unsafe }: Scored, prior: number): Reliability {
  const positives = unsafe.filter(Boolean).length;
  const weights = { unsafe: prior / positives, safe: (1 - prior) / (unsafe.length - positives) };
  const sums = Array.from({ length: BINS }, () => ({ texts: 0, weight: 0, score: 0, unsafe: 0 }));
  let brier = 0;
  for (const [index, score] of scores.entries()) {
    const isUnsafe = unsafe[index] === true;
    const weight = isUnsafe ? weights.unsafe : weights.safe;
    const bin = sums[Math.max(0, Math.min(BINS - 1, Math.floor(score * BINS)))];
    brier += weight * (score - (isUnsafe ? 1 : 0)) ** 2;
    if (!bin) continue;
    bin.texts += 1;
    bin.weight += weight;
    bin.score += weight * score;
    if (isUnsafe) bin.unsafe += weight;
  }
  return {
    bins: sums.flatMap(({ texts, weight, score, unsafe: share }, index) =>
      texts === 0 ? [] : [{ from: index / BINS, texts, meanScore: score / weight, unsafe: share / weight }],
    ),
    brier,
    error: sums.reduce((sum, { score, unsafe: share }) => sum + Math.abs(score - share), 0),
  };
}
