import { createScreening, type PromptVerdict, refuses, type ScreenedPrompt } from '@shoji/core';
import type { Call } from './upstream.ts';
import { Blocked, reasonOf } from './verdict.ts';

/** Texts that were screened together. */
export interface ScreenedTexts {
  readonly prompt: ScreenedPrompt;
  /** Whole, for the pictures that come of them. */
  readonly verdict: PromptVerdict;
  /** The verdict as the policy explains it to the caller. */
  readonly told: PromptVerdict;
}

/**
 * Screens texts beside any generation, e.g. a setting, or a prompt whose pictures come by another call.
 * @throws Blocked when the policy refuses one of them, or a check failed.
 */
export async function judgeTexts(
  call: Pick<Call, 'engine' | 'id' | 'signal' | 'account'>,
  texts: { readonly prompts: readonly string[]; readonly names: readonly string[] },
): Promise<ScreenedTexts> {
  const { prompts: others, names } = texts;
  const { report, released } = createScreening(call.engine, call).prompt({ others, names });
  const [{ verdict, told }, prompt] = await Promise.all([report, released]);
  if (prompt !== undefined && !refuses(verdict)) return { prompt, verdict, told };
  throw new Blocked(reasonOf('prompt', told.warnings, verdict.unchecked), {
    id: call.id,
    decision: verdict.unchecked ? 'unchecked' : 'rejected',
    prompt: verdict.decision,
    images: [],
    warnings: told.warnings,
  });
}

/** The same where no picture depends on them. @throws Blocked */
export async function screenTexts(...of: Parameters<typeof judgeTexts>): Promise<ScreenedPrompt> {
  return (await judgeTexts(...of)).prompt;
}
