import type { GeneratorSettings, ScreenedRequest } from '../ports/generator.ts';
import { type Asker, bookUsage, tellNotices } from '../screen/ledger/observe.ts';
import { UnscreenedImage } from '../sealed/picture.ts';
import { DeadlineError, withDeadline } from '../time/deadline.ts';
import type { Engine } from './engine.ts';
import { GENERATOR_FAILURES, GenerationError } from './errors.ts';
import { observeFailure } from './observe-failure.ts';

/**
 * One call of the generator within its time, with exactly one picture for each seed. Its usage is booked, and the
 * reason of a failure is reported to the operator.
 * @param options.ms Time the generator may take, in milliseconds.
 * @throws GenerationError `deadline_exceeded` when time ran out after something was spent, `generator_busy` when it ran
 * out before, `generator_failed`, or the generator's own error.
 */
export async function generateAttempt(
  engine: Pick<Engine, 'generator' | 'observe'>,
  request: ScreenedRequest,
  options: Asker & {
    readonly ms: number;
    readonly signal: AbortSignal;
    readonly onProgress: (fraction: number) => void;
    /** Receives the settings of the pictures, if the generator reports them. */
    readonly onSettings?: (settings: GeneratorSettings) => void;
  },
): Promise<UnscreenedImage[]> {
  const { generator } = engine;
  let waiting = false;
  const call = (signal: AbortSignal) =>
    generator.generate(request, {
      signal,
      onProgress: (fraction) => options.onProgress(Math.min(1, Math.max(0, fraction))),
      onWaiting: (still) => {
        waiting = still;
      },
    });
  options.account.conceal([request.negativePrompt, ...request.otherNegativePrompts]);
  try {
    // No call is made when there is no time to wait for it.
    if (options.ms <= 0) {
      waiting = true;
      throw new DeadlineError('no time was left');
    }
    const { images, usage, notices = [], settings } = await withDeadline(call, options.ms, options.signal);
    options.account.pay();
    if (settings !== undefined) options.onSettings?.(settings);
    bookUsage(engine, options, generator.name, usage);
    // The message may come from a server, and quote the request.
    const told = notices.map(({ code, message }) => ({ code, message: options.account.causeOf(message) }));
    tellNotices(engine, options, generator.name, told);
    // A picture that was not delivered becomes empty bytes: it is withheld as unreadable.
    return request.seeds.map((_, index) => images[index] ?? new UnscreenedImage(new Uint8Array()));
  } catch (error) {
    if (options.signal.aborted) throw options.signal.reason;
    const failed = failureOf(error, waiting);
    observeFailure(engine, options, generator.name, failed);
    throw failed;
  }
}

function failureOf(error: unknown, waiting: boolean): GenerationError {
  if (error instanceof GenerationError) return error;
  if (!(error instanceof DeadlineError)) return failedWith('failed', error);
  return waiting
    ? new GenerationError('generator_busy', 'The image model had no time for this; try again later.', {
        cause: error,
      })
    : failedWith('tooLate', error);
}

function failedWith(failure: 'failed' | 'tooLate', cause: unknown): GenerationError {
  const { code, message } = GENERATOR_FAILURES[failure];
  return new GenerationError(code, message, { cause });
}
