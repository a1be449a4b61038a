import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  type Category,
  type CheckReport,
  type EncodedImage,
  type ImageModerator,
  type Policy,
  type PromptClassifier,
  presets,
  smallPromptClassifier,
  UnscreenedImage,
} from '@shoji/core';
import { decideImage, decidePrompt } from '@shoji/core/policy';
import { costOf, type PriceTable } from '@shoji/core/screen';
import { openJudged } from '@shoji/core/unseal';
import { HALF_CATEGORIES } from '@shoji/core/vocabulary';
import { embeddedImageModerator, embeddedPromptClassifier } from '@shoji/embedded';
import { escalate } from '@shoji/judges';
import { sharpCodec } from '@shoji/pixels';
import { loadJudges } from '../../packages/cli/src/engine/judges-file.ts';
import { LIST_PRICES } from '../../packages/cli/src/engine/list-prices.ts';

const HELP = `
The share of inputs for which escalate() would ask the dear check, and what that saves.

  npm run bench:escalation -- --pictures FOLDER [options]
  npm run bench:escalation -- --prompts FILE    [options]     one prompt a line, or JSON Lines with "prompt"

  --cheap NAME     embedded-image or embedded-prompt when left out; also small, and checks of --judges
  --dear NAME      a check of --judges: it is asked about every input, which costs what it costs, and the decisions of
                   escalate() are compared with its decisions alone
  --usd PRICE      without --dear: its price for one input; $0.001, which Rekognition takes for a picture, when left out
  --judges FILE    a module that exports checks
  --policy PRESET  strict, standard (when left out) or mature
`;

/** Scores between which the dear check is asked. The second is the default of \`escalate()\`. */
const WINDOWS = [
  [0.1, 0.9],
  [0.2, 0.8],
  [0.3, 0.7],
  [0.4, 0.6],
] as const;
const half: readonly Category[] = HALF_CATEGORIES;
const { signal } = new AbortController();

/** An input, and how a check is asked about it. */
interface Input {
  readonly label: string;
  ask(check: Check): Promise<CheckReport>;
  decide(policy: Policy, report: CheckReport): string;
}
type Check = PromptClassifier | ImageModerator;
type Outcome = { readonly report: CheckReport } | { readonly report?: undefined };

const { values } = parseArgs({
  options: {
    pictures: { type: 'string' },
    prompts: { type: 'string' },
    cheap: { type: 'string' },
    dear: { type: 'string' },
    usd: { type: 'string', default: '0.001' },
    judges: { type: 'string' },
    policy: { type: 'string', default: 'standard' },
    help: { type: 'boolean', default: false },
  },
});

async function picture(file: string): Promise<Input[]> {
  const bytes = new Uint8Array(readFileSync(file));
  const made = await sharpCodec()
    .normalise(new UnscreenedImage(bytes), { signal })
    .catch(() => undefined);
  if (made === undefined) return [];
  const image: EncodedImage = openJudged(made);
  return [
    {
      label: basename(file),
      ask: (check) => ('moderate' in check ? check.moderate(image, { signal }) : noMatch(check)),
      decide: (policy, { findings, illustrated }) => decideImage(policy, findings, illustrated).decision,
    },
  ];
}

function prompt(line: string): Input[] {
  const text = line.startsWith('{') ? String(JSON.parse(line).prompt ?? '') : line;
  if (text === '') return [];
  return [
    {
      label: text.slice(0, 60),
      ask: (check) => ('classify' in check ? check.classify(text, { signal }) : noMatch(check)),
      decide: (policy, { findings }) => decidePrompt(policy, findings).decision,
    },
  ];
}

function noMatch({ name }: Check): never {
  throw new TypeError(`${name} does not judge this kind of input`);
}

const IMAGES = /\.(png|jpe?g|webp|gif)$/i;

async function inputs(): Promise<Input[]> {
  if (values.prompts) return readFileSync(values.prompts, 'utf8').split('\n').flatMap(prompt);
  const { pictures = '' } = values;
  const files = readdirSync(pictures, { recursive: true, encoding: 'utf8' })
    .filter((name) => IMAGES.test(name))
    .map((name) => join(pictures, name))
    .filter((file) => statSync(file).isFile())
    .toSorted();
  return (await Promise.all(files.map(picture))).flat();
}

function checkOf(name: string, known: readonly Check[]): Check {
  const found = known.find((check) => check.name === name);
  if (found) return found;
  throw new Error(`no check is named ${name}; there are ${known.map((check) => check.name).join(', ')}`);
}

async function outcome(ask: () => Promise<CheckReport>): Promise<Outcome> {
  try {
    return { report: await ask() };
  } catch {
    return {};
  }
}

