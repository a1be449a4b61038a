import { createHash } from 'node:crypto';
import type { PromptWeights } from '@shoji/embedded/training';
import type { LabelledPrompt } from '../labelled.ts';
import { IDENTITIES, identityPrompts } from './identities.ts';
import { assertEnough, type Learning, learnClassifiers, readExamples, weightsOf } from './learn.ts';
import { madePrompts } from './made/made.ts';

export interface Training extends Learning {
  /** The folder in which embeddings are kept between runs, if any. */
  readonly cache?: string | undefined;
  /** Also learn from prompts that a program writes: tags, parameters, negations, euphemisms, other languages. */
  readonly made?: boolean | undefined;
  /** The version of the weights in answers; the seed and a digest of the prompts when omitted. */
  readonly version?: string;
}

export interface Trained {
  readonly weights: PromptWeights;
  /** For measuring without other prompts: a tenth of the prompts, and weights that never saw it. */
  readonly trial: { readonly weights: PromptWeights; readonly heldOut: readonly LabelledPrompt[] };
}

/**
 * Trains both models on labelled prompts and our own harmless ones, and calibrates them. The same prompts in the same
 * order and the same seed give the same weights.
 * @throws LabelledDataError when there are too few prompts of a kind.
 */
export async function train(prompts: readonly LabelledPrompt[], training: Training): Promise<Trained> {
  const { cache, seed, made = false, onProgress } = training;
  const all = [...prompts, ...identityPrompts(), ...(made ? madePrompts(seed) : [])];
  assertEnough(all);
  const examples = await readExamples(all, { cache, restyleBy: seed, onProgress });
  const { classifiers, trial } = learnClassifiers(examples, training);
  const { version = `${seed}-${digestOf(prompts)}` } = training;
  return {
    weights: weightsOf(classifiers, version),
    trial: {
      weights: weightsOf(trial.classifiers, `${version}-trial`),
      heldOut: trial.heldOut.filter(({ source }) => source !== IDENTITIES),
    },
  };
}

/** Eight hex digits that identify a set of prompts. */
function digestOf(prompts: readonly LabelledPrompt[]): string {
  const hash = createHash('sha256');
  for (const { text, unsafe, category = '' } of prompts) hash.update(`${text}\0${unsafe}\0${category}\0`);
  return hash.digest('hex').slice(0, 8);
}
