import type { PromptScreen } from '@shoji/core/screen';
import type { Budget } from '../budget.ts';
import type { Judge } from '../judge.ts';
import type { Manifest } from '../manifest.ts';
import type { PictureRecord, PromptRecord } from '../records.ts';
import type { Problem } from '../sources/source.ts';

/** Options of one scan. */
export interface ScanOptions {
  readonly judge: Judge;
  /** Names of the moderators that every picture has to be judged by. */
  readonly checks: readonly string[];
  readonly prompts: PromptScreen;
  readonly manifest: Manifest;
  readonly budget: Budget;
  /** Pictures under way at once. */
  readonly concurrency: number;
  /** Stops the scan after the pictures under way. */
  readonly signal: AbortSignal;
}

/** Why a scan ended before every file was looked at. */
export type Stopped = 'max-cost' | 'interrupted' | 'failing';

/** An event of a running scan. Its facts are in the manifest before it is yielded. */
export type ScanEvent =
  | { readonly type: 'listed'; readonly files: number }
  | { readonly type: 'prompt'; readonly result: PromptResult }
  | {
      readonly type: 'picture';
      readonly path: string;
      readonly record: PictureRecord;
      /** Whether moderators were asked just now; false for what the manifest knew and for another name of the same content. */
      readonly judged: boolean;
    }
  | { readonly type: 'problem'; readonly path: string; readonly problem: Problem };

/** The outcome of one prompt of a `dataset_info.json`. */
export interface PromptResult {
  /** Path of its file. */
  readonly path: string;
  readonly field: 'instance_prompt' | 'class_prompt';
  readonly text: string;
  readonly decision: PromptRecord['decision'] | 'unchecked';
  readonly findings: PromptRecord['findings'];
}
