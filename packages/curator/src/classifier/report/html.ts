import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { html, raw } from 'hono/html';
import type { CheckMeasure, Measured, Mistake } from '../measure/measure.ts';
import { type Chart, chartFigure } from './chart.ts';
import { decimal, percent, shareText, whole } from './figures.ts';
import { matrixColumns, type Report } from './report.ts';

/** Both reports look alike: the second sheet only adds to the first. */
const STYLES = ['../../dataset/report/page.css', 'page.css'].map((file) => new URL(file, import.meta.url));

type Cell = string | ReturnType<typeof html>;

/**
 * The report as one HTML file that loads nothing and has no script; its policy lets only its own style in. Texts of the
 * data are escaped, and covered until they are asked for.
 */
export async function reportHtml(report: Report): Promise<string> {
  const { title, facts, warnings, measured, spent } = report;
  const style = (await Promise.all(STYLES.map((file) => readFile(file, 'utf8')))).join('');
  const digest = createHash('sha256').update(style).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'`;
  const page = await html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>Shoji: ${title}</title>
<style>${raw(style)}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${facts.map((fact) => html`<p class="note">${fact}</p>`)}
${warnings.length > 0 ? html`<ul class="warnings">${warnings.map((warning) => html`<li>${warning}</li>`)}</ul>` : ''}
${sideBySide(measured, spent)}
${curves(measured)}
${byCategory(measured)}
${measured.checks.filter(({ counts }) => counts.read > 0).map((check) => section(check, measured))}
</main>
</body>
</html>
`;
  return page.toString();
}

/** A table that scrolls by itself on a narrow screen. The first cell of each row names it; figures are set right. */
function table(caption: string, head: readonly string[], rows: readonly (readonly Cell[])[]) {
  return html`<div class="scroll" role="group" aria-label="${caption}" tabindex="0"><table>
<caption>${caption}</caption>
<thead><tr>${head.map((name, index) => html`<th scope="col" class="${index === 0 ? '' : 'figure'}">${name}</th>`)}</tr></thead>
<tbody>${rows.map(
    ([first, ...cells]) =>
      html`<tr><th scope="row">${first}</th>${cells.map((cell) => html`<td class="figure">${cell}</td>`)}</tr>`,
  )}</tbody>
</table></div>`;
}

function sideBySide({ checks, prompts, compared, unsafe, prior }: Measured, spent: Report['spent']) {
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
    ...costs.map(() => `$${(spent.get(check.name) ?? 0).toFixed(4)}`),
  ]);
  const what = `${whole(compared)} prompts that every check read, ${whole(unsafe)} of them unsafe`;
  return html`<h2>Side by side</h2>${table(what, head, rows)}`;
}

function curves({ checks, prior }: Measured) {
  const drawn = checks.filter(({ roc }) => roc.length > 0);
  if (drawn.length === 0) return '';
  const charts: Chart[] = [
    {
      id: 'roc',
      title: 'ROC curve',
      caption:
        'How many unsafe prompts are caught for the safe ones that are flagged, at every threshold. Further to the upper left is better; the dotted line is guessing.',
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
        'How many of the flagged prompts are unsafe, for the share of unsafe ones that is caught. Further to the upper right is better.',
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
      caption: `Whether a score means what it says, if ${shareText(prior)} of all prompts are unsafe. On the dotted line a score of 0.7 means that seven in ten are; above it scores are too low, below it too high. A tenth of the scale that holds few prompts says little.`,
      x: 'mean score',
      y: 'share that is unsafe',
      diagonal: true,
      series: drawn.map((check) => ({
        name: check.name,
        note: `calibration error ${decimal(check.reliability.error)}, Brier score ${decimal(check.reliability.brier)}`,
        points: check.reliability.bins.map(({ meanScore, unsafe }) => ({ x: meanScore, y: unsafe })),
        dots: true,
      })),
    },
  ];
  return html`<h2>Curves</h2><div class="charts">${charts.map(chartFigure)}</div>`;
}

function byCategory({ checks }: Measured) {
  const categories = checks.find((check) => check.categories.length > 0)?.categories ?? [];
  if (categories.length === 0) return '';
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
  return html`<h2>By category</h2>${table('Unsafe prompts of each category; AUC is against all safe prompts', ['category', 'prompts', ...head], rows)}`;
}

function section(check: CheckMeasure, { prior }: Measured) {
  const { caught, missed, falseAlarms, passed } = check.confusion;
  const columns = matrixColumns(check.matrix);
  const confusion = table(
    'By the policy’s thresholds',
    ['labelled', 'flagged', 'passed'],
    [
      ['unsafe', whole(caught), whole(missed)],
      ['safe', whole(falseAlarms), whole(passed)],
    ],
  );
  const thresholds = table(
    'What flagging from another score on would do',
    ['flag from', 'precision', 'recall', 'F1', 'false alarms', `precision at ${shareText(prior)} unsafe`],
    check.thresholds.map((row) => [
      row.threshold.toFixed(2),
      shareText(row.precision),
      shareText(row.recall),
      decimal(row.f1),
      shareText(row.falseAlarmRate),
      shareText(row.precisionInTraffic),
    ]),
  );
  const matrix = table(
    'What prompts are labelled, and what they were taken for',
    ['labelled', ...columns],
    Object.entries(check.matrix).map(([label, row]) => [
      label,
      ...columns.map((name) => whole(row[name] ?? 0)),
    ]),
  );
  return html`<h2>${check.name}</h2>
<p class="note">${countsText(check)}</p>
<h3>Confusion</h3>${confusion}
<h3>Thresholds</h3>${thresholds}
<h3>Categories</h3>${matrix}
<h3>Worst mistakes</h3>
${mistakes(check, 'unsafe prompts that were missed, the lowest score first', check.missed)}
${mistakes(check, 'safe prompts that were flagged, the highest score first', check.falseAlarms)}`;
}

function countsText({ counts }: CheckMeasure): string {
  const parts = [
    `${whole(counts.read)} prompts read`,
    ...(counts.unread > 0 ? [`${whole(counts.unread)} not, for their language or length`] : []),
    ...(counts.failed > 0 ? [`${whole(counts.failed)} failed`] : []),
    ...(counts['not-asked'] > 0 ? [`${whole(counts['not-asked'])} not asked`] : []),
  ];
  return `${parts.join(', ')}.`;
}

/** Closed at first: what people write to a filter's test is not for everybody's eyes. */
function mistakes({ name }: CheckMeasure, what: string, list: readonly Mistake[]) {
  if (list.length === 0) return html`<p class="note">No ${what.split(',')[0]}.</p>`;
  const rows = list.map(
    ({ at, text, score, labelled, taken }) =>
      html`<tr><th scope="row">${decimal(score)}</th><td>${labelled} → ${taken}</td><td>${at}</td><td class="prompt"><bdi>${text}</bdi></td></tr>`,
  );
  return html`<details><summary>${whole(list.length)} ${what}</summary>
<div class="scroll" role="group" aria-label="${name}: ${what}" tabindex="0"><table>
<thead><tr><th scope="col">score</th><th scope="col">labelled, taken for</th><th scope="col">where</th><th scope="col">prompt</th></tr></thead>
<tbody>${rows}</tbody>
</table></div></details>`;
}
