import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { FileResult } from '../results.ts';
import { runReport } from './page.ts';
import type { Summary } from './summary.ts';
import type { ReportThumbnail } from './thumbnails.ts';

/** A file as the report's page takes it. */
export type ReportFile = Omit<FileResult, 'hash'> & {
  /** Position in `thumbnails`. */
  readonly picture?: number;
  readonly action?: string;
};

/** Everything the report's page shows. */
export interface ReportData {
  readonly summary: Summary;
  readonly files: Iterable<ReportFile>;
  readonly thumbnails: readonly ReportThumbnail[];
}

/**
 * The report as one HTML file that loads nothing, in pieces: its policy lets only its own style and script run, by
 * their hashes. All texts, names of files included, travel as JSON and become text nodes; none is ever read as markup.
 */
export async function* reportHtml({ summary, files, thumbnails }: ReportData): AsyncGenerator<string> {
  const style = await readFile(new URL('./page.css', import.meta.url), 'utf8');
  const script = `(${runReport.toString()})();`;
  const policy = [
    "default-src 'none'",
    'img-src data:',
    `style-src '${digest(style)}'`,
    `script-src '${digest(script)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  yield `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>Shoji: data set report</title>
<style>${style}</style>
</head>
<body>
<noscript><p>This report needs JavaScript to show its pictures covered. report.jsonl holds the same facts as text.</p></noscript>
<main id="report"></main>
<script type="application/json" id="data">{"summary":${json(summary)},"files":[`;
  yield* jsonList(files);
  yield '],"thumbnails":[';
  yield* jsonList(thumbnails);
  yield `]}</script>
<script>${script}</script>
</body>
</html>
`;
}

/** The elements of a list with commas between them. */
function* jsonList(values: Iterable<unknown>): Generator<string> {
  let comma = '';
  for (const value of values) {
    yield comma + json(value);
    comma = ',';
  }
}

/** In a script element only `<` could end or open anything. */
function json(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}

function digest(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
