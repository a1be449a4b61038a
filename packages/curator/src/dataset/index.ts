/** Cleans a data set: scans it, acts on what it found, reports. */
export { type Acted, act, flag, unsafeOf } from './actions.ts';
export { type Budget, createBudget } from './budget.ts';
export { isNotContent } from './content/kinds.ts';
export type { FileResult } from './file-result.ts';
export { assertFree, type Fixed, fix } from './fix/fix.ts';
export { DATASET_LIMITS, type Judge, localJudge } from './judge.ts';
export { lock } from './lock.ts';
export { type Manifest, openManifest } from './manifest.ts';
export { type Summary, summarise } from './report/summary.ts';
export { thumbnails } from './report/thumbnails.ts';
export { type ReportFiles, writeReport } from './report/write-report.ts';
export { resultsOf } from './results.ts';
export { type Scanned, scan } from './scan/scan.ts';
export { setWarnings } from './set-health.ts';
export type { OpenedSource } from './sources/archives/with-members.ts';
export { defaultOut, openSource } from './sources/open-source.ts';
export type { Source } from './sources/source.ts';
export { verdictOf } from './verdict.ts';
