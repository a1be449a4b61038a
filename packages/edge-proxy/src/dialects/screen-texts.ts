import { explainVerdict, Ledger, observeRuns, refuses, type ScreenedPrompt, screenPrompt } from '@shoji/core';
import type { Call } from './upstream.ts';
import { Blocked, reasonOf } from './verdict.ts';

/**
 * Screens texts that belong to no generation, e.g. a setting.
 * @throws Blocked when the policy refuses one of them, or a check failed.
 */
export async function screenTexts(
  call: Call,
  texts: { readonly prompts: readonly string[]; readonly names: readonly string[] },
): Promise<ScreenedPrompt> {
  const { engine, id, signal } = call;
  const { deadlines, explain } = engine.policy;
  const options = { ms: deadlines.classify, signal, others: texts.prompts, names: texts.names };
  const screening = screenPrompt('', engine, options);
  const [{ verdict, runs }, prompt] = await Promise.all([screening.report, screening.released]);
  observeRuns(engine, id, runs, new Ledger(engine.prices));
  const told = explainVerdict(verdict, explain);
  if (prompt !== undefined && !refuses(verdict)) return prompt;
  throw new Blocked(reasonOf('prompt', told.warnings, verdict.unchecked), {
    id,
    decision: verdict.unchecked ? 'unchecked' : 'rejected',
    prompt: verdict.decision,
    images: [],
    warnings: told.warnings,
  });
}
