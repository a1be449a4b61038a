import { CATEGORIES, type Category } from '@shoji/core';
import {
  hashFeatures,
  type LinearModelData,
  loadLinearModel,
  packLinearModel,
  randomFrom,
  trainLinear,
} from '@shoji/core/text';
import type { PromptWeights } from '@shoji/embedded/training';
import {
  type Blend,
  blendLogits,
  type Calibration,
  type HeadWeights,
  headLogits,
  likelihood,
  packHeads,
} from '@shoji/embedded/training';
import { LabelledDataError } from '../complaints.ts';
import type { LabelledPrompt } from '../labelled.ts';
import { calibrate, spreadOf } from './calibration.ts';
import { trainDense } from './dense.ts';
import { embedTexts } from './embeddings.ts';
import { isMade } from './made/made.ts';
import { restyle } from './restyle.ts';

const LINEAR = { epochs: 3, rate: 0.3 };
const DENSE = {
  units: 96,
  epochs: 4,
  rate: 0.001,
  dropout: { input: 0.2, hidden: 0.2 },
  decay: 0.01,
  categoryWeight: 0.3,
};
/** Share of the English prompts that are also learnt from in a restyled version. */
const RESTYLED = 0.5;
/** The number of weights kept for the unsafe row and for each category: they fit into 300 kB gzip. */
const KEEP = { unsafe: 110_000, category: 6_000 };
/** Every tenth prompt is held out to calibrate on. */
const HELD_OUT = 10;
const MOST_FEATURES = 16_384;
/** The least held-out prompts of each kind for a calibration: with fewer, scores would be meaningless. */
const LEAST_HELD_OUT = 5;
/**
 * Odds of unsafe in languages other than English, by those that their labelled prompts give. With it 1 % of the harmless
 * prompts of `test/bench/prompts/data/languages.json` reach 0.5, and without it 3 %.
 */
const UNLABELLED_ODDS = 0.6;
/** Held-out prompts of each kind in other languages than English that calibrating for them needs. */
const LEAST_OF_OTHER_LANGUAGES = 50;
/** Prompts of a category that are enough to learn it from; fewer are learnt as unsafe alone. */
const LEAST_OF_CATEGORY = 10;

/** The inputs of both models for one text. Only English has an embedding. */
interface TextRead {
  readonly features: Int32Array;
  readonly embedding?: Float32Array;
}

/** A prompt with the inputs of both models. */
export interface Example extends LabelledPrompt, TextRead {
  /** The restyled prompt: used for training, never for measuring. */
  readonly restyled?: TextRead;
}

/** Both models in the shipped format. */
export interface Classifiers {
  /** The classes of both models: the categories of the prompts they learnt from. */
  readonly categories: readonly Category[];
  readonly linear: LinearModelData;
  readonly calibration: Calibration;
  /** The small model's calibration for other languages than English, where the data has enough of them. */
  readonly foreign?: Calibration | undefined;
  readonly heads: HeadWeights;
  readonly blend: Blend;
}

/** Called with the name of each phase. */
export type OnProgress = (what: string, done: number, total: number) => void;

/** Share of unsafe prompts that scores are calibrated for when none is given: training sets hold far more than traffic. */
const DEFAULT_PRIOR = 0.05;

export interface Learning {
  readonly seed: number;
  /** Share of unsafe prompts in the traffic that scores are calibrated for, 0–1. */
  readonly prior?: number;
  readonly onProgress?: OnProgress;
}

export interface Reading {
  /** The folder in which embeddings are kept between runs, if any. */
  readonly cache?: string | undefined;
  /** Half of the English prompts are restyled for training; this seed decides which, and how. */
  readonly restyleBy?: number;
  readonly onProgress?: OnProgress | undefined;
}

/** The inputs of both models for the prompts. */
export async function readExamples(
  prompts: readonly LabelledPrompt[],
  { cache, restyleBy, onProgress }: Reading = {},
): Promise<Example[]> {
  const random = randomFrom(restyleBy ?? 0);
  const restyled = prompts.map((prompt) =>
    restyleBy !== undefined && prompt.language === 'en' && !isMade(prompt) && random() < RESTYLED
      ? restyle(prompt.text, random)
      : undefined,
  );
  const english = prompts.flatMap(({ text, language }) => (language === 'en' ? text : []));
  const texts = [...new Set([...english, ...restyled.filter((text) => text !== undefined)])];
  const embeddings = await embedTexts(texts, cache, (done, total) => onProgress?.('embeddings', done, total));
  const embeddingOf = new Map(texts.map((text, index) => [text, embeddings[index]]));
  const room = new Int32Array(MOST_FEATURES);
  const asRead = (text: string, isEnglish: boolean): TextRead => {
    const embedding = isEnglish ? embeddingOf.get(text) : undefined;
    return { features: room.slice(0, hashFeatures(text, room)), ...(embedding && { embedding }) };
  };
  return prompts.map((prompt, index) => {
    const other = restyled[index];
    return {
      ...prompt,
      ...asRead(prompt.text, prompt.language === 'en'),
      ...(other !== undefined && { restyled: asRead(other, true) }),
    };
  });
}

/** Both models, with the models and data of their calibration: a tenth of the prompts, and models that never saw it. */
export interface Learnt {
  readonly classifiers: Classifiers;
  readonly trial: { readonly classifiers: Classifiers; readonly heldOut: readonly Example[] };
}

