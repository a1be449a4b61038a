import { availableParallelism } from 'node:os';
import {
  createScreening,
  type Finding,
  type ImageDecision,
  type ImageModerator,
  UnscreenedImage,
} from '@shoji/core';
import { DEFAULT_IMAGE_LIMITS } from '@shoji/core/image';
import { decideImage } from '@shoji/core/policy';
import { costOf, type ImageScreen, type PriceTable } from '@shoji/core/screen';

import { CliError, EXIT } from '../../terminal/exit.ts';
import { printable, table } from '../../terminal/terminal.ts';
import { readPicture } from './read-picture.ts';

/** One judge's verdict on one picture. */
interface Verdict {
  readonly decision: ImageDecision;
  readonly unchecked: boolean;
  readonly findings: readonly Pick<Finding, 'category' | 'label' | 'score'>[];
  readonly ms: number;
  readonly usd: number;
}

/** The verdicts on one file, by judge; `problem` where the file could not be read. */
interface Compared {
  readonly file: string;
  readonly problem?: string;
  readonly verdicts: Readonly<Record<string, Verdict>>;
}

/** The figures of one judge over all pictures. Shares of nothing are null. */
interface JudgeFigures {
  readonly name: string;
  readonly clear: number;
  readonly blur: number;
  readonly withhold: number;
  readonly unchecked: number;
  /** Share of pictures on which it decides as the first judge, of those that both checked. */
  readonly agreement: number | null;
  readonly medianMs: number | null;
  readonly usd: number;
}

export interface Comparison {
  readonly screen: ImageScreen;
  readonly prices: PriceTable;
  readonly json: boolean;
  readonly jsonl: boolean;
}

/** Most pictures on which judges differ that the text lists. */
const SHOWN = 20;

/**
 * The moderators of these names, in this order.
 * @throws CliError for an unknown name.
 */
export function namedModerators(
  names: readonly string[],
  known: readonly ImageModerator[],
): ImageModerator[] {
  if (names.length === 0) throw new CliError('--against: name at least one check.');
  return [...new Set(names)].map((name) => {
    const found = known.find((moderator) => moderator.name === name);
    if (found) return found;
    const all = known.map((moderator) => moderator.name).join(', ');
    throw new CliError(`--against: unknown check ${JSON.stringify(name)}; known checks: ${all}.`);
  });
}

/** Asks every judge about every picture, prints their verdicts side by side, and returns the exit code. */
export async function compareImages(files: readonly string[], comparison: Comparison): Promise<number> {
  const { screen, json, jsonl } = comparison;
  const results: Compared[] = [];
  const running: Promise<Compared>[] = [];
  const collect = async (atMost: number) => {
    while (running.length > atMost) {
      const result = await running.shift();
      if (result === undefined) continue;
      results.push(result);
      if (jsonl) console.log(JSON.stringify(result));
    }
  };
  for (const file of files) {
    running.push(compareFile(file, comparison));
    await collect(availableParallelism());
  }
  await collect(0);
  const judges = screen.moderators.map(({ name }) =>
    figuresOf(name, screen.moderators[0]?.name ?? name, results),
  );
  if (json) console.log(JSON.stringify({ policy: screen.policy.name, judges, files: results }, null, 2));
  // The lines of --jsonl are one object a file.
  else (jsonl ? console.error : console.log)(readable(judges, results));
  return results.some(isIncomplete) ? EXIT.unchecked : EXIT.ok;
}

function isIncomplete({ problem, verdicts }: Compared): boolean {
  return problem !== undefined || Object.values(verdicts).some(({ unchecked }) => unchecked);
}

