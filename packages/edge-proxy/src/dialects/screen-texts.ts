import {
  explainVerdict,
  Ledger,
  observeRuns,
  type PromptVerdict,
  refuses,
  type ScreenedPrompt,
  screenPrompt,
} from '@shoji/core';
import type { Call } from './upstream.ts';
import { Blocked, reasonOf } from './verdict.ts';

/** Texts that were screened together. */
export interface ScreenedTexts {
  readonly prompt: ScreenedPrompt;
  /** Whole, for the pictures that come of them. */
  readonly verdict: PromptVerdict;
}

/**
 * Screens texts beside any generation, e.g. a setting, or a prompt whose pictures come by another call.
 * @throws Blocked when the policy refuses one of them, or a check failed.
 */
export async function judgeTexts(
  call: Pick<Call, 'engine' | 'id' | 'signal'>,
  texts: { readonly prompts: readonly string[]; readonly names: readonly string[] },
): Promise<ScreenedTexts> {
  const { engine, id, signal } = call;
  const { deadlines, explain } = engine.policy;
  const options = { ms: deadlines.classify, signal, others: texts.prompts, names: texts.names };
  const screening = screenPrompt('', engine, options);
  const [{ verdict, runs }, prompt] = await Promise.all([screening.report, screening.released]);
  observeRuns(engine, id, runs, new Ledger(engine.prices));
  if (prompt !== undefined && !refuses(verdict)) return { prompt, verdict };
  const told = explainVerdict(verdict, explain);
  throw new Blocked(reasonOf('prompt', told.warnings, verdict.unchecked), {
    id,
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
