import type { PromptScreenFlags } from '../../engine/prompt-screen.ts';

/** Flags of `shoji check`. */
export interface CheckFlags extends PromptScreenFlags {
  readonly json?: boolean;
  readonly jsonl?: boolean;
}
