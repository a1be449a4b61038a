import { describe, expect, it } from 'vitest';
import type { Embedder, Window } from './embedder.ts';
import { packHeads } from './heads.ts';
import { promptScorer, scoredCategories } from './scorer.ts';
import { type PromptWeights, SHIPPED_WEIGHTS } from './weights.ts';

const outputs = 1 + SHIPPED_WEIGHTS.full.outputs.length;
/** Weights whose heads return the one number of an embedding as each of their logits. */
const weights: PromptWeights = {
  ...SHIPPED_WEIGHTS,
  full: {
    ...SHIPPED_WEIGHTS.full,
    heads: packHeads({
      hidden: Float32Array.of(1),
      hiddenBias: Float32Array.of(0),
      output: new Float32Array(outputs).fill(1),
      outputBias: new Float32Array(outputs),
    }),
  },
};

/** An embedder that uses each window as its own embedding, and records which windows it embeds together. */
function embedderOf(...windows: Window[]): Embedder & { readonly batches: number[] } {
  const batches: number[] = [];
  return {
    batches,
    windows: () => windows,
    embed: async (given) => {
      batches.push(given.length);
      return given.map((window) => Float32Array.from(window));
    },
  };
}

describe('promptScorer', () => {
  const score = (...windows: Window[]) => promptScorer(weights, embedderOf(...windows))('a meadow');

  it('returns the likelihood of unsafe, and one for each category', async () => {
    const row = await score([1]);
    expect(row).toHaveLength(1 + scoredCategories(weights).length);
    for (const likelihood of row) {
      expect(likelihood).toBeGreaterThan(0);
      expect(likelihood).toBeLessThan(1);
    }
  });

  it('scores a text by its worst window, at any position', async () => {
    const worst = await score([9]);
    expect(await score([0], [9], [1])).toEqual(worst);
    expect(await score([9], [0])).toEqual(worst);
    expect(worst[0]).toBeGreaterThan((await score([0]))[0] ?? 1);
  });

  it('includes the small model’s score', async () => {
    const scorer = promptScorer(weights, embedderOf([1]));
    expect(await scorer('mutilated corpses covered in blood')).not.toEqual(await scorer('a meadow'));
  });

  it('embeds one window at a time, because the model is quantised by the batch', async () => {
    const embedder = embedderOf([1], [2], [3]);
    await promptScorer(weights, embedder)('a meadow');
    expect(embedder.batches).toEqual([1, 1, 1]);
  });

  it('fails when the embedder leaves out a window', async () => {
    const embedder = { windows: () => [[1]], embed: async () => [] };
    await expect(promptScorer(weights, embedder)('a meadow')).rejects.toThrow('left a text out');
  });
});
