import type { Acted, FileResult, ReportFiles, Summary } from '@shoji/curator/dataset';
import { EXIT } from '../../terminal/exit.ts';
import { printable, table } from '../../terminal/terminal.ts';
import type { FixFacts } from './fix.ts';

/**
 * Unsafe before unchecked: a script that removes unsafe files must not miss one because another file is broken. A
 * failed action comes before both, because the script relies on it.
 */
export function exitCodeOfScan({ statuses, prompts, stopped }: Summary, actions: readonly Acted[]): number {
  const prompt = (decision: string) => prompts.some((result) => result.decision === decision);
  if (stopped !== null) return EXIT.unfinished;
  if (actions.some(({ problem }) => problem !== undefined)) return EXIT.failure;
  if (statuses.withhold > 0 || prompt('reject')) return EXIT.refused;
  if (statuses.blur > 0 || prompt('warn')) return EXIT.warned;
  return statuses.unchecked > 0 || prompt('unchecked') ? EXIT.unchecked : EXIT.ok;
}

const MEANINGS = {
  withhold: 'unsafe: withhold',
  blur: 'unsafe: blur',
  unchecked: 'not checked',
  clear: 'clear',
  other: 'not a picture',
  pending: 'not scanned yet',
  removed: 'removed earlier',
};

const STOPPED = {
  'max-cost': 'Stopped before --max-cost was exceeded. Run it again with a higher limit to continue.',
  interrupted: 'Interrupted. Run it again to continue.',
  'judge-lost':
    'Stopped because the queue does not answer any more (see above). Run it again to continue; the results so far are kept.',
  failing:
    'Stopped because the checks kept failing (see above). Run it again when they work; the results so far are kept.',
};

/** Most printed lines of one kind; the report has all of them. */
const MOST_LINES = 10;

/** The summary for the terminal. */
export function summaryText(
  summary: Summary,
  results: Iterable<FileResult>,
  actions: readonly Acted[],
  report: ReportFiles,
  fix?: FixFacts,
): string {
  const { statuses, categories, prompts, duplicates, mismatches, warnings, unseen } = summary;
  const rows = Object.entries(MEANINGS)
    .map(([status, meaning]) => [meaning, statuses[status as keyof typeof statuses]] as const)
    .filter(([, files]) => files > 0)
    .map(([meaning, files]) => [meaning, files.toLocaleString('en-US')]);
  const flagged = prompts
    .filter(({ decision }) => decision !== 'allow')
    .map(({ path, field, decision }) => `${printable(path)}: ${field}: ${decision}`);
  const unchecked: string[] = [];
  for (const { path, status, message = '' } of results) {
    if (unchecked.length === MOST_LINES) break;
    if (status === 'unchecked') unchecked.push(`${printable(path)}: ${printable(message)}`);
  }
  const seen = Object.entries(categories).map(([category, files]) => `${category} ${files}`);
  const failed = actions.flatMap(({ path, problem }) =>
    problem === undefined ? [] : [`${printable(path)}: ${problem.message}`],
  );
  const versions = actions.filter(({ leftover }) => leftover === 'versions').length;
  const done = actions.filter(({ problem }) => problem === undefined).length;
  return [
    table(['', 'files'], rows),
    '',
    ...(seen.length > 0 ? [`seen          ${seen.join(', ')}`] : []),
    ...(summary.screened > 0 ? [`texts         ${summary.screened.toLocaleString('en-US')} screened`] : []),
    ...firstOf('prompt', flagged),
    ...firstOf('not checked', unchecked, statuses.unchecked),
    `duplicates    ${duplicates.same} groups of the same bytes, ${duplicates.alike} that look alike${duplicates.elsewhere > 0 ? `; ${duplicates.elsewhere} files are also in other sets` : ''}`,
    ...(mismatches.text + mismatches.image > 0
      ? [
          `mismatches    ${mismatches.text} clear pictures with an unsafe text, ${mismatches.image} unsafe pictures whose texts are allowed`,
        ]
      : []),
    `cost          $${summary.costUsd.toFixed(4)} in total, for ${summary.distinct} distinct files`,
    ...(unseen.length > 0 ? [`unseen        by any moderator: ${unseen.join(', ')}`] : []),
    ...(fix === undefined
      ? []
      : [
          `copy          ${fix.folder}: ${fix.files.toLocaleString('en-US')} files; ${fix.left_out.toLocaleString('en-US')} files and ${fix.rows_left_out.toLocaleString('en-US')} rows are left out`,
        ]),
    ...(actions.length > 0 && fix === undefined
      ? [`${(actions[0]?.action ?? '').padEnd(14)}${done} of ${actions.length} files`]
      : []),
    ...(versions > 0
      ? [
          `versions      The bucket keeps the earlier versions of ${versions.toLocaleString('en-US')} of them; \`--delete --yes --all-versions\` deletes these, too`,
        ]
      : []),
    ...firstOf('not done', failed),
    ...warnings.map((warning) => `warning       ${printable(warning)}`),
    `report        ${report.html}`,
    ...(summary.stopped === null ? [] : ['', STOPPED[summary.stopped]]),
  ].join('\n');
}

/** The first lines of one kind, and how many more there are. */
function firstOf(kind: string, lines: readonly string[], all = lines.length): string[] {
  const more = all - MOST_LINES;
  return [
    ...lines.slice(0, MOST_LINES).map((line) => `${kind.padEnd(14)}${line}`),
    ...(more > 0 ? [`${kind.padEnd(14)}… and ${more.toLocaleString('en-US')} more, in the report`] : []),
  ];
}
