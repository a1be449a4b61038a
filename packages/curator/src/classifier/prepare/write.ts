import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ComplaintCode } from '../complaints.ts';
import { writeWhole } from '../write-file.ts';
import type { ComprehendMode } from './comprehend.ts';
import { ownCsv, type Prepared, type PreparedClass, type PrepareOptions } from './prepare.ts';

/** The result of preparing, which `--json` prints and `prepared.json` keeps. */
export interface PreparedSummary {
  readonly files: readonly string[];
  readonly seed: number;
  /** Lines with a labelled text. */
  readonly rows: number;
  readonly train: number;
  readonly heldOut: number;
  readonly unbalanced: number;
  readonly classes: readonly PreparedClass[];
  /** The number of complaints, by kind. */
  readonly complaints: Readonly<Partial<Record<ComplaintCode, number>>>;
  readonly comprehend: {
    readonly mode: ComprehendMode;
    readonly language: string;
    readonly documents: number;
    /** The reasons for a missing `comprehend.csv`; empty if it was written. */
    readonly problems: readonly string[];
  };
  /** The written files. */
  readonly written: {
    readonly train: string;
    readonly heldOut: string;
    readonly comprehend: string | null;
    readonly complaints: string;
  };
}

/**
 * Writes `train.csv` and `held-out.csv` in Shoji's own format, `comprehend.csv` if Comprehend would accept it,
 * `complaints.jsonl` and `prepared.json` into a folder. Files of an earlier run are replaced; an outdated
 * `comprehend.csv` is removed.
 */
export async function writePrepared(
  out: string,
  prepared: Prepared,
  files: readonly string[],
  { seed, language = 'en' }: PrepareOptions,
): Promise<PreparedSummary> {
  const { comprehend, complaints } = prepared;
  const written = {
    train: join(out, 'train.csv'),
    heldOut: join(out, 'held-out.csv'),
    comprehend: comprehend.problems.length === 0 ? join(out, 'comprehend.csv') : null,
    complaints: join(out, 'complaints.jsonl'),
  };
  const counts: Partial<Record<ComplaintCode, number>> = {};
  for (const { code } of complaints) counts[code] = (counts[code] ?? 0) + 1;
  const summary: PreparedSummary = {
    files,
    seed,
    rows: prepared.rows,
    train: prepared.train.length,
    heldOut: prepared.heldOut.length,
    unbalanced: prepared.unbalanced,
    classes: prepared.classes,
    complaints: counts,
    comprehend: {
      mode: comprehend.mode,
      language,
      documents: comprehend.documents.length,
      problems: comprehend.problems,
    },
    written,
  };
  await writeWhole(written.train, ownCsv(prepared.train));
  await writeWhole(written.heldOut, ownCsv(prepared.heldOut));
  await rm(join(out, 'comprehend.csv'), { force: true });
  if (written.comprehend) await writeWhole(written.comprehend, comprehend.csv);
  await writeWhole(written.complaints, complaints.map((each) => `${JSON.stringify(each)}\n`).join(''));
  await writeWhole(join(out, 'prepared.json'), `${JSON.stringify(summary, null, 2)}\n`);
  return summary;
}
