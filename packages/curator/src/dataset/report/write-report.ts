import { open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReportFile, ReportThumbnail } from '../../report/report-data.ts';
import { reportPage, type StreamedDatasetReport } from '../../report/report-page.ts';
import type { Acted } from '../actions.ts';
import type { FileResult } from '../file-result.ts';
import type { Summary } from './summary.ts';

/** The data of a report. */
export interface Report {
  readonly summary: Summary;
  readonly results: Iterable<FileResult>;
  /** By content hash. */
  readonly thumbnails: ReadonlyMap<string, ReportThumbnail>;
  /** Actions on files, by path. */
  readonly acted: ReadonlyMap<string, Acted>;
}

/** The files of a report. */
export interface ReportFiles {
  readonly html: string;
  readonly jsonl: string;
}

/** Writes `report.html` and `report.jsonl`, one line a file of the set; each replaces the earlier one whole or not at all. */
export async function writeReport(folder: string, report: Report): Promise<ReportFiles> {
  const files = { html: join(folder, 'report.html'), jsonl: join(folder, 'report.jsonl') };
  await replace(files.jsonl, linesOf(report));
  await replace(files.html, reportPage('Shoji: data set report', pageData(report)));
  return files;
}

function* linesOf(report: Report): Generator<string> {
  for (const result of report.results) yield `${JSON.stringify(lineOf(result, report))}\n`;
}

function lineOf({ sameAs, like, alsoIn, ...result }: FileResult, { acted }: Report) {
  return {
    ...result,
    ...(sameAs !== undefined && { same_as: sameAs }),
    ...(like !== undefined && { like }),
    ...(alsoIn !== undefined && { also_in: alsoIn }),
    ...actionOf(result.path, acted),
  };
}

function actionOf(path: string, acted: Report['acted']): { action?: string } {
  const done = acted.get(path);
  if (done === undefined) return {};
  return {
    action: done.problem === undefined ? done.action : `${done.action} failed: ${done.problem.message}`,
  };
}

function pageData({ summary, results, thumbnails, acted }: Report): StreamedDatasetReport {
  const positions = new Map([...thumbnails.keys()].map((hash, index) => [hash, index]));
  const files = function* (): Generator<ReportFile> {
    for (const { hash = '', ...file } of results) {
      const image = positions.get(hash);
      yield { ...file, ...(image !== undefined && { image }), ...actionOf(file.path, acted) };
    }
  };
  return { kind: 'dataset', summary, files: files(), thumbnails: thumbnails.values() };
}

/** Characters that are written at once: single lines would be too many writes, the whole report too much memory. */
const AT_ONCE = 1_000_000;

async function replace(path: string, pieces: Iterable<string>): Promise<void> {
  const temporary = `${path}.new`;
  await using handle = await open(temporary, 'w');
  let waiting = '';
  for (const piece of pieces) {
    waiting += piece;
    if (waiting.length < AT_ONCE) continue;
    await handle.writeFile(waiting);
    waiting = '';
  }
  await handle.writeFile(waiting);
  await rename(temporary, path);
}
