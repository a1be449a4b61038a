import { setTimeout as pause } from 'node:timers/promises';
import { readError } from '@shoji/aws/client';
import { isPassing } from '../../aws/comprehend-training.ts';
import { explained, WatchEndedError } from './errors.ts';

/** Receives status and notes. */
export interface Teller {
  /** The current status and its start time; replaces the previous status. */
  status(line: string, since?: Date): void;
  /** A message that stays on the screen. */
  note(line: string): void;
}

/** Options for watching. */
export interface Watch {
  readonly teller: Teller;
  /** Milliseconds between two polls. */
  readonly interval: number;
  /** Ends the watch, not the work. */
  readonly signal: AbortSignal;
}

/**
 * Polls until a state is final. Throttling, faults of the service and a lost network do not end it.
 * @param goesOn The message for an ended watch: the work at AWS, and how to resume or stop it.
 * @throws WatchEndedError when the signal ends it, or after a permanent error, such as expired credentials.
 */
export async function watchUntil<State>(
  look: (signal: AbortSignal) => Promise<State>,
  isSettled: (state: State) => boolean,
  { teller, interval, signal }: Watch,
  goesOn: string,
): Promise<State> {
  let lost = false;
  try {
    for (;;) {
      try {
        const state = await look(signal);
        if (lost) teller.note('AWS answers again.');
        lost = false;
        if (isSettled(state)) return state;
      } catch (error) {
        if (signal.aborted || !isPassing(error)) throw error;
        if (!lost) teller.note(`AWS does not answer (${readError(error).name}); still waiting.`);
        lost = true;
      }
      await pause(interval, undefined, { signal });
    }
  } catch (error) {
    const why = signal.aborted ? 'Stopped waiting.' : explained('Stopped waiting', error).message;
    throw new WatchEndedError(`${why}\n${goesOn}`, { cause: error });
  }
}
