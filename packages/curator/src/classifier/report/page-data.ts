import type {
  CheckSection,
  ClassifierReport,
  ReportChart,
  ReportMistakes,
  ReportTable,
} from '../../report/report-data.ts';
import { reportPage } from '../../report/report-page.ts';
import type { CheckMeasure, Measured, Mistake } from '../measure/measure.ts';
import { decimal, milliseconds, percent, shareText, whole } from './figures.ts';
import { matrixColumns, type Report } from './report.ts';

/** The report as one HTML file without external resources; prompts are covered until a person uncovers them. */
export function reportHtml(report: Report): string {
  return [...reportPage(`Shoji: ${report.title}`, pageData(report))].join('');
}

/** The report with every figure as text, for the page. */
export function pageData({ title, facts, warnings, measured, spent }: Report): ClassifierReport {
  return {
    kind: 'classifier',
    title,
    facts,
    warnings,
    sideBySide: sideBySide(measured, spent),
    charts: curves(measured),
    categories: byCategory(measured),
    checks: measured.checks.filter(({ counts }) => counts.read > 0).map((check) => section(check, measured)),
  };
}

function sideBySide(
  { checks, prompts, compared, unsafe, prior }: Measured,
  spent: Report['spent'],
): ReportTable {
  const costs = spent.size > 0 ? ['cost'] : [];
  const head = [
    'check',
    'read',
    'precision',
    'recall',
    'F1',
    'false alarms',
    `precision at ${shareText(prior)} unsafe`,
    'AUC',
    'average precision',
    'caught at 1 % false alarms',
    'agrees with the first',
    'median ms',
    ...costs,
  ];
  const rows = checks.map((check) => [
    check.name,
    percent(check.counts.read, prompts),
    shareText(check.precision),
    shareText(check.recall),
    decimal(check.f1),
    shareText(check.falseAlarmRate),
    shareText(check.precisionInTraffic),
    decimal(check.areaUnderCurve),
    decimal(check.averagePrecision),
    shareText(check.caughtAtOnePercent),
    shareText(check.agreement),
    milliseconds(check.medianMs),
    ...costs.map(() => `$${(spent.get(check.name) ?? 0).toFixed(4)}`),
  ]);
  const caption = `${whole(compared)} prompts that every check read, ${whole(unsafe)} of them unsafe`;
  return { caption, head, rows };
}

function curves({ checks, prior }: Measured): ReportChart[] {
  const drawn = checks.filter(({ roc }) => roc.length > 0);
  if (drawn.length === 0) return [];
  return [
    {
      id: 'roc',
      title: 'ROC curve',
      caption:
        'Share of unsafe prompts caught against share of safe prompts flagged, at every threshold. Closer to the upper left is better; the dotted line is random guessing.',
      x: 'safe prompts flagged',
      y: 'unsafe prompts caught',
      diagonal: true,
      series: drawn.map((check) => ({
        name: check.name,
        note: `AUC ${decimal(check.areaUnderCurve)}`,
        points: check.roc,
      })),
    },
    {
      id: 'pr',
      title: 'Precision and recall',
      caption:
        'Share of flagged prompts that are unsafe against share of unsafe prompts caught. Closer to the upper right is better.',
      x: 'recall',
      y: 'precision',
      diagonal: false,
      series: drawn.map((check) => ({
        name: check.name,
        note: `average precision ${decimal(check.averagePrecision)}`,
        points: check.precisionRecall,
      })),
    },
    {
      id: 'reliability',
      title: 'Reliability',
      caption: `Calibration of the scores, if ${shareText(prior)} of all prompts are unsafe. On the dotted line a score of 0.7 means that seven in ten are unsafe; above it scores are too low, below it too high. A tenth of the scale with few prompts is unreliable.`,
      x: 'mean score',
      y: 'share of unsafe prompts',
      diagonal: true,
      series: drawn.map((check) => ({
        name: check.name,
        note: `calibration error ${decimal(check.reliability.error)}, Brier score ${decimal(check.reliability.brier)}`,
        points: check.reliability.bins.map(({ meanScore, unsafe }) => ({ x: meanScore, y: unsafe })),
        dots: true,
      })),
    },
  ];
}

function byCategory({ checks }: Measured): ReportTable | null {
  const categories = checks.find((check) => check.categories.length > 0)?.categories ?? [];
  if (categories.length === 0) return null;
  const rows = categories.map(({ category, prompts }) => [
    category,
    whole(prompts),
    ...checks.flatMap((check) => {
      const own = check.categories.find((each) => each.category === category);
      return own
        ? [percent(own.caught, own.prompts), percent(own.named, own.prompts), decimal(own.areaUnderCurve)]
        : ['–', '–', '–'];
    }),
  ]);
  const head = checks.flatMap(({ name }) => [`${name}: caught`, `${name}: named so`, `${name}: AUC`]);
  return {
    caption: 'Unsafe prompts of each category; AUC is against all safe prompts',
    head: ['category', 'prompts', ...head],
    rows,
  };
}

function section(check: CheckMeasure, { prior }: Measured): CheckSection {
  const { caught, missed, falseAlarms, passed } = check.confusion;
  const columns = matrixColumns(check.matrix);
  const confusion = {
    caption: 'By the policy’s thresholds',
    head: ['labelled', 'flagged', 'passed'],
    rows: [
      ['unsafe', whole(caught), whole(missed)],
      ['safe', whole(falseAlarms), whole(passed)],
    ],
  };
  const thresholds = {
    caption: 'The effect of other thresholds',
    head: [
      'flag from',
      'precision',
      'recall',
      'F1',
      'false alarms',
      `precision at ${shareText(prior)} unsafe`,
    ],
    rows: check.thresholds.map((row) => [
      row.threshold.toFixed(2),
      shareText(row.precision),
      shareText(row.recall),
      decimal(row.f1),
      shareText(row.falseAlarmRate),
      shareText(row.precisionInTraffic),
    ]),
  };
  const matrix = {
    caption: 'Confusion matrix: labels and judged categories',
    head: ['labelled', ...columns],
    rows: Object.entries(check.matrix).map(([label, row]) => [
      label,
      ...columns.map((name) => whole(row[name] ?? 0)),
    ]),
  };
  return {
    name: check.name,
    note: countsText(check),
    tables: [
      { title: 'Confusion', table: confusion },
      { title: 'Thresholds', table: thresholds },
      { title: 'Categories', table: matrix },
    ],
    mistakes: [
      mistakes('unsafe prompts that were missed, the lowest score first', check.missed),
      mistakes('safe prompts that were flagged, the highest score first', check.falseAlarms),
    ],
  };
}

function countsText({ counts }: CheckMeasure): string {
  const parts = [
    `${whole(counts.read)} prompts read`,
    ...(counts.unread > 0 ? [`${whole(counts.unread)} not read (language or length)`] : []),
    ...(counts.failed > 0 ? [`${whole(counts.failed)} failed`] : []),
    ...(counts['not-asked'] > 0 ? [`${whole(counts['not-asked'])} not asked`] : []),
  ];
  return `${parts.join(', ')}.`;
}

function mistakes(title: string, list: readonly Mistake[]): ReportMistakes {
  const rows = list.map(({ at, text, score, labelled, taken }) => ({
    score: decimal(score),
    labels: `${labelled} → ${taken}`,
    at,
    text,
  }));
  return { title, rows };
}
