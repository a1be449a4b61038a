import { loadLinearModel, packLinearModel, randomFrom, trainLinear } from '@shoji/core/text';
import { spreadOf } from '../../../packages/curator/src/classifier/train/calibration.ts';
import { trainDense } from '../../../packages/curator/src/classifier/train/dense.ts';
import type { Example } from '../../../packages/curator/src/classifier/train/learn.ts';
import { headLogits } from '../../../packages/embedded/src/prompt/heads.ts';

const BUCKETS = 1 << 18;
const GRAMS = [3, 4, 5];
/** Share of the prompts that the averaged baseline's network learns from. */
const QUARTER = 0.25;

/** The raw scores of the two plain models that ours are compared with. */
export interface Baselines {
  hashed(example: Example): number;
  averaged(example: Example): number;
}

/**
 * Trains the baselines: n-grams of the lower-cased text hashed into 2^18 buckets with int8 weights, and that model
 * averaged with a network of one hidden layer over the embeddings of a quarter of the prompts.
 */
export function trainBaselines(examples: readonly Example[], seed: number): Baselines {
  const row = trainLinear(
    examples.map(({ text, unsafe }) => ({ features: hashedGrams(text), target: unsafe ? 1 : 0 })),
    { seed, epochs: 3, rate: 0.3 },
  );
  const model = loadLinearModel(packLinearModel([{ name: 'unsafe', keep: BUCKETS, ...row }], 127));
  const logits = new Float64Array(1);
  const hashed = ({ text }: Example): number => {
    const features = hashedGrams(text);
    model.logits(features, features.length, logits);
    return logits[0] ?? 0;
  };
  const random = randomFrom(seed);
  const quarter = examples.filter(() => random() < QUARTER);
  const heads = trainDense(
    quarter.flatMap(({ embedding, unsafe }) =>
      embedding ? [{ embedding: meanIn(embedding), unsafe: unsafe ? 1 : 0, category: -1, weight: 1 }] : [],
    ),
    {
      seed,
      units: 64,
      categories: 0,
      epochs: 10,
      rate: 0.001,
      dropout: { input: 0, hidden: 0 },
      decay: 0,
      categoryWeight: 1,
    },
  );
  const dense = ({ embedding }: Example) => (embedding ? (headLogits(heads, meanIn(embedding))[0] ?? 0) : 0);
  const seen = quarter.filter(({ embedding }) => embedding);
  const spread = { dense: spreadOf(seen.map(dense)), hashed: spreadOf(seen.map(hashed)) };
  return {
    hashed,
    averaged: (example) => dense(example) / spread.dense + hashed(example) / spread.hashed,
  };
}

/** The mean of the tokens, which is what a sentence embedding usually is: the first half of ours. */
const meanIn = (embedding: Float32Array): Float32Array => embedding.subarray(0, embedding.length / 2);

/** Words, pairs of words and character n-grams within words, each once (FNV-1a). */
function hashedGrams(text: string): Int32Array {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const buckets = new Set<number>();
  const add = (gram: string): void => {
    let hash = 0x811c9dc5;
    for (let at = 0; at < gram.length; at++) hash = Math.imul(hash ^ gram.charCodeAt(at), 0x01000193);
    buckets.add((hash ^ (hash >>> 15)) & (BUCKETS - 1));
  };
  for (const [index, word] of words.entries()) {
    add(` ${word}`);
    if (index > 0) add(`${words[index - 1]} ${word}`);
    const framed = `_${word}_`;
    for (const size of GRAMS)
      for (let at = 0; at + size <= framed.length; at++) add(framed.slice(at, at + size));
  }
  return Int32Array.from(buckets);
}