async function compareFile(file: string, { screen, prices }: Comparison): Promise<Compared> {
  const picture = await readPicture(file, DEFAULT_IMAGE_LIMITS.maxBytes);
  if ('problem' in picture) return { file, problem: picture.problem, verdicts: {} };
  const screening = createScreening(screen, { id: file, signal: new AbortController().signal });
  // Long, because no person waits, and keeping to a service's quota takes time.
  const ms = Number.POSITIVE_INFINITY;
  const { runs, normalised, warnings } = await screening.judge(new UnscreenedImage(picture.bytes), { ms });
  if (normalised === undefined)
    return { file, problem: warnings[0]?.message ?? 'It is not a picture.', verdicts: {} };
  const verdicts = runs.map(({ check, ms: taken, report, failure }): [string, Verdict] => {
    const usd = costOf(report?.usage ?? [], prices).estimate;
    const timed = { ms: Math.round(taken * 10) / 10, usd };
    if (failure !== undefined || report === undefined || report.skipped !== undefined)
      return [check, { decision: 'withhold', unchecked: true, findings: [], ...timed }];
    const { decision } = decideImage(screen.policy, report.findings, report.illustrated);
    const findings = report.findings.map(({ category, label, score }) => ({ category, label, score }));
    return [check, { decision, unchecked: false, findings, ...timed }];
  });
  return { file, verdicts: Object.fromEntries(verdicts) };
}

function figuresOf(name: string, first: string, results: readonly Compared[]): JudgeFigures {
  const own = results.flatMap(({ verdicts }) => verdicts[name] ?? []);
  const checked = own.filter(({ unchecked }) => !unchecked);
  const count = (decision: ImageDecision) =>
    checked.filter((verdict) => verdict.decision === decision).length;
  const both = results.flatMap(({ verdicts }) => {
    const [one, other] = [verdicts[name], verdicts[first]];
    return one && other && !one.unchecked && !other.unchecked ? [one.decision === other.decision] : [];
  });
  const times = checked.map(({ ms }) => ms).toSorted((a, b) => a - b);
  return {
    name,
    clear: count('clear'),
    blur: count('blur'),
    withhold: count('withhold'),
    unchecked: own.length - checked.length,
    agreement: both.length === 0 ? null : both.filter(Boolean).length / both.length,
    medianMs: times[Math.floor(times.length / 2)] ?? null,
    usd: own.reduce((sum, { usd }) => sum + usd, 0),
  };
}

function readable(judges: readonly JudgeFigures[], results: readonly Compared[]): string {
  const [first] = judges;
  const head = [
    '',
    'clear',
    'blurred',
    'withheld',
    'unchecked',
    `as ${first?.name}`,
    'ms',
    'cost',
    'for 1,000',
  ];
  const rows = judges.map(({ name, clear, blur, withhold, unchecked, agreement, medianMs, usd }) => {
    const asked = clear + blur + withhold;
    return [
      name,
      ...[clear, blur, withhold, unchecked].map((each) => each.toLocaleString('en-US')),
      agreement === null ? '–' : `${(100 * agreement).toFixed(1)} %`,
      medianMs === null ? '–' : String(Math.round(medianMs)),
      `$${usd.toFixed(4)}`,
      asked === 0 ? '–' : `$${((1_000 * usd) / asked).toFixed(2)}`,
    ];
  });
  const problems = results.flatMap(({ file, problem }) =>
    problem === undefined ? [] : [`unchecked  ${printable(file)}  ${printable(problem)}`],
  );
  const different = results.filter(({ verdicts }) => new Set(Object.values(verdicts).map(wordOf)).size > 1);
  const listed = different
    .slice(0, SHOWN)
    .map(({ file, verdicts }) => [
      printable(file),
      ...judges.map(({ name }) => (verdicts[name] ? wordOf(verdicts[name]) : '–')),
    ]);
  return [
    table(head, rows),
    ...(different.length > 0
      ? [
          '',
          `Different verdicts: ${different.length}`,
          table(['', ...judges.map(({ name }) => name)], listed),
        ]
      : []),
    ...(problems.length > 0 ? ['', ...problems] : []),
  ].join('\n');
}

function wordOf({ decision, unchecked }: Verdict): string {
  return unchecked ? 'unchecked' : decision;
}
