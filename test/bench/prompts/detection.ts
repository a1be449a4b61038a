import { basename } from 'node:path';
import {
  type CheckReport,
  type Finding,
  type PromptClassifier,
  presets,
  rules,
  smallPromptClassifier,
} from '@shoji/core';
import { createPromptScreening } from '@shoji/core/screen';
import {
  type LabelledPrompt,
  readLabelledPrompts,
} from '../../../packages/curator/src/classifier/labelled.ts';
import { areaUnderCurve, caughtAt } from '../../../packages/curator/src/classifier/measure/ranking.ts';
import { percent } from '../../../packages/curator/src/classifier/report/figures.ts';
import { embeddedPromptClassifier } from '../../../packages/embedded/src/prompt/classifier.ts';
import { isFlagged } from './scores.ts';

type Layers = Readonly<Record<string, readonly (readonly Finding[])[]>>;
type KeyOf = (prompt: LabelledPrompt) => string | undefined;

const { signal } = new AbortController();
const AT_ONCE = 64;
/** Classifiers read every prompt, also where the rules alone would refuse it. */
const NOTHING_REFUSED = { ...presets.standard, prompt: {} };

const scoreOf = (findings: readonly Finding[]): number => Math.max(0, ...findings.map(({ score }) => score));

/** Prints the decisions of each layer, and of all of them together, on a labelled file. */
export async function measureDetection(file: string): Promise<void> {
  const prompts = readLabelledPrompts(file);
  const rule = rules();
  const small = remembering(smallPromptClassifier());
  const full = remembering(embeddedPromptClassifier());
  const byRules = prompts.map(({ text }) => rule.match(text));
  const alone = (classifier: PromptClassifier) =>
    each(prompts, async ({ text }) => (await classifier.classify(text, { signal })).findings);
  const withRules = (classifier: PromptClassifier) => {
    const engine = { policy: NOTHING_REFUSED, rules: [rule], classifiers: [classifier] };
    return each(prompts, async ({ text }) => {
      const screening = createPromptScreening(engine, { id: 'prompt', signal });
      const { verdict } = await screening.prompt(text, { ms: Number.POSITIVE_INFINITY }).report;
      if (verdict.unchecked) throw new Error(`Not checked: ${text}`);
      return verdict.findings;
    });
  };
  const byFull = await alone(full);
  const layers: Layers = {
    rules: byRules,
    small: await alone(small),
    embedded: byFull,
    'rules + small': await withRules(small),
    'rules + embedded': await withRules(full),
  };
  console.log(`\n# ${basename(file)}: ${prompts.length} prompts, the standard preset's thresholds\n`);
  overall(prompts, layers);
  const pictures = prompts.flatMap(({ source }, index) => (TALK.has(source) ? [] : [index]));
  console.log(`\n## The ${pictures.length} prompts for pictures\n`);
  const only = <Item>(list: readonly Item[]) =>
    list.filter((_, index) => !TALK.has(prompts[index]?.source ?? ''));
  overall(
    only(prompts),
    Object.fromEntries(Object.entries(layers).map(([name, found]) => [name, only(found)])),
  );
  const unsafe =
    (keyOf: KeyOf): KeyOf =>
    (prompt) =>
      prompt.unsafe ? keyOf(prompt) : undefined;
  const safe =
    (keyOf: KeyOf): KeyOf =>
    (prompt) =>
      prompt.unsafe ? undefined : keyOf(prompt);
  table(
    'False positives per source of harmless prompts',
    prompts,
    layers,
    safe(({ source }) => source),
  );
  table(
    'Caught per source of unsafe prompts',
    prompts,
    layers,
    unsafe(({ source }) => source),
  );
  table(
    'Caught per category',
    prompts,
    layers,
    unsafe(({ category }) => category ?? 'unspecified'),
  );
  table(
    'Caught per language',
    prompts,
    layers,
    unsafe(({ language }) => language),
  );
  table(
    'False positives per language',
    prompts,
    layers,
    safe(({ language }) => language),
  );
  named(prompts, byFull);
}

/** Calls the classifier once for each text, so that a prompt is not read again beside the rules. */
function remembering(classifier: PromptClassifier): PromptClassifier {
  const known = new Map<string, Promise<CheckReport>>();
  return {
    ...classifier,
    classify(text, options) {
      const report = known.get(text) ?? classifier.classify(text, options);
      known.set(text, report);
      return report;
    },
  };
}

async function each<Item, Result>(
  items: readonly Item[],
  ask: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let from = 0; from < items.length; from += AT_ONCE)
    results.push(...(await Promise.all(items.slice(from, from + AT_ONCE).map(ask))));
  return results;
}

/** Sources of conversations between people, not of prompts for an image model. */
const TALK = new Set(['hatecheck', 'xstest_safe', 'hatemojibuild', 'toxigen', 'surge_toxicity', 'cold_zh']);

function overall(prompts: readonly LabelledPrompt[], layers: Layers): void {
  const unsafe = prompts.map((prompt) => prompt.unsafe);
  console.log(
    '| layer | precision | recall | AUC | caught at 1 % false positives |\n| --- | --- | --- | --- | --- |',
  );
  for (const [name, findings] of Object.entries(layers)) {
    const flagged = findings.map(isFlagged);
    const right = flagged.filter((flag, index) => flag && unsafe[index]).length;
    const scores = findings.map(scoreOf);
    const cells = [
      name,
      percent(right, flagged.filter(Boolean).length),
      percent(right, unsafe.filter(Boolean).length),
      areaUnderCurve(scores, unsafe).toFixed(3),
      `${(100 * caughtAt(scores, unsafe, 0.01)).toFixed(1)} %`,
    ];
    console.log(`| ${cells.join(' | ')} |`);
  }
}

/** A row for each key; prompts without one are left out. */
function table(title: string, prompts: readonly LabelledPrompt[], layers: Layers, keyOf: KeyOf): void {
  const keys = prompts.map(keyOf);
  const names = Object.keys(layers);
  console.log(
    `\n## ${title}\n\n| | prompts | ${names.join(' | ')} |\n| --- | --- |${' --- |'.repeat(names.length)}`,
  );
  for (const key of [...new Set(keys)].sort()) {
    if (key === undefined) continue;
    const mine = keys.flatMap((each, index) => (each === key ? [index] : []));
    const cells = Object.values(layers).map((findings) =>
      percent(mine.filter((index) => isFlagged(findings[index] ?? [])).length, mine.length),
    );
    console.log(`| ${key} | ${mine.length} | ${cells.join(' | ')} |`);
  }
}

/** How often the full model's category is the labelled one, of the prompts that it flags. */
function named(prompts: readonly LabelledPrompt[], findings: readonly (readonly Finding[])[]): void {
  const counted = prompts.flatMap((prompt, index) =>
    prompt.category && isFlagged(findings[index] ?? []) ? [index] : [],
  );
  const right = counted.filter((index) =>
    findings[index]?.some(({ category }) => category === prompts[index]?.category),
  );
  console.log(
    `\nThe embedded model names the labelled category in ${percent(right.length, counted.length)} of ${counted.length}.`,
  );
}
