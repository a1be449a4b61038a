import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rules } from '@shoji/core';
import { randomFrom } from '@shoji/core/text';
import { readLabelledPrompts } from '../../../packages/curator/src/classifier/labelled.ts';
import {
  areaUnderCurve,
  caughtAt,
  thresholdAt,
} from '../../../packages/curator/src/classifier/measure/ranking.ts';
import { identityPrompts } from '../../../packages/curator/src/classifier/train/identities.ts';
import {
  type Example,
  learnClassifiers,
  readExamples,
  scoreExamples,
} from '../../../packages/curator/src/classifier/train/learn.ts';
import { trainBaselines } from './baselines.ts';
import { isFlagged } from './scores.ts';

/** Sources that are left out together, because they hold the same texts. */
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
 * prompts of that source are separated from the harmless English test prompts of all the others.
 */
export async function measureLeaveOneOut(folder: string, options: LeaveOneOut): Promise<void> {
  const { cache = tmpdir(), share, seed } = options;
  const train = await readExamples(
    [...readLabelledPrompts(join(folder, 'train.csv')), ...identityPrompts()],
    { cache, restyleBy: seed },
  );
  const test = await readExamples(readLabelledPrompts(join(folder, 'test_in.csv')), { cache });
  const random = randomFrom(seed);
  const learnt = share < 1 ? train.filter(() => random() < share) : train;
  const screen = rules();
  console.log(
    `\n# One source left out of training at a time: its unsafe prompts against harmless English test prompts of the others`,
  );
  console.log(
    `\nSeed ${seed}; ${learnt.length} of ${train.length} prompts to learn from. AUC, caught at 1 % false positives.\n`,
  );
  const rows: (readonly Pair[])[] = [];
  for (const [name, sources] of Object.entries(GROUPS)) {
    const isLeft = ({ source }: Example) => sources.includes(source);
    const rest = learnt.filter((example) => !isLeft(example));
    const asked = [
      ...[...train, ...test].filter((example) => isLeft(example) && example.unsafe),
      ...test.filter((example) => !isLeft(example) && !example.unsafe && example.language === 'en'),
    ];
    const isUnsafe = asked.map(({ unsafe }) => unsafe);
    const scores = scoreExamples(learnClassifiers(rest, { seed }).classifiers, asked);
    const found = asked.map(({ text }) => screen.match(text));
    const byRules = found.map((findings) => Math.max(0, ...findings.map(({ score }) => score)));
    const baselines = trainBaselines(rest, seed);
    const layers: Readonly<Record<string, readonly number[]>> = {
      'hashed baseline': asked.map(baselines.hashed),
      'averaged baseline': asked.map(baselines.averaged),
      small: scores.map(({ small }) => small),
      embedded: scores.map(({ full }) => full),
      rules: byRules,
      'rules + embedded': scores.map(({ full }, index) => Math.max(full, byRules[index] ?? 0)),
    };
    const pairs: Pair[] = Object.values(layers).map((values) => [
      areaUnderCurve(values, isUnsafe),
      caughtAt(values, isUnsafe, RATE),
    ]);
    const threshold = thresholdAt(layers.embedded ?? [], isUnsafe, RATE);
    const flags = scores.map(({ full }, index) => full > threshold || isFlagged(found[index] ?? []));
    const shareOf = (unsafe: boolean) =>
      flags.filter((flag, index) => flag && isUnsafe[index] === unsafe).length /
      isUnsafe.filter((each) => each === unsafe).length;
    pairs.push([shareOf(true), shareOf(false)]);
    if (rows.length === 0) {
      const columns = [...Object.keys(layers), 'rules or embedded: caught, false positives'];
      console.log(`| left out | unsafe | ${columns.join(' | ')} |`);
      console.log(`| --- | --- |${' --- |'.repeat(columns.length)}`);
    }
    rows.push(pairs);
    console.log(line(name, isUnsafe.filter(Boolean).length, pairs));
  }
  const means = (rows[0] ?? []).map((_, column): Pair => {
    const mean = (part: 0 | 1) =>
      rows.reduce((sum, row) => sum + (row[column]?.[part] ?? 0), 0) / rows.length;
    return [mean(0), mean(1)];
  });
  console.log(line('mean', '', means));
}

/** Area under the curve and share caught; in the last column, shares caught and falsely flagged. */
type Pair = readonly [number, number];

const line = (name: string, unsafe: number | string, pairs: readonly Pair[]): string => {
  const cells = pairs.map(([first, second], column) => {
    const shown = column < pairs.length - 1 ? first.toFixed(3) : `${(100 * first).toFixed(1)} %`;
    return `${shown}, ${(100 * second).toFixed(1)} %`;
  });
  return `| ${[name, unsafe, ...cells].join(' | ')} |`;
};
