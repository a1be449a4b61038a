import { isCategory, likelihoods, smallLogits } from '@shoji/core';
import type { Embedder } from './embedder.ts';
import { blendLogits, headLogits, likelihood, loadHeads } from './heads.ts';
import type { PromptWeights } from './weights.ts';

/** Likelihoods of one part of a prompt: that it is unsafe, and then of each of the model's categories. */
export type ScoreRow = readonly number[];

/** Scores parts of prompts by a sentence embedding with heads, averaged with the small model. */
export function promptScorer(
  weights: PromptWeights,
  { windows, embed }: Embedder,
): (part: string) => Promise<ScoreRow> {
  const heads = loadHeads(weights.full.heads);
  return async (part) => {
    let worst: ScoreRow = [];
    for (const window of windows(part)) {
      // One at a time: quantized by the batch, a text's score would depend on what others send, by up to 0.15.
      const [embedding] = await embed([window]);
      if (embedding === undefined) throw new Error('The sentence embedding left a text out.');
      const row = combine(weights, part, headLogits(heads, embedding));
      if (worst.length === 0 || (row[0] ?? 0) > (worst[0] ?? 0)) worst = row;
    }
    return worst;
  };
}

/** The categories of a row's numbers after the first. */
export function scoredCategories({ full }: PromptWeights) {
  return full.outputs.filter(isCategory);
}

/** The average of both models, each by its own spread, calibrated together. */
function combine(weights: PromptWeights, part: string, dense: Float64Array): ScoreRow {
  const { small, full } = weights;
  const sparse = smallLogits(part, small);
  const both = blendLogits(full.spread, dense[0] ?? 0, sparse[0] ?? 0);
  const logits = Array.from(dense.subarray(1), (logit, index) => (logit + (sparse[index + 1] ?? 0)) / 2);
  const categories = likelihoods(scoredCategories(weights), logits);
  return [likelihood(full.calibration, both), ...categories.values()];
}
