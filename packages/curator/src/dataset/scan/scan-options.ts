import type { PromptScreen } from '@shoji/core/screen';
import type { Budget } from '../budget.ts';
import type { Judge } from '../judge.ts';
import type { Manifest } from '../manifest.ts';
import type { PictureRecord, PromptRecord } from '../records.ts';
import type { Problem } from '../sources/source.ts';

/** Options of one scan. */
export interface ScanOptions {
  readonly judge: Judge;
  /** Names of the moderators that must judge every picture. */
  readonly checks: readonly string[];
  readonly prompts: PromptScreen;
  readonly manifest: Manifest;
  readonly budget: Budget;
  /** Concurrent pictures. */
  readonly concurrency: number;
  /** Stops the scan after the running pictures. */
  readonly signal: AbortSignal;
}

/** Why a scan ended before every file was processed. */
export type Stopped = 'max-cost' | 'interrupted' | 'failing' | 'judge-lost';

/** An event of a running scan. Its facts are in the manifest before it is yielded. */
export type ScanEvent =
  | {
      readonly type: 'listed';
      readonly files: number /** Files of texts among them. */;
      readonly texts: number;
    }
  | { readonly type: 'prompt'; readonly result: PromptResult }
  | {
      readonly type: 'picture';
      readonly path: string;
      readonly record: PictureRecord;
      /**
       * Whether moderators were run for this file; false for a result of the manifest, and for another name of the same
       * content.
       */
      readonly judged: boolean;
    }
  | { readonly type: 'problem'; readonly path: string; readonly problem: Problem }
  /** All texts of a file have been screened. */
  | { readonly type: 'text'; readonly path: string };

/** The outcome of one text: a prompt of a `dataset_info.json`, a caption, or a cell of a table of metadata. */
export interface PromptResult {
  /** Path of its file. */
  readonly path: string;
  /** Where in its file: `instance_prompt`, `caption`, or a table's row and column (`3.text`). */
  readonly field: string;
  readonly text: string;
  /** Paths of the pictures that it describes, with or without their extension. */
  readonly pictures: readonly string[];
  readonly decision: PromptRecord['decision'] | 'unchecked';
  readonly findings: PromptRecord['findings'];
}
