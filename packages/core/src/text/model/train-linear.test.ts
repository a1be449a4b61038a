import { expect, it } from 'vitest';
import { BUCKETS } from './features.ts';
import { loadLinearModel, packLinearModel } from './linear-model.ts';
import { randomFrom, shuffle, trainLinear } from './train-linear.ts';

const [GOOD, BAD, BOTH] = [3, 70_000, 200_000] as const;
const examples = [
  { features: Int32Array.of(GOOD, BOTH), target: 0 as const },
  { features: Int32Array.of(BAD, BOTH), target: 1 as const },
];

it('learns to separate both classes, with the same result for the same seed', () => {
  const trained = trainLinear(examples, { seed: 1, epochs: 20, rate: 0.1 });
  expect(trained.weights[GOOD]).toBeLessThan(0);
  expect(trained.weights[BAD]).toBeGreaterThan(0);
  const again = trainLinear(examples, { seed: 1, epochs: 20, rate: 0.1 });
  expect([again.bias, again.weights[BAD]]).toEqual([trained.bias, trained.weights[BAD]]);
});

it('learns nothing from an example with weight 0', () => {
  const weightless = examples.map((example) => ({ ...example, weight: 0 }));
  const { weights, bias } = trainLinear(weightless, { seed: 1, epochs: 5, rate: 0.1 });
  expect([weights[BAD], weights[GOOD]]).toEqual([0, 0]);
  expect(bias).toBeCloseTo(0);
});

it('packs the largest weights, and loads them again', () => {
  const weights = new Float32Array(BUCKETS);
  weights.set([1, -1, 0.01], 5);
  weights[BUCKETS - 1] = 0.5;
  const packed = packLinearModel([{ name: 'unsafe', weights, bias: 0.25, keep: 3 }], 4);
  const model = loadLinearModel(packed);
  const logit = (...features: number[]) => {
    const into = new Float64Array(1);
    model.logits(Int32Array.from(features), features.length, into);
    return into[0];
  };
  expect(model.outputs).toEqual(['unsafe']);
  expect(logit()).toBeCloseTo(0.25);
  expect(logit(5)).toBeCloseTo(1.25);
  expect(logit(6)).toBeCloseTo(-0.75);
  expect(logit(7)).toBeCloseTo(0.25);
  expect(logit(BUCKETS - 1)).toBeCloseTo(0.75);
  // The mean weight of two features, times the square root of their number.
  expect(logit(5, BUCKETS - 1)).toBeCloseTo(1.5 / Math.sqrt(2) + 0.25);
});

it('depends on the seed alone when it draws and shuffles', () => {
  const drawn = (seed: number) => Array.from({ length: 3 }, randomFrom(seed));
  expect(drawn(7)).toEqual(drawn(7));
  expect(drawn(7)).not.toEqual(drawn(8));
  const order = Int32Array.from({ length: 50 }, (_, index) => index);
  shuffle(order, randomFrom(1));
  expect([...order].sort((a, b) => a - b)).toEqual([...order.keys()]);
  expect([...order]).not.toEqual([...order.keys()]);
});
