import { createHash } from 'node:crypto';
import app from './app.generated.json' with { type: 'json' };
import type { ClassifierReport, DatasetReport } from './report-data.ts';

/** A data set's report whose long lists are generated while they are written. */
export type StreamedDatasetReport = Omit<DatasetReport, 'files' | 'thumbnails'> & {
  readonly files: Iterable<DatasetReport['files'][number]>;
  readonly thumbnails: Iterable<DatasetReport['thumbnails'][number]>;
};

/**
 * A report as one HTML file without external resources, in chunks. Its content security policy allows only its own
 * style and script, by their hashes. All texts, names of files included, are JSON that the script turns into text
 * nodes; none is parsed as markup.
 */
export function* reportPage(
  title: string,
  data: ClassifierReport | StreamedDatasetReport,
): Generator<string> {
  const policy = [
    "default-src 'none'",
    'img-src data:',
    `style-src '${digest(app.style)}'`,
    `script-src '${digest(app.script)}'`,
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
<title>${escaped(title)}</title>
<style>${app.style}</style>
</head>
<body>
<noscript><p>This report needs JavaScript: it keeps images and prompts covered until you uncover them.</p></noscript>
<main id="report"></main>
<script type="application/json" id="data">`;
  yield* jsonOf(data);
  yield `</script>
<script>${app.script}</script>
</body>
</html>
`;
}

/** The fields of a report as JSON; the elements of its lists one by one. */
function* jsonOf(data: object): Generator<string> {
  let before = '{';
  for (const [key, value] of Object.entries(data)) {
    yield `${before}${json(key)}:`;
    before = ',';
    if (isList(value)) yield* jsonList(value);
    else yield json(value);
  }
  yield '}';
}

function isList(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}

function* jsonList(values: Iterable<unknown>): Generator<string> {
  let before = '[';
  for (const value of values) {
    yield before + json(value);
    before = ',';
  }
  yield before === '[' ? '[]' : ']';
}

/** Only `<` could end the script element or begin a comment in it. */
function json(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

function digest(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
