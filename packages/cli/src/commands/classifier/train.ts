import { join } from 'node:path';
import { resolvePolicy, smallPromptClassifier } from '@shoji/core';
import {
  askAll,
  type LabelledPrompt,
  type MeasuredCheck,
  measure,
  type Report,
  readLabelledPrompts,
  smallSample,
  train,
  writeWhole,
} from '@shoji/curator/classifier';
import { embeddedPromptClassifier } from '@shoji/embedded';
import { type PromptWeights, writePromptWeights } from '@shoji/embedded/training';
import { CliError, EXIT } from '../../terminal/exit.ts';
import { phases } from '../../terminal/phases.ts';
import { count } from '../../terminal/progress.ts';
import type { TrainFlags } from './flags.ts';
import { giveReport } from './report.ts';

/** The place of the shipped weights in a checkout of Shoji. */
const SMALL_MODEL = 'packages/core/src/text/model/data/small-model.generated.ts';
const HEADS = 'packages/embedded/src/prompt/heads.generated.ts';
/** Prompts that are classified at once: they share runs of the sentence embedding. */
const AT_ONCE = 64;

/** Trains both models, writes their weights, measures them on prompts that they never saw, and returns the exit code. */
export async function runTraining(flags: TrainFlags): Promise<number> {
  const { data, heldOut, seed, prior, cache, made, out, ship } = flags;
  const policy = resolvePolicy(flags.policy ?? 'standard');
  const prompts = readLabelledPrompts(data);
  const unseen = heldOut === undefined ? undefined : unseenBy(prompts, heldOut);
  const shown = phases();
  const { weights, trial } = await train(prompts, {
    seed,
    prior,
    cache,
    made,
    onProgress: shown.update,
    ...(ship !== undefined && { version: String(seed) }),
  });
  if (ship !== undefined) await shipWeights(weights, ship);
  else await writeWhole(out, writePromptWeights(weights));
  const measured = unseen ?? trial.heldOut;
  const { checks } = await askAll(measured, checksOf(unseen ? weights : trial.weights), {
    policy,
    prices: {},
    signal: new AbortController().signal,
    onProgress: (done, total) => shown.update('measuring', done, total),
  });
  const figures = measure(measured, checks, prior);
  const report: Report = {
    title: 'Accuracy of the trained classifiers',
    facts: [
      `Trained on ${count(prompts.length)} prompts of ${data} with seed ${seed}: ${weights.small.version} and ${weights.full.version}.`,
      unseen
        ? `Measured on ${count(measured.length)} prompts of ${heldOut}, under the policy "${policy.name}".`
        : `Measured on every tenth prompt of the same file (${count(measured.length)}), by models that were trained on the other nine, under the policy "${policy.name}".`,
    ],
    warnings: [
      ...(unseen
        ? []
        : [
            'The scores were calibrated on the same tenth, so the reliability is too optimistic. Use --held-out.',
          ]),
      ...smallSample(figures),
    ],
    measured: figures,
    spent: new Map(),
  };
  await giveReport(report, flags, {
    weights: ship === undefined ? out : null,
    version: weights.full.version,
  });
  if (!flags.json && ship === undefined) console.log(howToUse(out));
  return EXIT.ok;
}

/** Prompts for measuring must not be among those for training. */
function unseenBy(prompts: readonly LabelledPrompt[], file: string): LabelledPrompt[] {
  const learnt = new Set(prompts.map(({ text }) => text));
  const unseen = readLabelledPrompts(file);
  const known = unseen.find(({ text }) => learnt.has(text));
  if (known === undefined && unseen.length > 0) return unseen;
  throw new CliError(
    known
      ? `--held-out: ${known.at}: this prompt is also in the training data; \`shoji classifier prepare\` splits without overlap.`
      : `--held-out: ${file} contains no prompt.`,
  );
}

function checksOf(weights: PromptWeights): MeasuredCheck[] {
  return [smallPromptClassifier(weights.small), embeddedPromptClassifier({ weights })].map((classifier) => ({
    name: classifier.name,
    concurrency: AT_ONCE,
    screen: { rules: [], classifiers: [classifier] },
  }));
}

/** Writes the weights into a checkout of Shoji, beside the code that loads them. */
async function shipWeights({ small, full }: PromptWeights, checkout: string): Promise<void> {
  const note =
    '// Made by `shoji classifier train`; its sources are in packages/core/src/text/README.md. Do not edit.';
  const source = (name: string, value: object) =>
    `${note}\nexport const ${name} = ${JSON.stringify(value)};\n`;
  await writeWhole(join(checkout, SMALL_MODEL), source('SMALL_MODEL', small));
  await writeWhole(join(checkout, HEADS), source('PROMPT_HEADS', full));
}

function howToUse(file: string): string {
  return [
    '',
    `weights  ${file}; to use them, add to shoji.config.ts:`,
    `         prompt: [rules(), embeddedPromptClassifier({ weights: ${JSON.stringify(file)} })],`,
  ].join('\n');
}
