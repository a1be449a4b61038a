import type { CheckMeasure, Measured, Mistake } from '@shoji/curator/classifier';
import {
  decimal,
  matrixColumns,
  milliseconds,
  percent,
  type Report,
  reportHtml,
  reportJson,
  shareText,
  TRADE_SCORES,
  whole,
  withoutPrompts,
  writeWhole,
} from '@shoji/curator/classifier';
import { printable, table } from '../../terminal/terminal.ts';

export interface ReportFlags {
  /** The file of the page, if any. */
  readonly report?: string;
  /** False to leave out the misjudged prompts. */
  readonly prompts: boolean;
  readonly json?: boolean;
}

/** Most mistakes of each kind on the terminal; the page has more. */
const SHOWN = 5;
/** Characters of a prompt that fit on a line. */
const PROMPT_WIDTH = 100;

/** Writes the page if a flag requests it, and prints the report as text, or with `extra` as one JSON object. */
export async function giveReport(full: Report, flags: ReportFlags, extra: object): Promise<void> {
  const report = flags.prompts ? full : withoutPrompts(full);
  if (flags.report !== undefined) await writeWhole(flags.report, reportHtml(report));
  if (flags.json) console.log(JSON.stringify({ ...reportJson(report), ...extra }, null, 2));
  else console.log(reportText(report, flags.report));
}

function reportText({ title, facts, warnings, measured, spent }: Report, page: string | undefined): string {
  return [
    title,
    ...facts.map(printable),
    ...warnings.map((warning) => `warning: ${printable(warning)}`),
    '',
    sideBySide(measured, spent),
    ...byCategory(measured),
    ...measured.checks.filter(({ counts }) => counts.read > 0).flatMap((check) => details(check, measured)),
    ...(page === undefined ? [] : ['', `report  ${page}`]),
  ].join('\n');
}

function sideBySide({ checks, prompts }: Measured, spent: Report['spent']): string {
  const head = [
    '',
    'read',
    'precision',
    'recall',
    'F1',
    'AUC',
    'caught at 1 % false alarms',
    'agrees',
    'ms',
    'cost',
  ];
  const rows = checks.map((check) => [
    check.name,
    percent(check.counts.read, prompts),
    shareText(check.precision),
    shareText(check.recall),
    decimal(check.f1),
    decimal(check.areaUnderCurve),
    shareText(check.caughtAtOnePercent),
    shareText(check.agreement),
    milliseconds(check.medianMs),
    spent.has(check.name) ? `$${(spent.get(check.name) ?? 0).toFixed(4)}` : '',
  ]);
  const some = spent.size > 0 ? head.length : head.length - 1;
  return table(
    head.slice(0, some),
    rows.map((row) => row.slice(0, some)),
  );
}

function byCategory({ checks }: Measured): string[] {
  const categories = checks.find(({ categories }) => categories.length > 0)?.categories ?? [];
  if (categories.length < 2) return [];
  const rows = categories.map(({ category, prompts }) => [
    category,
    whole(prompts),
    ...checks.map((check) => {
      const own = check.categories.find((each) => each.category === category);
      return own ? percent(own.caught, own.prompts) : '–';
    }),
  ]);
  return ['', 'Caught by category', table(['', 'prompts', ...checks.map(({ name }) => name)], rows)];
}

function details(check: CheckMeasure, { prior }: Measured): string[] {
  const { caught, missed, falseAlarms, passed } = check.confusion;
  const thresholds = check.thresholds.map((row) => [
    row.threshold.toFixed(2),
    shareText(row.precision),
    shareText(row.recall),
    decimal(row.f1),
    shareText(row.falseAlarmRate),
    shareText(row.precisionInTraffic),
  ]);
  const columns = matrixColumns(check.matrix);
  return [
    '',
    `== ${check.name}`,
    table(
      ['by the policy', 'flagged', 'passed'],
      [
        ['unsafe', whole(caught), whole(missed)],
        ['safe', whole(falseAlarms), whole(passed)],
      ],
    ),
    '',
    `average precision ${decimal(check.averagePrecision)}, Brier score ${decimal(check.reliability.brier)}, ` +
      `calibration error ${decimal(check.reliability.error)} (at ${shareText(prior)} unsafe)`,
    '',
    table(
      ['flag from', 'precision', 'recall', 'F1', 'false alarms', `precision at ${shareText(prior)} unsafe`],
      thresholds,
    ),
    ...trade(check),
    '',
    table(
      ['labelled \\ taken for', ...columns],
      Object.entries(check.matrix).map(([label, row]) => [
        label,
        ...columns.map((name) => whole(row[name] ?? 0)),
      ]),
    ),
    ...mistakes('Missed, the most confident first', check.missed),
    ...mistakes('False alarms, the most confident first', check.falseAlarms),
  ];
}

/** The share of each source's prompts that the policy flags, and that other thresholds would flag. */
function trade({ trade: sources }: CheckMeasure): string[] {
  if (sources.length === 0) return [];
  const rows = sources.map(({ source, unsafe, prompts, byPolicy, from }) => [
    printable(source),
    unsafe ? 'caught' : 'false alarms',
    whole(prompts),
    `[${percent(byPolicy, prompts)}]`,
    ...from.map((flagged) => percent(flagged, prompts)),
  ]);
  const head = ['source', '', 'prompts', '[policy]', ...TRADE_SCORES.map((score) => score.toFixed(2))];
  return ['', 'Flagged by the policy, and from each score on', table(head, rows)];
}

function mistakes(title: string, list: readonly Mistake[]): string[] {
  if (list.length === 0) return [];
  const rows = list.slice(0, SHOWN).map(({ at, text, score, labelled, taken }) => {
    const shown = printable(text);
    const cut = shown.length > PROMPT_WIDTH ? `${shown.slice(0, PROMPT_WIDTH)}…` : shown;
    return [decimal(score), `${labelled} → ${taken}`, printable(at), cut];
  });
  return ['', title, table(['score', '', '', ''], rows)];
}