/** Trains both models on all the examples, calibrated by models that were trained without a tenth of them. */
export function learnClassifiers(examples: readonly Example[], learning: Learning): Learnt {
  const { prior = DEFAULT_PRIOR } = learning;
  const heldOut = examples.filter((_, index) => index % HELD_OUT === 0);
  const categories = CATEGORIES.filter(
    (name) => examples.filter(({ category }) => category === name).length >= LEAST_OF_CATEGORY,
  );
  const trial = learn(
    examples.filter((_, index) => index % HELD_OUT !== 0),
    categories,
    learning,
    'trial ',
  );
  const real = heldOut.filter((prompt) => !isMade(prompt));
  const small = smallLogits(trial.linear, real);
  const read = real.flatMap(({ embedding, unsafe }, index) =>
    embedding
      ? [{ unsafe, small: small[index] ?? 0, heads: headLogits(trial.heads, embedding)[0] ?? 0 }]
      : [],
  );
  const foreign = real.flatMap(({ language, unsafe }, index) =>
    language === 'en' ? [] : [{ unsafe, small: small[index] ?? 0 }],
  );
  const spread = {
    heads: spreadOf(read.map(({ heads }) => heads)),
    small: spreadOf(read.map((each) => each.small)),
  };
  const blended = read.map((each) => blendLogits(spread, each.heads, each.small));
  const calibrated = {
    categories,
    calibration: calibrate(small, isUnsafe(real), prior),
    ...(isCalibratable(foreign) && {
      foreign: lowered(
        calibrate(
          foreign.map((each) => each.small),
          isUnsafe(foreign),
          prior,
        ),
      ),
    }),
    blend: { spread, calibration: calibrate(blended, isUnsafe(read), prior) },
  };
  return {
    classifiers: { ...calibrated, ...learn(examples, categories, learning, '') },
    trial: { classifiers: { ...calibrated, ...trial }, heldOut: real },
  };
}

const isUnsafe = (prompts: readonly { readonly unsafe: boolean }[]): boolean[] =>
  prompts.map(({ unsafe }) => unsafe);

/**
 * A calibration for languages that mostly have no labelled prompts: less confident than in the languages that it was
 * fitted on.
 */
function lowered({ slope, offset }: Calibration): Calibration {
  return { slope, offset: Math.round((offset + Math.log(UNLABELLED_ODDS)) * 1e6) / 1e6 };
}

/** Whether there are enough prompts of both kinds for a separate calibration. */
function isCalibratable(prompts: readonly { readonly unsafe: boolean }[]): boolean {
  const unsafe = isUnsafe(prompts).filter(Boolean).length;
  return Math.min(unsafe, prompts.length - unsafe) >= LEAST_OF_OTHER_LANGUAGES;
}

/** Both models after loading. */
export function weightsOf(
  { categories, linear, calibration, foreign, heads, blend }: Classifiers,
  version: string,
): PromptWeights {
  return {
    small: { version: `small-${version}`, calibration, ...(foreign && { foreign }), ...linear },
    full: { version: `full-${version}`, outputs: categories, ...blend, heads: packHeads(heads) },
  };
}

/** @throws LabelledDataError when every tenth prompt, which is held out, holds too few of a kind to calibrate by. */
export function assertEnough(prompts: readonly LabelledPrompt[]): void {
  const heldOut = prompts.filter((_, index) => index % HELD_OUT === 0 && prompts[index]?.language === 'en');
  const unsafe = heldOut.filter((prompt) => prompt.unsafe).length;
  for (const [kind, count] of [
    ['unsafe', unsafe],
    ['safe', heldOut.length - unsafe],
  ] as const) {
    if (count >= LEAST_HELD_OUT) continue;
    throw new LabelledDataError(
      `There are too few ${kind} English prompts for training: every tenth prompt is held out for calibration, and ` +
        `${LEAST_HELD_OUT} of those must be ${kind}; there are ${count}. Add some, in a mixed order.`,
    );
  }
}

/** The likelihood that each example is unsafe, by the small model and by the full one, which scores only English. */
export function scoreExamples(
  { linear, calibration, foreign = calibration, heads, blend }: Classifiers,
  examples: readonly Example[],
): { small: number; full: number }[] {
  const small = smallLogits(linear, examples);
  return examples.map(({ embedding, language }, index) => {
    const logit = small[index] ?? 0;
    const scored = likelihood(language === 'en' ? calibration : foreign, logit);
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

/** Trains both models on the examples, and on those that are restyled once more. */
function learn(
  given: readonly Example[],
  categories: readonly Category[],
  { seed, onProgress }: Learning,
  kind: string,
): Pick<Classifiers, 'linear' | 'heads'> {
  const examples = given.flatMap(({ restyled, ...prompt }) => [
    prompt,
    ...(restyled ? [{ ...prompt, ...restyled }] : []),
  ]);
  let rows = 0;
  const row = (
    name: string,
    keep: number,
    counted: readonly Example[],
    isTarget: (example: Example) => boolean,
  ) => {
    const weights = trainLinear(
      counted.map((example) => ({ features: example.features, target: isTarget(example) ? 1 : 0 })),
      { seed, ...LINEAR },
    );
    rows += 1;
    onProgress?.(`${kind}small model`, rows, 1 + categories.length);
    return { name, keep, ...weights };
  };
  const named = examples.filter(({ category }) => category && categories.includes(category));
  const unsafe = row('unsafe', KEEP.unsafe, examples, (example) => example.unsafe);
  const byCategory = categories.map((category) =>
    row(category, KEEP.category, named, (example) => example.category === category),
  );
  const heads = trainDense(
    examples.flatMap(({ embedding, unsafe, category }) => {
      if (!embedding) return [];
      return {
        embedding,
        unsafe: unsafe ? 1 : 0,
        category: category ? categories.indexOf(category) : -1,
        weight: 1,
      };
    }),
    {
      seed,
      categories: categories.length,
      ...DENSE,
      onStep: (done, total) => onProgress?.(`${kind}full model`, done, total),
    },
  );
  return { linear: packLinearModel([unsafe, ...byCategory]), heads };
}
