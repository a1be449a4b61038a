import { GenerationError } from '@shoji/core';
import { BodyError } from '../wire/body-error.ts';
import { type Problem, type ProblemCode, problem, SPENT_STATUS } from '../wire/problem.ts';

const RETRY_AFTER_SECONDS = 5;
const BODY_CODES = {
  400: 'invalid_request',
  413: 'payload_too_large',
  415: 'unsupported_media_type',
  503: 'server_busy',
} as const satisfies Record<BodyError['status'], ProblemCode>;
const PAID = 'The pictures were made and may be paid for, so nothing asks again by itself.';

/**
 * The problem that an error means to a caller: ours as they are, anything else as `internal` without a word of its text.
 * @param signal The request's; an abort by time is the runtime's own limit, any other one a caller who left.
 * @param paid Whether pictures were made already, so that no client may repeat the call by itself.
 */
export function problemOf(
  error: unknown,
  signal: AbortSignal,
  paid = false,
): { problem: Problem; retryAfter?: number } {
  if (signal.aborted)
    return { problem: problem(isTimeout(signal.reason) ? 'deadline_exceeded' : 'cancelled') };
  // Over HTTP/2 a body breaks off a moment before its request's signal aborts.
  if (error instanceof Error && error.name === 'AbortError') return { problem: problem('cancelled') };
  if (error instanceof BodyError) {
    const details = problem(BODY_CODES[error.status], { detail: error.message });
    return error.status === 503
      ? { problem: details, retryAfter: RETRY_AFTER_SECONDS }
      : { problem: details };
  }
  if (!(error instanceof GenerationError))
    return { problem: problem('internal', paid ? { status: SPENT_STATUS, detail: PAID } : {}) };
  const details = problem(error.code, { detail: error.message });
  return details.status === 503
    ? { problem: details, retryAfter: error.retryAfter ?? RETRY_AFTER_SECONDS }
    : { problem: details };
}

function isTimeout(reason: unknown): boolean {
  return reason instanceof DOMException && reason.name === 'TimeoutError';
}
