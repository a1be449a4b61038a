import type { CheckFailure } from './check-error.ts';
import type { PromptDecision } from './decision.ts';
import type { Finding, SkipReason } from './finding.ts';
import type { Warning } from './warning.ts';

/** The outcome of one check. `failed` is "could not be checked"; `skipped` is "could not be read". */
export interface CheckOutcome {
  readonly check: string;
  readonly on: 'prompt' | 'image';
  /** Position of the picture, for `on: 'image'`. */
  readonly image?: number;
  readonly attempt?: number;
  readonly status: 'passed' | 'flagged' | 'failed' | 'skipped';
  readonly ms: number;
  readonly reason?: CheckFailure | SkipReason;
  /** Version of the model that answered. */
  readonly model?: string;
}

/**
 * The verdict on the prompt.
 * @example
 * ```ts
 * function sentences({ warnings }: PromptVerdict): string[] {
 *   return warnings.map(({ message }) => message);
 * }
 * ```
 */
export interface PromptVerdict {
  readonly decision: PromptDecision;
  /** True when a check failed and the policy fails closed: not unsafe, but not known to be safe. */
  readonly unchecked: boolean;
  /** True when the input itself is the reason that it could not be checked, so that a retry cannot help. */
  readonly unreadable: boolean;
  readonly findings: readonly Finding[];
  readonly checks: readonly CheckOutcome[];
  readonly warnings: readonly Warning[];
}

/** Whether a verdict withholds the prompt from models and its pictures from people. */
export function refuses(verdict: PromptVerdict): boolean {
  return verdict.decision === 'reject' || verdict.unchecked;
}

/** The verdict for a picture that is screened alone, such as an input picture of a request. */
export const NO_PROMPT: PromptVerdict = {
  decision: 'allow',
  unchecked: false,
  unreadable: false,
  findings: [],
  checks: [],
  warnings: [],
};
