import { likelihoods, smallLogits } from '@shoji/core/text';
import { isCategory } from '@shoji/core/vocabulary';
import type { Embedder } from './embedder.ts';
import { blendLogits, headLogits, likelihood, loadHeads } from './heads.ts';
import type { PromptWeights } from './weights.ts';

/** Likelihoods of one part of a prompt, 0–1: of unsafe, and then of each category of the model. */
export type ScoreRow = readonly number[];

/** Scores parts of prompts by heads over a sentence embedding, averaged with the small model. A part scores as its worst window. */
export function promptScorer(
  weights: PromptWeights,
  { windows, embed }: Embedder,
): (part: string) => Promise<ScoreRow> {
  const heads = loadHeads(weights.full.heads);
  return async (part) => {
    let worst: ScoreRow = [];
    for (const window of windows(part)) {
      // One at a time. The model quantises by the batch, so the score would depend on other texts, by up to 0.15.
      const [embedding] = await embed([window]);
      if (embedding === undefined) throw new Error('The sentence embedding left a text out.');
      const row = combine(weights, part, headLogits(heads, embedding));
      if (worst.length === 0 || (row[0] ?? 0) > (worst[0] ?? 0)) worst = row;
    }
    return worst;
  };
}

/** The categories of a row, in the order of its numbers after the first. */
export function scoredCategories({ full }: PromptWeights) {
  return full.outputs.filter(isCategory);
}

/** Averages both models, each divided by its spread, and calibrates the result. */
function combine(weights: PromptWeights, part: string, dense: Float64Array): ScoreRow {
  const { small, full } = weights;
  const sparse = smallLogits(part, small);
  const both = blendLogits(full.spread, dense[0] ?? 0, sparse[0] ?? 0);
  const logits = Array.from(dense.subarray(1), (logit, index) => (logit + (sparse[index + 1] ?? 0)) / 2);
  const categories = likelihoods(scoredCategories(weights), logits);
  return [likelihood(full.calibration, both), ...categories.values()];
}
