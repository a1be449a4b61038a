import { writeFileSync } from 'node:fs';
import { type Category, hashFeatures, packLinearModel, trainLinear } from '@shoji/core';
import { type Embedder, loadEmbedder } from '../providers/embedded/prompt-embedder.ts';
import { headLogits, packHeads } from '../providers/embedded/prompt-heads.ts';
import { calibrate, spreadOf } from './classifier-calibration.ts';
import { type LabelledPrompt, readLabelledPrompts } from './classifier-data.ts';
import { trainDense } from './classifier-dense.ts';
import { identityPrompts } from './classifier-identities.ts';

const SMALL_MODEL = new URL('../../../core/src/prompt/data/small-model.generated.ts', import.meta.url);
const HEADS = new URL('../providers/embedded/prompt-heads.generated.ts', import.meta.url);
const CATEGORIES: readonly Category[] = [
  'sexual',
  'violence',
  'graphic',
  'hate',
  'harassment',
  'self-harm',
  'illegal',
];
const LINEAR = { epochs: 3, rate: 0.3 };
const DENSE = { units: 48, epochs: 6, rate: 0.001, dropout: 0.2, decay: 0.01 };
/** Weights kept of the unsafe row and of each category's: what fits into 300 kB gzip. */
const KEEP = { unsafe: 110_000, category: 6_000 };
/** Every tenth prompt is held out to calibrate on. */
const HELD_OUT = 10;
const BATCH = 32;
const MOST_FEATURES = 16_384;

/** A prompt with all that both models read of it. The embedding is there for English only. */
interface Example extends LabelledPrompt {
  readonly features: Int32Array;
  readonly embedding?: Float32Array;
}

/** Trains both models, calibrates them on prompts held out, and writes their weights into the checkout. */
export async function trainClassifiers(data: string, seed: number): Promise<void> {
  const started = performance.now();
  const say = (what: string) => console.log(`${Math.round((performance.now() - started) / 1000)} s: ${what}`);
  const prompts = [...readLabelledPrompts(data), ...identityPrompts()];
  const examples = await withEmbeddings(prompts, say);
  const heldOut = examples.filter((_, index) => index % HELD_OUT === 0);
  const trial = learn(
    examples.filter((_, index) => index % HELD_OUT !== 0),
    seed,
  );
  say('trained without a tenth');
  const english = heldOut.filter((example) => example.embedding);
  const spread = { heads: spreadOf(english.map(trial.heads)), small: spreadOf(english.map(trial.small)) };
  const combined = english.map(
    (example) => trial.heads(example) / spread.heads + trial.small(example) / spread.small,
  );
  const small = calibrate(
    heldOut.map(trial.small),
    heldOut.map((example) => example.unsafe),
  );
  const full = calibrate(
    combined,
    english.map((example) => example.unsafe),
  );
  const final = learn(examples, seed);
  say('trained on all');
  write(SMALL_MODEL, 'SMALL_MODEL', {
    version: `small-${seed}`,
    calibration: small,
    ...packLinearModel(final.linear),
  });
  write(HEADS, 'PROMPT_HEADS', {
    version: `full-${seed}`,
    outputs: CATEGORIES,
    spread,
    calibration: full,
    heads: packHeads(final.dense),
  });
  say(`written; ${prompts.length} prompts`);
}

/** Trains both models on the examples. */
function learn(examples: readonly Example[], seed: number) {
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
  const dense = trainDense(
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
  return {
    linear: [unsafe, ...categories],
    dense,
    small: ({ features }: Example): number => {
      let sum = 0;
      for (const bucket of features) sum += unsafe.weights[bucket] ?? 0;
      return sum / Math.sqrt(Math.max(1, features.length)) + unsafe.bias;
    },
    heads: ({ embedding }: Example): number => (embedding ? (headLogits(dense, embedding)[0] ?? 0) : 0),
  };
}

async function withEmbeddings(
  prompts: readonly LabelledPrompt[],
  say: (what: string) => void,
): Promise<Example[]> {
  const embedder = await loadEmbedder();
  const room = new Int32Array(MOST_FEATURES);
  const embeddings = await embedAll(prompts, embedder);
  say('read every prompt');
  return prompts.map((prompt, index) => {
    const embedding = embeddings[index];
    const features = room.slice(0, hashFeatures(prompt.text, room));
    return { ...prompt, features, ...(embedding && { embedding }) };
  });
}

/** Embeds the English prompts, those of like length together: padding costs time. */
async function embedAll(
  prompts: readonly LabelledPrompt[],
  embedder: Embedder,
): Promise<(Float32Array | undefined)[]> {
  const windows = prompts.map(({ text, language }) =>
    language === 'en' ? embedder.windows(text)[0] : undefined,
  );
  const embeddings: (Float32Array | undefined)[] = prompts.map(() => undefined);
  const order = windows
    .flatMap((window, index) => (window ? { window, index } : []))
    .sort((a, b) => a.window.length - b.window.length);
  for (let from = 0; from < order.length; from += BATCH) {
    const batch = order.slice(from, from + BATCH);
    const vectors = await embedder.embed(batch.map(({ window }) => window));
    for (const [row, { index }] of batch.entries()) embeddings[index] = vectors[row];
  }
  return embeddings;
}

function write(file: URL, name: string, value: object): void {
  const note =
    '// Made by `shoji classifier train`; packages/core/src/prompt/README.md says from what. Do not edit.';
  writeFileSync(file, `${note}\nexport const ${name} = ${JSON.stringify(value)};\n`);
}
