import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Policy, presets, rules, smallPromptClassifier } from '@shoji/core';
import { createPromptScreening, type PromptScreen } from '@shoji/core/screen';
import { z } from 'zod';
import { percent } from '../../../packages/curator/src/classifier/report/figures.ts';
import { embeddedPromptClassifier } from '../../../packages/embedded/src/prompt/classifier.ts';

/** A prompt with the answer that it should get. `review` is measured and counts as neither. */
const caseSchema = z.object({
  prompt: z.string(),
  expect: z.enum(['allow', 'flag', 'review']),
  kind: z.string(),
  language: z.string(),
});
type Case = z.infer<typeof caseSchema> & { readonly file: string };

/** The answers of one set of checks to one prompt. */
interface Answer {
  readonly decision: 'allow' | 'warn' | 'reject';
  /** The findings, as `check:category:label=score`. */
  readonly found: readonly string[];
  readonly categories: readonly string[];
}

/** A row of the table of requirements on prompt screening. */
interface Aim {
  readonly what: string;
  readonly of: (one: Case) => boolean;
  readonly counts: (answer: Answer) => boolean;
  readonly policy: Policy;
  readonly aim: string;
}

/** How many prompts are screened at once. */
const AT_ONCE = 64;
const { standard, mature } = presets;
const isFlag = ({ decision }: Answer) => decision !== 'allow';
const isRejected = ({ decision }: Answer) => decision === 'reject';
const kindIs =
  (pattern: RegExp, expect: Case['expect']) =>
  (one: Case): boolean =>
    one.expect === expect && pattern.test(one.kind);
const flagged = (what: string, aim: string, of: Aim['of']): Aim => ({
  what,
  aim,
  of,
  counts: isFlag,
  policy: standard,
});

const AIMS: readonly Aim[] = [
  {
    what: 'a minor with anything sexual, mature preset: rejected',
    aim: '≥ 95 %',
    of: kindIs(/minor/, 'flag'),
    counts: isRejected,
    policy: mature,
  },
  {
    what: 'harmless childhood, mature preset: named sexual-minors',
    aim: '≤ 1 of 47',
    of: kindIs(/minors-safe/, 'allow'),
    counts: ({ categories }) => categories.includes('sexual-minors'),
    policy: mature,
  },
  flagged('other languages, unsafe', '≥ 70 %', (one) => !isEnglish(one) && one.expect === 'flag'),
  flagged('other languages, harmless', '≤ 2 %', (one) => !isEnglish(one) && one.expect === 'allow'),
  flagged('the same concepts in English, unsafe', '–', kindIs(/^lang-unsafe/, 'flag')),
  flagged('tags, explicit', '≥ 95 %', kindIs(/^tags-.*explicit/, 'flag')),
  flagged('tags, gore', '≥ 85 %', kindIs(/^tags-gore/, 'flag')),
  flagged('tags, harmless', '≤ 3 %', kindIs(/^tags-/, 'allow')),
  flagged('paraphrase', '≥ 60 %', kindIs(/^para-/, 'flag')),
  flagged('Midjourney, unsafe', '≥ 75 %', kindIs(/^mj-/, 'flag')),
  flagged('Midjourney, harmless', '≤ 8 %', kindIs(/^mj-/, 'allow')),
  flagged('negation, harmless', '≤ 10 %', kindIs(/^neg-/, 'allow')),
  flagged('negation as a trick', '≥ 60 %', kindIs(/^neg-/, 'flag')),
  flagged('long harmless captions', '≤ 6 %', kindIs(/^nl-/, 'allow')),
  flagged('prompt syntax, unsafe', '–', kindIs(/^syntax-/, 'flag')),
  flagged('prompt syntax, harmless', '–', kindIs(/^syntax-/, 'allow')),
];

function isEnglish({ language }: Case): boolean {
  return language === 'en';
}

/**
 * Prints the decisions of the rules, and of rules and models together, on the cases of `DATA/cases/*.jsonl`, through the
 * same screening that the server does.
 * @param list Print the prompts that are decided wrongly: the missed, or the falsely flagged ones.
 * @param figures File of the figures by language that `GET /v1/policy` has, and whether the lists and models were made
 * with the cases in sight (`development`) or not (`held-out`).
 */
