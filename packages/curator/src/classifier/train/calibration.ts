import type { Calibration } from '@shoji/embedded/training';

const STEPS = 200;

/**
 * Platt scaling by Newton's method on held-out logits, then moved from the set's share of unsafe prompts to that of traffic.
 * @param prior Share of unsafe prompts in traffic, 0–1.
 */
export function calibrate(logits: readonly number[], unsafe: readonly boolean[], prior: number): Calibration {
  let slope = 1;
  let offset = 0;
  for (let step = 0; step < STEPS; step++) {
    let [gradientSlope, gradientOffset, ss, so, oo] = [0, 0, 1e-9, 0, 1e-9];
    for (const [index, logit] of logits.entries()) {
      const likely = 1 / (1 + Math.exp(-(slope * logit + offset)));
      const error = likely - (unsafe[index] ? 1 : 0);
      const weight = likely * (1 - likely);
      gradientSlope += error * logit;
      gradientOffset += error;
      ss += weight * logit * logit;
      so += weight * logit;
      oo += weight;
    }
    const determinant = ss * oo - so * so;
    const stepSlope = (oo * gradientSlope - so * gradientOffset) / determinant;
    const stepOffset = (ss * gradientOffset - so * gradientSlope) / determinant;
    slope -= stepSlope;
    offset -= stepOffset;
    if (Math.abs(stepSlope) + Math.abs(stepOffset) < 1e-9) break;
  }
  const share = unsafe.filter(Boolean).length / unsafe.length;
  return {
    slope: rounded(slope),
    offset: rounded(offset + Math.log(prior / (1 - prior)) - Math.log(share / (1 - share))),
  };
}

/** Six decimal places: further digits are noise, and would differ between equivalent computations. */
const rounded = (value: number): number => Math.round(value * 1e6) / 1e6;

/** Standard deviation, which makes the logits of two models comparable. */
export function spreadOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}
