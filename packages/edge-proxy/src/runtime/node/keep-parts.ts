import { causeOf, closeParts, type EngineParts, type PartFailure, warmUpParts } from '@shoji/core/screen';
import { orAborted } from '@shoji/core/time';
import type { Log } from '../log-observations.ts';

/** A part that hangs must not keep the process alive: all requests are answered. */
const CLOSE_MS = 5_000;

/** The parts of an engine that serves. */
export interface KeptParts {
  /** Ends warming up, and closes the parts. A part that does not close within `closeMs` is left. Never rejects. */
  close(closeMs?: number): Promise<void>;
}

/**
 * Warms up the parts of an engine in the background, before the first request needs them, and closes them at the end.
 * Failures are logged; a part that could not be warmed up is tried again by the first request.
 */
export function keepParts(engine: EngineParts, log: Pick<Log, 'warn'>): KeptParts {
  const stop = new AbortController();
  const note = (failures: readonly PartFailure[], message: string) => {
    for (const { part, error } of failures) log.warn({ part, cause: causeOf(error) }, message);
  };
  void warmUpParts(engine, stop).then((failures) => note(failures, 'a part could not be warmed up'));
  return {
    async close(closeMs = CLOSE_MS) {
      stop.abort();
      try {
        note(await orAborted(closeParts(engine), AbortSignal.timeout(closeMs)), 'a part could not be closed');
      } catch (error) {
        log.warn({ cause: causeOf(error) }, 'a part did not close in time');
      }
    },
  };
}
