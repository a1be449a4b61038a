import type { DatasetReport } from '../../report-data.ts';
import { count, statusText } from '../text.ts';
import { Warnings } from '../warnings.tsx';
import { Balance } from './balance.tsx';
import { Duplicates } from './duplicates.tsx';
import { Files } from './files.tsx';
import { Prompts } from './prompts.tsx';

/** The report on a data set. */
export function DatasetView({ report }: { readonly report: DatasetReport }) {
  const { summary, files, thumbnails } = report;
  return (
    <>
      <h1>Data set report</h1>
      <p class="source">{summary.source}</p>
      <p class="note">
        {`Policy ${summary.policy}; checked by ${summary.checks.join(', ')}; ${count(summary.files)} files, ${count(summary.distinct)} distinct files; $${summary.costUsd.toFixed(4)}.`}
      </p>
      <ul class="counts">
        {Object.entries(summary.statuses)
          .filter(([, amount]) => amount > 0)
          .map(([status, amount]) => (
            <li key={status} class={status}>
              <span class="amount">{count(amount)}</span> {statusText(status)}
            </li>
          ))}
      </ul>
      <Warnings texts={warningsOf(summary)} />
      <Balance summary={summary} />
      <Prompts results={summary.prompts} />
      <h2>Files</h2>
      <Files files={files} thumbnails={thumbnails} statuses={summary.statuses} />
      <Duplicates files={files} thumbnails={thumbnails} />
    </>
  );
}

/** The scan's own warnings, and warnings about an incomplete scan and about categories without a check. */
export function warningsOf({ stopped, warnings, unseen }: DatasetReport['summary']): string[] {
  return [
    ...(stopped === null ? [] : [`The scan stopped before its end (${stopped}). Run it again to continue.`]),
    ...warnings,
    ...(unseen.length > 0 ? [`No moderator detects: ${unseen.join(', ')}.`] : []),
  ];
}
