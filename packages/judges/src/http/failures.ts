import { NotCalledError } from '@shoji/capacity';
import { CheckError } from '@shoji/core';
import type { CheckFailure } from '@shoji/core/vocabulary';

/** An HTTP answer that is no success. `detail` is the service's reason, for the operator's log. */
export class StatusError extends Error {
  override readonly name = 'StatusError';
  readonly status: number;

  constructor(status: number, detail: string) {
    super(detail === '' ? `status ${status}` : `status ${status}: ${detail}`);
    this.status = status;
  }
}

/** The connection could not be made, or broke before the answer was whole. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';
}

/** The statuses that say something about the text or picture alone: too large, or of an unread format. */
const OF_INPUT = new Set([413, 415]);

/** The reason for which a call failed. */
function failureOf(error: unknown): CheckFailure {
  if (error instanceof CheckError) return error.failure;
  if (error instanceof NotCalledError) return error.reason === 'open' ? 'unavailable' : 'throttled';
  if (error instanceof StatusError) return failureOfStatus(error.status);
  if (error instanceof ConnectionError) return 'unavailable';
  return isTimeout(error) ? 'timeout' : 'error';
}

function failureOfStatus(status: number): CheckFailure {
  if (status === 401 || status === 403) return 'denied';
  if (status === 429) return 'throttled';
  if (status === 408) return 'timeout';
  if (status === 400 || status === 422 || OF_INPUT.has(status)) return 'invalid-input';
  // A wrong address or a model that is not there is the same to a caller as a server that is down.
  if (status === 404 || status === 410 || status >= 500) return 'unavailable';
  return 'error';
}

/** Errors that may not occur again a moment later: throttling, the service's own faults, and broken connections. */
export function isRetryable(error: unknown): boolean {
  if (error instanceof ConnectionError) return true;
  return (
    error instanceof StatusError && (error.status === 429 || error.status === 408 || error.status >= 500)
  );
}

/** Errors that mean the service is broken for every call. Throttling does not: the service still answers. */
export function isOutage(error: unknown): boolean {
  return ['unavailable', 'timeout', 'invalid-answer'].includes(failureOf(error));
}

/** The error to throw for a failed check: a `CheckError`, or the caller's reason when it cancelled. */
export function toCheckError(check: string, error: unknown, signal: AbortSignal): unknown {
  if (error instanceof CheckError) return error;
  if (signal.aborted && !isTimeout(error)) return signal.reason;
  const failure = failureOf(error);
  const ofInput = failure === 'invalid-input' && error instanceof StatusError && OF_INPUT.has(error.status);
  const { name, message } = error instanceof Error ? error : { name: 'error', message: String(error) };
  return new CheckError(failure, `${check}: ${name}: ${message}`, { cause: error, ofInput });
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.name === 'TimeoutError';
}
