import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomFrom, rules } from '@shoji/core';
import { readLabelledPrompts } from '../../../packages/edge-proxy/src/cli/classifier-data.ts';
import { identityPrompts } from '../../../packages/edge-proxy/src/cli/classifier-identities.ts';
import {
  type Example,
  learnClassifiers,
  readExamples,
  scoreExamples,
} from '../../../packages/edge-proxy/src/cli/classifier-learn.ts';
import { trainBaselines } from './baselines.ts';
import { areaUnderCurve, caughtAt } from './scores.ts';

/** Sources that are left out together: what remains must not be the same text under another name. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  I2P: ['i2p'],
  Nibbler: ['nibbler_textunsafe', 'nibbler_textsafe'],
  CoProV2: ['coprov2'],
  CoPro: ['copro_v1'],
  speech: ['toxigen', 'hatemojibuild', 'surge_toxicity'],
};
const RATE = 0.01;

export interface LeaveOneOut {
  /** Where embeddings are kept between runs. */
  readonly cache?: string | undefined;
  /** Learn from this share of the prompts only. */
  readonly share: number;
  readonly seed: number;
}

/**
 * Leaves each source out of training in turn, trains as `shoji classifier train` does, and prints how well the unsafe
 * prompts of that source are told from the harmless English test prompts of all the others.
 */
export async function measureLeaveOneOut(folder: string, options: LeaveOneOut): Promise<void> {
  const { cache = tmpdir(), share, seed } = options;
  const train = await readExamples(
    [...readLabelledPrompts(join(folder, 'train.csv')), ...identityPrompts()],
    cache,
  );
  const test = await readExamples(readLabelledPrompts(join(folder, 'test_in.csv')), cache);
  const random = randomFrom(seed);
  const learnt = share < 1 ? train.filter(() => random() < share) : train;
  const screen = rules();
  console.log(
    `\n# One source left out of training at a time: its unsafe prompts against harmless English test prompts of the others`,
  );
  console.log(
    `\nSeed ${seed}; ${learnt.length} of ${train.length} prompts to learn from. AUC, caught at 1 % false positives.\n`,
  );
  const totals = new Map<string, [auc: number, caught: number]>();
  for (const [name, sources] of Object.entries(GROUPS)) {
    const isLeft = ({ source }: Example) => sources.includes(source);
    const rest = learnt.filter((example) => !isLeft(example));
    const asked = [
      ...[...train, ...test].filter((example) => isLeft(example) && example.unsafe),
      ...test.filter((example) => !isLeft(example) && !example.unsafe && example.language === 'en'),
    ];
    const isUnsafe = asked.map(({ unsafe }) => unsafe);
    const scores = scoreExamples(learnClassifiers(rest, seed), asked);
    const byRules = asked.map(({ text }) => Math.max(0, ...screen.match(text).map(({ score }) => score)));
    const baselines = trainBaselines(rest, seed);
    const layers: Readonly<Record<string, readonly number[]>> = {
      'hashed baseline': asked.map(baselines.hashed),
      'averaged baseline': asked.map(baselines.averaged),
      small: scores.map(({ small }) => small),
      full: scores.map(({ full }) => full),
      rules: byRules,
      'rules + full': scores.map(({ full }, index) => Math.max(full, byRules[index] ?? 0)),
    };
    if (totals.size === 0) console.log(head(Object.keys(layers)));
    const figures = Object.entries(layers).map(([layer, values]): [number, number] => {
      const figure: [number, number] = [areaUnderCurve(values, isUnsafe), caughtAt(values, isUnsafe, RATE)];
      const [auc, caught] = totals.get(layer) ?? [0, 0];
      totals.set(layer, [auc + figure[0], caught + figure[1]]);
      return figure;
    });
    console.log(line(name, isUnsafe.filter(Boolean).length, figures));
  }
  const groups = Object.keys(GROUPS).length;
  console.log(
    line(
      'mean',
      '',
      [...totals.values()].map(([auc, caught]) => [auc / groups, caught / groups]),
    ),
  );
}

const head = (layers: readonly string[]): string =>
  `| left out | unsafe | ${layers.join(' | ')} |\n| --- | --- |${' --- |'.repeat(layers.length)}`;

const line = (name: string, unsafe: number | string, figures: readonly [number, number][]): string =>
  `| ${[name, unsafe, ...figures.map(([auc, caught]) => `${auc.toFixed(3)}, ${(100 * caught).toFixed(1)} %`)].join(' | ')} |`;
