import { writeFileSync } from 'node:fs';
import { type Category, hashFeatures, type LinearExample, packLinearModel, trainLinear } from '@shoji/core';
import { type LabelledPrompt, readLabelledPrompts } from './classifier-data.ts';

const SMALL_MODEL = new URL('../../../core/src/prompt/data/small-model.generated.ts', import.meta.url);
const CATEGORIES: readonly Category[] = [
  'sexual',
  'violence',
  'graphic',
  'hate',
  'harassment',
  'self-harm',
  'illegal',
];
const TRAINING = { epochs: 3, rate: 0.3 };
/** Weights kept of the unsafe row and of each category's: what fits into 300 kB gzip. */
const KEEP = { unsafe: 110_000, category: 6_000 };

/** Trains the small model, and writes its weights into the checkout. */
export async function trainClassifiers(data: string, seed: number): Promise<void> {
  const prompts = readLabelledPrompts(data);
  const started = performance.now();
  const features = prompts.map(({ text }) => featuresOf(text));
  const examples = (
    isTarget: (prompt: LabelledPrompt) => boolean,
    counts: (prompt: LabelledPrompt) => boolean,
  ) =>
    prompts.flatMap((prompt, index): LinearExample[] => {
      const found = features[index];
      return found && counts(prompt) ? [{ features: found, target: isTarget(prompt) ? 1 : 0 }] : [];
    });
  const unsafe = trainLinear(
    examples(
      (prompt) => prompt.unsafe,
      () => true,
    ),
    { seed, ...TRAINING },
  );
  const rows = CATEGORIES.map((category) => ({
    name: category as string,
    keep: KEEP.category,
    ...trainLinear(
      examples(
        (prompt) => prompt.category === category,
        (prompt) => prompt.category !== undefined,
      ),
      { seed, ...TRAINING },
    ),
  }));
  const packed = packLinearModel([{ name: 'unsafe', keep: KEEP.unsafe, ...unsafe }, ...rows]);
  writeFileSync(
    SMALL_MODEL,
    moduleText('SMALL_MODEL', { version: `small-${seed}`, calibration: { slope: 1, offset: -2 }, ...packed }),
  );
  console.log(
    `Trained on ${prompts.length} prompts in ${Math.round((performance.now() - started) / 1000)} s.`,
  );
}

const room = new Int32Array(16_384);

function featuresOf(text: string): Int32Array {
  return room.slice(0, hashFeatures(text, room));
}

function moduleText(name: string, value: object): string {
  return (
    '// Made by `shoji classifier train`; the card beside it says from what. Do not edit.\n' +
    `export const ${name} = ${JSON.stringify(value)};\n`
  );
}
