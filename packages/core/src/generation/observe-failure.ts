import { type Asker, tell } from '../screen/ledger/observe.ts';
import type { Engine, GenerationObservation } from './engine.ts';
import { GenerationError, type GenerationErrorCode } from './errors.ts';

/** Codes that a generator can cause. The caller or a check causes all others; failed checks are observed separately. */
const OF_GENERATORS: ReadonlySet<GenerationErrorCode> = new Set([
  'generator_failed',
  'generator_busy',
  'generator_rejected',
  'deadline_exceeded',
  'answer_unusable',
]);

/**
 * Reports to the operator why a generator, or a call to its server, failed; callers get one plain sentence. An error
 * that is caught in several places is reported once.
 */
export function observeFailure(
  engine: Pick<Engine, 'observe'>,
  { id, account }: Asker,
  generator: string,
  error: unknown,
): void {
  if (!(error instanceof GenerationError) || !OF_GENERATORS.has(error.code) || !account.isNew(error)) return;
  const { code } = error;
  tell<GenerationObservation>(engine, () => ({
    type: 'generation-failed',
    id,
    generator,
    code,
    cause: account.causeOf(error),
    error,
  }));
}