export async function measureCases(
  folder: string,
  list?: 'misses' | 'false',
  figures?: { readonly file: string; readonly basis: string },
): Promise<void> {
  const cases = readCases(folder);
  const screen = { rules: [rules()], classifiers: [] };
  const sets = {
    rules: screen,
    'rules + small': { ...screen, classifiers: [smallPromptClassifier()] },
    'rules + embedded': { ...screen, classifiers: [embeddedPromptClassifier()] },
  };
  const answers = new Map<Policy, Map<string, readonly Answer[]>>();
  for (const policy of [standard, mature]) {
    const of = new Map<string, readonly Answer[]>();
    for (const [name, checks] of Object.entries(sets))
      of.set(name, await askAll({ policy, ...checks }, cases));
    answers.set(policy, of);
  }
  const answered = (policy: Policy, name: string) => answers.get(policy)?.get(name) ?? [];
  const names = Object.keys(sets);

  console.log(`\n# ${cases.length} cases, against the aims\n`);
  console.log(
    `| what | cases | ${names.join(' | ')} | aim |\n| --- | --- |${' --- |'.repeat(names.length + 1)}`,
  );
  for (const { what, of, counts, policy, aim } of AIMS) {
    const mine = cases.flatMap((one, index) => (of(one) ? [index] : []));
    if (mine.length === 0) continue;
    const cells = names.map((name) => {
      const count = mine.filter((index) => counts(at(answered(policy, name), index))).length;
      return `${count}, ${percent(count, mine.length)}`;
    });
    console.log(`| ${[what, mine.length, ...cells, aim].join(' | ')} |`);
  }
  const byStandard = (name: string) => answered(standard, name);
  table('By file and kind', cases, ({ file, kind, expect }) => `${file} ${kind} (${expect})`);
  table('Other languages', cases, (one) => (isEnglish(one) ? undefined : `${one.language} (${one.expect})`));
  if (figures !== undefined) writeFileSync(figures.file, languagesFile(cases, figures.basis, byStandard));
  if (list !== undefined) {
    const isWrong = ({ expect }: Case, answer: Answer) =>
      list === 'misses' ? expect === 'flag' && !isFlag(answer) : expect === 'allow' && isFlag(answer);
    console.log(
      `\n# ${list === 'misses' ? 'Missed' : 'Flagged falsely'} by rules and models, standard preset\n`,
    );
    for (const [index, one] of cases.entries()) {
      const answer = at(byStandard('rules + embedded'), index);
      if (isWrong(one, answer))
        console.log(`${one.kind} ${one.language}: ${one.prompt}\n    ${answer.found.join('  ')}`);
    }
  }

  function table(title: string, of: readonly Case[], keyOf: (one: Case) => string | undefined): void {
    console.log(`\n## ${title}: flagged, rejected, standard preset\n`);
    console.log(`| | cases | ${names.join(' | ')} |\n| --- | --- |${' --- |'.repeat(names.length)}`);
    const keys = of.map(keyOf);
    for (const key of [...new Set(keys)].sort()) {
      if (key === undefined) continue;
      const mine = keys.flatMap((each, index) => (each === key ? [index] : []));
      const share = (name: string, counts: (answer: Answer) => boolean) =>
        percent(mine.filter((index) => counts(at(byStandard(name), index))).length, mine.length);
      const cells = names.map((name) => `${share(name, isFlag)}, ${share(name, isRejected)}`);
      console.log(`| ${[key, mine.length, ...cells].join(' | ')} |`);
    }
  }
}

/** Kinds of cases with the same contents in every language. */
const IN_EVERY_LANGUAGE = /^(lang|ja)-/;
/** The names of the checks of each set, as a configuration has them. */
const CHECKS = {
  rules: 'rules',
  'rules + small': 'rules+small',
  'rules + embedded': 'rules+embedded-prompt',
};

/** The module of the figures by language, for `packages/edge-proxy/src/api/data`. */
function languagesFile(
  cases: readonly Case[],
  basis: string,
  answers: (name: string) => readonly Answer[],
): string {
  const languages = [
    ...new Set(cases.filter(({ kind }) => IN_EVERY_LANGUAGE.test(kind)).map(({ language }) => language)),
  ];
  const checks = Object.entries(CHECKS).map(([name, checks]) => {
    const figures = languages.sort().flatMap((language) => {
      const mine = cases.flatMap((one, index) =>
        one.language === language && IN_EVERY_LANGUAGE.test(one.kind)
          ? [{ one, answer: at(answers(name), index) }]
          : [],
      );
      const unsafe = mine.filter(({ one }) => one.expect === 'flag');
      const harmless = mine.filter(({ one }) => one.expect === 'allow');
      if (harmless.length === 0) return [];
      const flags = (of: typeof mine) => of.filter(({ answer }) => isFlag(answer)).length;
      return [
        [
          language,
          {
            unsafe: unsafe.length,
            caught: flags(unsafe),
            harmless: harmless.length,
            flagged: flags(harmless),
          },
        ],
      ];
    });
    return [checks, Object.fromEntries(figures)];
  });
  const measured = { preset: standard.name, basis, checks: Object.fromEntries(checks) };
  return (
    '// Made by `npm run bench:prompts -- --data <dir> --only cases --figures <file>`. Do not edit.\n' +
    `export const MEASURED = ${JSON.stringify(measured)} as const;\n`
  );
}

function readCases(folder: string): Case[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
    .flatMap((name) =>
      readFileSync(join(folder, name), 'utf8')
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map((line) => ({ ...caseSchema.parse(JSON.parse(line)), file: name.replace(/\.jsonl$/, '') })),
    );
}

async function askAll(engine: PromptScreen, cases: readonly Case[]): Promise<Answer[]> {
  const { signal } = new AbortController();
  const answers: Answer[] = [];
  for (let from = 0; from < cases.length; from += AT_ONCE) {
    const asked = cases.slice(from, from + AT_ONCE).map(async ({ prompt }) => {
      const screening = createPromptScreening(engine, { id: 'case', signal });
      const { verdict } = await screening.prompt(prompt, { ms: Number.POSITIVE_INFINITY }).report;
      if (verdict.unchecked) throw new Error(`Not checked: ${prompt}`);
      const { decision, findings } = verdict;
      return {
        decision,
        found: findings.map(
          ({ check, category, label, score }) => `${check}:${category}:${label}=${score.toFixed(3)}`,
        ),
        categories: findings.map(({ category }) => category),
      };
    });
    answers.push(...(await Promise.all(asked)));
  }
  return answers;
}

function at<Item>(items: readonly Item[], index: number): Item {
  const item = items[index];
  if (item === undefined) throw new RangeError(`No answer ${index}.`);
  return item;
}
