import {
  type Category,
  hashFeatures,
  type LinearModelData,
  loadLinearModel,
  packLinearModel,
  trainLinear,
} from '@shoji/core';
import {
  type Blend,
  blendLogits,
  type Calibration,
  type HeadWeights,
  headLogits,
  likelihood,
} from '../../providers/embedded/prompt-heads.ts';
import type { LabelledPrompt } from '../labelled.ts';
import { calibrate, spreadOf } from './calibration.ts';
import { trainDense } from './dense.ts';
import { embedTexts } from './embeddings.ts';

/** What both models tell apart. */
export const CATEGORIES: readonly Category[] = [
  'sexual',
  'violence',
  'graphic',
  'hate',
  'harassment',
  'self-harm',
  'illegal',
];
const LINEAR = { epochs: 3, rate: 0.3 };
const DENSE = { units: 96, epochs: 6, rate: 0.001, dropout: { input: 0.2, hidden: 0.2 }, decay: 0.01 };
/** Weights kept of the unsafe row and of each category's: what fits into 300 kB gzip. */
const KEEP = { unsafe: 110_000, category: 6_000 };
/** Every tenth prompt is held out to calibrate on. */
const HELD_OUT = 10;
const MOST_FEATURES = 16_384;

/** A prompt with all that both models read of it. The embedding is there for English only. */
export interface Example extends LabelledPrompt {
  readonly features: Int32Array;
  readonly embedding?: Float32Array;
}

/** Both models, as they are shipped. */
export interface Classifiers {
  readonly linear: LinearModelData;
  readonly calibration: Calibration;
  readonly heads: HeadWeights;
  readonly blend: Blend;
}

/** What both models read of the prompts; embeddings are kept in the folder `cache`, if one is named. */
export async function readExamples(prompts: readonly LabelledPrompt[], cache?: string): Promise<Example[]> {
  const english = prompts.filter(({ language }) => language === 'en');
  const embeddings = await embedTexts(
    english.map(({ text }) => text),
    cache,
  );
  const embeddingOf = new Map(english.map((prompt, index) => [prompt, embeddings[index]]));
  const room = new Int32Array(MOST_FEATURES);
  return prompts.map((prompt) => {
    const embedding = embeddingOf.get(prompt);
    const features = room.slice(0, hashFeatures(prompt.text, room));
    return { ...prompt, features, ...(embedding && { embedding }) };
  });
}

/** Trains both models on all the examples, calibrated by models that a tenth of them was held out from. */
export function learnClassifiers(examples: readonly Example[], seed: number): Classifiers {
  const heldOut = examples.filter((_, index) => index % HELD_OUT === 0);
  const trial = learn(
    examples.filter((_, index) => index % HELD_OUT !== 0),
    seed,
  );
  const small = smallLogits(trial.linear, heldOut);
  const isUnsafe = heldOut.map(({ unsafe }) => unsafe);
  const read = heldOut.flatMap(({ embedding, unsafe }, index) =>
    embedding
      ? [{ unsafe, small: small[index] ?? 0, heads: headLogits(trial.heads, embedding)[0] ?? 0 }]
      : [],
  );
  const spread = {
    heads: spreadOf(read.map(({ heads }) => heads)),
    small: spreadOf(read.map((each) => each.small)),
  };
  const blended = read.map((each) => blendLogits(spread, each.heads, each.small));
  return {
    ...learn(examples, seed),
    calibration: calibrate(small, isUnsafe),
    blend: {
      spread,
      calibration: calibrate(
        blended,
        read.map(({ unsafe }) => unsafe),
      ),
    },
  };
}

/** How likely each example is unsafe, to the small model and to the full one, which only English has a score of. */
export function scoreExamples(
  { linear, calibration, heads, blend }: Classifiers,
  examples: readonly Example[],
): { small: number; full: number }[] {
  const small = smallLogits(linear, examples);
  return examples.map(({ embedding }, index) => {
    const logit = small[index] ?? 0;
    const scored = likelihood(calibration, logit);
    if (!embedding) return { small: scored, full: scored };
    const both = blendLogits(blend.spread, headLogits(heads, embedding)[0] ?? 0, logit);
    return { small: scored, full: likelihood(blend.calibration, both) };
  });
}

function smallLogits(linear: LinearModelData, examples: readonly Example[]): number[] {
  const model = loadLinearModel(linear);
  const logits = new Float64Array(linear.outputs.length);
  return examples.map(({ features }) => {
    model.logits(features, features.length, logits);
    return logits[0] ?? 0;
  });
}

/** Trains both models on the examples. */
function learn(examples: readonly Example[], seed: number): Pick<Classifiers, 'linear' | 'heads'> {
  const row = (
    name: string,
    keep: number,
    counted: readonly Example[],
    isTarget: (example: Example) => boolean,
  ) => ({
    name,
    keep,
    ...trainLinear(
      counted.map((example) => ({ features: example.features, target: isTarget(example) ? 1 : 0 })),
      { seed, ...LINEAR },
    ),
  });
  const named = examples.filter((example) => example.category !== undefined);
  const unsafe = row('unsafe', KEEP.unsafe, examples, (example) => example.unsafe);
  const categories = CATEGORIES.map((category) =>
    row(category, KEEP.category, named, (example) => example.category === category),
  );
  const heads = trainDense(
    examples.flatMap(({ embedding, unsafe, category }) => {
      if (!embedding) return [];
      return {
        embedding,
        unsafe: unsafe ? 1 : 0,
        category: category ? CATEGORIES.indexOf(category) : -1,
        weight: 1,
      };
    }),
    { seed, categories: CATEGORIES.length, ...DENSE },
  );
  return { linear: packLinearModel([unsafe, ...categories]), heads };
}
