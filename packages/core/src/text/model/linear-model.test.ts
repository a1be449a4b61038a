import { expect, it } from 'vitest';
import { BUCKETS } from './features.ts';
import { loadLinearModel, packLinearModel } from './linear-model.ts';

/** A model of one output with a weight of 1 at some buckets. */
function packed(...buckets: readonly number[]) {
  const weights = new Float32Array(BUCKETS);
  for (const bucket of buckets) weights[bucket] = 1;
  return packLinearModel([{ name: 'unsafe', weights, bias: 0, keep: buckets.length }], 1);
}
const bytesOf = (...buckets: readonly number[]) =>
  [...atob(packed(...buckets).weights)].map((unit) => unit.charCodeAt(0));

it('a step to the next bucket takes one byte up to 127, two from 128 and three from 16,384', () => {
  // One weight: the step to its bucket from -1, then its level.
  expect(bytesOf(126)).toEqual([1, 127, 1]);
  expect(bytesOf(127)).toEqual([1, 128, 1, 1]);
  expect(bytesOf(16_382)).toEqual([1, 255, 127, 1]);
  expect(bytesOf(16_383)).toEqual([1, 128, 128, 1, 1]);
});

it('a model has the weight of each packed bucket, including the last', () => {
  const buckets = [0, 126, 254, 16_638, BUCKETS - 1];
  const model = loadLinearModel(packed(...buckets));
  const into = new Float64Array(1);
  const pulls = [...buckets, 1, 125, 253, 16_639, BUCKETS - 2].map((bucket) => {
    model.logits(Int32Array.of(bucket), 1, into);
    return into[0];
  });
  expect(pulls).toEqual([1, 1, 1, 1, 1, 0, 0, 0, 0, 0]);
});

it('two outputs have separate weights and biases', () => {
  const row = (name: string, bucket: number, bias: number) => {
    const weights = new Float32Array(BUCKETS);
    weights[bucket] = 2;
    return { name, weights, bias, keep: 1 };
  };
  const model = loadLinearModel(packLinearModel([row('unsafe', 3, 0.5), row('hate', 300, -0.5)], 2));
  expect(model.outputs).toEqual(['unsafe', 'hate']);
  const into = new Float64Array(2);
  model.logits(Int32Array.of(3), 1, into);
  expect([...into]).toEqual([2.5, -0.5]);
  model.logits(Int32Array.of(300, 4, 5, 6), 4, into);
  expect([...into]).toEqual([0.5, 0.5]);
});
