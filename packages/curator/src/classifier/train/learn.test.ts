import { hashFeatures, randomFrom } from '@shoji/core/text';
import { packHeads } from '@shoji/embedded/training';
import { expect, it } from 'vitest';
import { type Classifiers, type Example, learnClassifiers, scoreExamples } from './learn.ts';

const WIDTH = 16;
const room = new Int32Array(1024);

/** Prompts whose words, and the first half of whose embedding, determine their class. */
function madeUp(count: number): Example[] {
  const random = randomFrom(5);
  return Array.from({ length: count }, (_, index) => {
    const unsafe = random() < 0.4;
    const text = `a ${unsafe ? 'broken' : 'mended'} thing number ${index}`;
    return {
      text,
      unsafe,
      language: 'en',
      source: 'made-up',
      at: `made-up:${index}`,
      ...(unsafe && { category: 'violence' as const }),
      features: room.slice(0, hashFeatures(text, room)),
      embedding: Float32Array.from({ length: WIDTH }, (_, at) =>
        unsafe === at < WIDTH / 2 ? random() * 0.3 : 0,
      ),
    };
  });
}

const examples = madeUp(200);
const learnt = learnClassifiers(examples, { seed: 1 }).classifiers;
const shipped = ({ heads, ...rest }: Classifiers) => JSON.stringify({ ...rest, heads: packHeads(heads) });

it('makes byte-identical weights from the same prompts and seed', () =>
  expect(shipped(learnClassifiers(examples, { seed: 1 }).classifiers)).toBe(shipped(learnt)));

it('makes different weights from another seed', () =>
  expect(shipped(learnClassifiers(examples, { seed: 2 }).classifiers)).not.toBe(shipped(learnt)));

it('learns the training data in both models, and calibrates scores to the share of unsafe prompts in traffic', () => {
  const scores = scoreExamples(learnt, examples);
  for (const model of ['small', 'full'] as const) {
    const of = (unsafe: boolean) =>
      scores.filter((_, index) => examples[index]?.unsafe === unsafe).map((score) => score[model]);
    expect(Math.min(...of(true))).toBeGreaterThan(Math.max(...of(false)));
    expect(Math.max(...of(false))).toBeLessThan(0.1);
  }
});

it('uses the small model for a prompt without an embedding', () => {
  const { embedding: _, ...foreign } = examples[0] ?? expect.fail('No example.');
  const [score] = scoreExamples(learnt, [foreign]);
  expect(score?.full).toBe(score?.small);
});
