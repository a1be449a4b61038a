import {
  type Complaint,
  type ComplaintCode,
  complaintText,
  type PreparedSummary,
  prepare,
  writePrepared,
} from '@shoji/curator/classifier';
import { EXIT } from '../../terminal/exit.ts';
import { printable, table } from '../../terminal/terminal.ts';
import { dataOptions } from './data.ts';
import type { PrepareFlags } from './flags.ts';

/** Most lines per kind of fault on the terminal; the file has all of them. */
const SHOWN = 20;
/** Kinds that are not mistakes. */
const HARMLESS: ReadonlySet<ComplaintCode> = new Set(['duplicate']);

/** Prepares labelled data, reports its faults line by line, and returns the exit code. */
export async function runPrepare(files: readonly string[], flags: PrepareFlags): Promise<number> {
  const { seed, heldOut, balance, out, json } = flags;
  const options = { ...dataOptions(flags), seed, heldOut, balance };
  const prepared = prepare(files, options);
  const summary = await writePrepared(out, prepared, files, options);
  for (const line of complaintLines(prepared.complaints, summary.written.complaints)) console.error(line);
  for (const problem of summary.comprehend.problems)
    console.error(`shoji: for Comprehend: ${printable(problem)}`);
  const exitCode = exitCodeOf(summary);
  console.log(json ? JSON.stringify({ ...summary, exitCode }, null, 2) : summaryText(summary));
  return exitCode;
}

function exitCodeOf({ comprehend, complaints }: PreparedSummary): number {
  if (comprehend.problems.length > 0) return EXIT.refused;
  const codes = Object.keys(complaints) as ComplaintCode[];
  return codes.every((code) => HARMLESS.has(code)) ? EXIT.ok : EXIT.warned;
}

/** The first lines of each kind, in the order of the files. */
function complaintLines(complaints: readonly Complaint[], file: string): string[] {
  const left = new Map<ComplaintCode, number>();
  const shown = complaints.filter(({ code }) => {
    const room = left.get(code) ?? SHOWN;
    left.set(code, room - 1);
    return room > 0;
  });
  const lines = shown.map((complaint) => printable(complaintText(complaint)));
  const more = complaints.length - shown.length;
  return more > 0 ? [...lines, `… and ${number(more)} more in ${file}`] : lines;
}

function summaryText({
  rows,
  classes,
  complaints,
  unbalanced,
  comprehend,
  written,
}: PreparedSummary): string {
  const counts = classes.map(({ label, means, train, heldOut, comprehend: sent }) => [
    printable(label),
    means,
    number(train),
    number(heldOut),
    number(sent),
  ]);
  const wrong = Object.entries(complaints).map(([code, count]) => `${code} ${number(count)}`);
  return [
    table(['label', 'means', 'train', 'held out', 'for Comprehend'], counts),
    '',
    `read          ${number(rows)} labelled texts`,
    ...(wrong.length > 0 ? [`complaints    ${wrong.join(', ')} (${written.complaints})`] : []),
    ...(unbalanced > 0
      ? [`balanced      ${number(unbalanced)} texts of larger classes left out of training`]
      : []),
    `own format    ${written.train}, ${written.heldOut}`,
    `Comprehend    ${written.comprehend ?? 'not written: see above'} (${comprehend.mode}, ${comprehend.language})`,
    '',
    `next          shoji classifier train --data ${written.train} --held-out ${written.heldOut} --report report.html`,
  ].join('\n');
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}
