import type { PromptScreenFlags } from '../../engine/prompt-screen.ts';

/** Flags of `shoji check`. */
export interface CheckFlags extends PromptScreenFlags {
  readonly json?: boolean;
  readonly jsonl?: boolean;
  /** Seconds that the classifiers may take for one prompt. */
  readonly deadline?: number;
}
