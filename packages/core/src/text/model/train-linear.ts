import { BUCKETS } from './features.ts';

/** A prompt as the trainer sees it. */
export interface LinearExample {
  readonly features: Int32Array;
  readonly target: 0 | 1;
  /** How much it counts; 1 if absent. */
  readonly weight?: number;
}

/** The settings of a training run. */
export interface LinearTraining {
  readonly seed: number;
  readonly epochs: number;
  readonly rate: number;
}

/**
 * Logistic regression by AdaGrad on sparse binary features, each prompt scaled to length one.
 * The same seed and examples give the same weights.
 */
export function trainLinear(
  examples: readonly LinearExample[],
  { seed, epochs, rate }: LinearTraining,
): { weights: Float32Array; bias: number } {
  const weights = new Float32Array(BUCKETS);
  const squares = new Float32Array(BUCKETS).fill(1e-4);
  const order = Int32Array.from(examples, (_, index) => index);
  const random = randomFrom(seed);
  let bias = 0;
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, random);
    for (const index of order) {
      const example = examples[index];
      if (!example) continue;
      const { features, target, weight = 1 } = example;
      const norm = 1 / Math.sqrt(Math.max(1, features.length));
      let logit = 0;
      for (const bucket of features) logit += weights[bucket] ?? 0;
      const error = (1 / (1 + Math.exp(-logit * norm - bias)) - target) * weight;
      bias -= rate * 0.05 * error;
      const gradient = error * norm;
      for (const bucket of features) {
        const square = (squares[bucket] ?? 0) + gradient * gradient;
        squares[bucket] = square;
        weights[bucket] = (weights[bucket] ?? 0) - (rate * gradient) / Math.sqrt(square);
      }
    }
  }
  return { weights, bias };
}

/** Numbers in [0, 1) that a seed determines (the mulberry32 recurrence). */
export function randomFrom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Puts an array in a random order, in place. */
export function shuffle(order: Int32Array, random: () => number): void {
  for (let last = order.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    const held = order[last] ?? 0;
    order[last] = order[other] ?? 0;
    order[other] = held;
  }
}
