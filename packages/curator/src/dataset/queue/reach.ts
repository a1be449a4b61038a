import { causeOf } from '@shoji/core/screen';
import { JudgeLostError } from '../judge.ts';

/** Pause between two attempts of a refused command, in milliseconds. */
const PAUSE = 500;

/** Limits for waiting for a Redis that does not answer. */
export interface Patience {
  /** Seconds until the scan ends. */
  readonly seconds: number;
  /** Aborted by the caller, e.g. at Ctrl-C. */
  readonly signal: AbortSignal;
  /** Called once when Redis stops answering, once when it answers again, and when the wait ends. */
  readonly note: (line: string) => void;
}

export interface Reach {
  /** Retries a command until Redis has answered it. Throws `JudgeLostError` after the time limit. */
  run<Answer>(command: () => Promise<Answer>): Promise<Answer>;
  /** An error of a connection or a command. */
  failed(error: unknown): void;
  /** Aborted by the caller's signal, and at the time limit. */
  readonly signal: AbortSignal;
}

/** Runs commands of a Redis that may be restarted, be full, or never come back, and reports that in few lines. */
export function reaching({ seconds, signal: caller, note }: Patience): Reach {
  const lost = new AbortController();
  const signal = AbortSignal.any([caller, lost.signal]);
  let away: string | undefined;
  const failed = (error: unknown) => {
    const cause = causeOf(error);
    if (away === undefined)
      note(`The queue does not answer (${cause}); trying again for ${seconds} seconds.`);
    away = cause;
  };
  const giveUp = () => {
    if (signal.aborted) return;
    const cause = away === undefined ? '' : ` (${away})`;
    const error = new JudgeLostError(`The queue did not answer for ${seconds} seconds${cause}.`);
    note(error.message);
    lost.abort(error);
  };

  return {
    signal,
    failed,
    async run(command) {
      const timer = setTimeout(giveUp, seconds * 1_000);
      try {
        for (;;) {
          signal.throwIfAborted();
          try {
            const answer = await unlessAborted(command(), signal);
            if (away !== undefined) note('The queue answers again.');
            away = undefined;
            return answer;
          } catch (error) {
            signal.throwIfAborted();
            failed(error);
            await pause(PAUSE, signal);
          }
        }
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

/** The value of a promise, or the signal's reason; no listener stays on the signal. */
async function unlessAborted<Value>(value: Promise<Value>, signal: AbortSignal): Promise<Value> {
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  // The command may fail after the signal.
  value.catch(() => {});
  try {
    return await Promise.race([value, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/** Waits for a time, or for less when `sooner` is fulfilled. Throws the signal's reason. */
export async function pause(ms: number, signal: AbortSignal, sooner?: Promise<void>): Promise<void> {
  signal.throwIfAborted();
  const over = Promise.withResolvers<void>();
  const timer = setTimeout(over.resolve, ms);
  try {
    await unlessAborted(sooner === undefined ? over.promise : Promise.race([over.promise, sooner]), signal);
  } finally {
    clearTimeout(timer);
  }
}