/** The highest score of a report; NaN for one that skipped its input or failed, which is always escalated. */
function highest({ report }: Outcome): number {
  if (report === undefined || report.skipped !== undefined) return Number.NaN;
  return Math.max(
    0,
    ...report.findings.filter(({ category }) => !half.includes(category)).map(({ score }) => score),
  );
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
const mean = (list: readonly number[]) =>
  list.reduce((sum, each) => sum + each, 0) / Math.max(1, list.length);

async function main(): Promise<void> {
  if (values.help || (values.pictures === undefined) === (values.prompts === undefined)) {
    console.log(HELP);
    return;
  }
  const policy = Object.entries(presets).find(([name]) => name === values.policy)?.[1];
  if (policy === undefined) throw new Error(`no preset is named ${values.policy}`);
  const prices: PriceTable = LIST_PRICES;
  const judges = values.judges ? await loadJudges(process.cwd(), values.judges) : { prompt: [], image: [] };
  const ofPrompts = judges.prompt.filter((check) => 'classify' in check);
  const known: Check[] = values.prompts
    ? [...ofPrompts, smallPromptClassifier(), embeddedPromptClassifier({ waiting: Number.POSITIVE_INFINITY })]
    : [...judges.image, embeddedImageModerator({ waiting: Number.POSITIVE_INFINITY })];
  const cheap = checkOf(values.cheap ?? (values.prompts ? 'embedded-prompt' : 'embedded-image'), known);
  const dear = values.dear === undefined ? undefined : checkOf(values.dear, known);

  const all = await inputs();
  const first: Outcome[] = [];
  const second: Outcome[] = [];
  for (const input of all) {
    first.push(await outcome(() => input.ask(cheap)));
    if (dear) second.push(await outcome(() => input.ask(dear)));
  }
  const scores = first.map(highest);
  const usdOf = (outcomes: readonly Outcome[]) =>
    outcomes.map(({ report }) => costOf(report?.usage ?? [], prices).estimate);
  const each = dear ? mean(usdOf(second)) : Number(values.usd);
  const own = mean(usdOf(first));
  console.log(
    `${all.length} inputs; ${cheap.name} costs $${own.toFixed(5)} each, ${dear?.name ?? 'the dear check'} $${each.toFixed(5)}.`,
  );
  console.log(
    `${scores.filter(Number.isNaN).length} inputs that ${cheap.name} skipped or could not check are always escalated.\n`,
  );
  const unseen = dear?.covers.filter((category) => !cheap.covers.includes(category)) ?? [];
  if (unseen.length > 0) {
    console.log(`Seen only by ${dear?.name}, so not where ${cheap.name} is sure: ${unseen.join(', ')}.\n`);
  }
  console.log(
    'from  to    escalated   for 1,000: escalate   dear alone   saved   decided as the dear one alone',
  );
  for (const [from, to] of WINDOWS) {
    const asked = scores.filter((score) => !(score < from || score >= to)).length / Math.max(1, all.length);
    const cost = own + asked * each;
    const saved = each === 0 ? 0 : 1 - cost / each;
    const same = dear ? await agreement(all, { cheap, dear, first, second, policy, from, to }) : undefined;
    const cells = [
      from.toFixed(1).padEnd(5),
      to.toFixed(1).padEnd(5),
      percent(asked).padStart(9),
      `$${(1_000 * cost).toFixed(3)}`.padStart(21),
      `$${(1_000 * each).toFixed(3)}`.padStart(12),
      percent(saved).padStart(9),
      (same === undefined ? '' : percent(same)).padStart(12),
    ];
    console.log(cells.join(' '));
  }
  await Promise.all(known.map((check) => check.close?.()));
}

interface Compared {
  readonly cheap: Check;
  readonly dear: Check;
  readonly first: readonly Outcome[];
  readonly second: readonly Outcome[];
  readonly policy: Policy;
  readonly from: number;
  readonly to: number;
}

/** The share of inputs for which escalate() decides as the dear check alone; both checks answer as they did before. */
async function agreement(all: readonly Input[], compared: Compared): Promise<number> {
  const { cheap, dear, first, second, policy, from, to } = compared;
  const same: boolean[] = [];
  for (const [index, input] of all.entries()) {
    const replay = (check: Check, outcomes: readonly Outcome[]): Check => {
      const answer = async () => {
        const report = outcomes[index]?.report;
        if (report === undefined) throw new Error('it could not be checked');
        return report;
      };
      const { name, covers } = check;
      return 'classify' in check ? { name, covers, classify: answer } : { name, covers, moderate: answer };
    };
    const [one, other] = [replay(cheap, first), replay(dear, second)];
    const joined =
      'classify' in one && 'classify' in other
        ? escalate(one, other, { from, to })
        : 'moderate' in one && 'moderate' in other
          ? escalate(one, other, { from, to })
          : noMatch(cheap);
    const decided = async (check: Check) => {
      const { report } = await outcome(() => input.ask(check));
      return report === undefined || report.skipped !== undefined
        ? 'unchecked'
        : input.decide(policy, report);
    };
    same.push((await decided(joined)) === (await decided(other)));
  }
  return same.filter(Boolean).length / Math.max(1, same.length);
}

await main();
