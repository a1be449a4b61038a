import { randomFrom, shuffle } from '@shoji/core/text';
import type { HeadWeights } from '@shoji/embedded/training';

/** A prompt as the trainer of the dense heads sees it. */
export interface DenseExample {
  readonly embedding: Float32Array;
  readonly unsafe: 0 | 1;
  /** Index of its category, or -1 if it has none. */
  readonly category: number;
  readonly weight: number;
}

export interface DenseTraining {
  readonly seed: number;
  readonly units: number;
  readonly categories: number;
  readonly epochs: number;
  readonly rate: number;
  /** Share of the embedding, and of the hidden units, that is left out of each step. */
  readonly dropout: { readonly input: number; readonly hidden: number };
  readonly decay: number;
  /** The weight of an error in the category relative to an error in whether it is unsafe. */
  readonly categoryWeight: number;
  readonly onStep?: (done: number, total: number) => void;
}

const BATCH = 32;

/**
 * Trains the heads by Adam: cross-entropy of unsafe, and of the category where one is known. Seeded. They learn from
 * embeddings of which each number has mean 0 and spread 1; the heads that are returned take embeddings as they are.
 */
export function trainDense(examples: readonly DenseExample[], options: DenseTraining): HeadWeights {
  const { units, categories, seed, epochs, rate, dropout, decay, categoryWeight } = options;
  const width = examples[0]?.embedding.length ?? 0;
  const outputs = 1 + categories;
  const random = randomFrom(seed);
  const layer = (rows: number, columns: number) => {
    const spread = Math.sqrt(6 / (rows + columns));
    return adam(Float32Array.from({ length: rows * columns }, () => (random() * 2 - 1) * spread));
  };
  const hidden = layer(units, width);
  const { value: weights, gradient } = hidden;
  const hiddenBias = adam(new Float32Array(units));
  const output = layer(outputs, units);
  const outputBias = adam(new Float32Array(outputs));
  const layers = [hidden, hiddenBias, output, outputBias];
  const order = Int32Array.from(examples, (_, index) => index);
  const input = new Float32Array(width);
  const { means, scales } = standardOf(examples, width);
  const kept = 1 / (1 - dropout.input);
  const active = new Float32Array(units);
  const back = new Float32Array(units);
  const errors = new Float32Array(outputs);
  const steps = epochs * Math.ceil(examples.length / BATCH);
  let step = 0;
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, random);
    for (let from = 0; from < order.length; from += BATCH) {
      for (const index of order.subarray(from, from + BATCH)) {
        const example = examples[index];
        if (!example) continue;
        const { embedding, weight } = example;
        for (let at = 0; at < width; at++) {
          const one = ((embedding[at] ?? 0) - (means[at] ?? 0)) * (scales[at] ?? 0);
          input[at] = random() < dropout.input ? 0 : one * kept;
        }
        for (let unit = 0; unit < units; unit++) {
          active[unit] = 0;
          if (random() < dropout.hidden) continue;
          let sum = hiddenBias.value[unit] ?? 0;
          const row = unit * width;
          for (let at = 0; at < width; at++) sum += (weights[row + at] ?? 0) * (input[at] ?? 0);
          if (sum > 0) active[unit] = sum / (1 - dropout.hidden);
        }
        outputErrors(example, output.value, outputBias.value, active, errors);
        back.fill(0);
        for (let out = 0; out < outputs; out++) {
          const error = (errors[out] ?? 0) * weight * (out === 0 ? 1 : categoryWeight);
          if (error === 0) continue;
          outputBias.gradient[out] = (outputBias.gradient[out] ?? 0) + error;
          for (let unit = 0; unit < units; unit++) {
            const at = out * units + unit;
            output.gradient[at] = (output.gradient[at] ?? 0) + error * (active[unit] ?? 0);
            back[unit] = (back[unit] ?? 0) + error * (output.value[at] ?? 0);
          }
        }
        for (let unit = 0; unit < units; unit++) {
          if ((active[unit] ?? 0) <= 0) continue;
          const error = (back[unit] ?? 0) / (1 - dropout.hidden);
          hiddenBias.gradient[unit] = (hiddenBias.gradient[unit] ?? 0) + error;
          const row = unit * width;
          for (let at = 0; at < width; at++) {
            gradient[row + at] = (gradient[row + at] ?? 0) + error * (input[at] ?? 0);
          }
        }
      }
      step++;
      const pace = rate * (1 - step / (steps + 1));
      for (const each of layers) each.update(pace, step, decay);
      options.onStep?.(step, steps);
    }
  }
  // The standardisation of the inputs becomes part of the first layer.
  for (let unit = 0; unit < units; unit++) {
    for (let at = 0; at < width; at++) {
      const weight = (weights[unit * width + at] ?? 0) * (scales[at] ?? 0);
      weights[unit * width + at] = weight;
      hiddenBias.value[unit] = (hiddenBias.value[unit] ?? 0) - weight * (means[at] ?? 0);
    }
  }
  return {
    hidden: weights,
    hiddenBias: hiddenBias.value,
    output: output.value,
    outputBias: outputBias.value,
  };
}

/** The mean of each number of the embeddings, and what it is multiplied by to have a spread of 1. */
function standardOf(examples: readonly DenseExample[], width: number) {
  const means = new Float64Array(width);
  const squares = new Float64Array(width);
  for (const { embedding } of examples) {
    for (let at = 0; at < width; at++) {
      const value = embedding[at] ?? 0;
      means[at] = (means[at] ?? 0) + value / examples.length;
      squares[at] = (squares[at] ?? 0) + value ** 2 / examples.length;
    }
  }
  const scales = squares.map(
    (square, at) => 1 / (Math.sqrt(Math.max(0, square - (means[at] ?? 0) ** 2)) + 1e-6),
  );
  return { means, scales };
}

/** Softmax and logistic errors: prediction minus target. */
function outputErrors(
  { unsafe, category }: DenseExample,
  weights: Float32Array,
  bias: Float32Array,
  active: Float32Array,
  errors: Float32Array,
): void {
  const units = active.length;
  let total = 0;
  for (let out = 0; out < errors.length; out++) {
    let logit = bias[out] ?? 0;
    for (let unit = 0; unit < units; unit++)
      logit += (weights[out * units + unit] ?? 0) * (active[unit] ?? 0);
    if (out === 0) errors[0] = 1 / (1 + Math.exp(-logit)) - unsafe;
    else {
      errors[out] = category < 0 ? 0 : Math.exp(logit);
      total += errors[out] ?? 0;
    }
  }
  if (category < 0) return;
  for (let out = 1; out < errors.length; out++) {
    errors[out] = (errors[out] ?? 0) / total - (out - 1 === category ? 1 : 0);
  }
}

/** Parameters with their gradient and Adam's two moments. */
function adam(value: Float32Array) {
  const gradient = new Float32Array(value.length);
  const mean = new Float32Array(value.length);
  const square = new Float32Array(value.length);
  return {
    value,
    gradient,
    update(rate: number, step: number, decay: number): void {
      const scale = rate * (Math.sqrt(1 - 0.999 ** step) / (1 - 0.9 ** step));
      for (let at = 0; at < value.length; at++) {
        const slope = (gradient[at] ?? 0) / BATCH;
        const m = 0.9 * (mean[at] ?? 0) + 0.1 * slope;
        const s = 0.999 * (square[at] ?? 0) + 0.001 * slope * slope;
        mean[at] = m;
        square[at] = s;
        value[at] = (value[at] ?? 0) * (1 - rate * decay) - (scale * m) / (Math.sqrt(s) + 1e-8);
        gradient[at] = 0;
      }
    },
  };
}
