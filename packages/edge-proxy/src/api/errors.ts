import { GenerationError } from '@shoji/core';
import { InputImageError } from '@shoji/core/generation';
import { BodyError } from '../wire/body-error.ts';
import { type Problem, type ProblemCode, problem, SPENT_STATUS } from '../wire/problem.ts';

const RETRY_AFTER_SECONDS = 5;
const BODY_CODES = {
  400: 'invalid_request',
  413: 'payload_too_large',
  415: 'unsupported_media_type',
  503: 'server_busy',
} as const satisfies Record<BodyError['status'], ProblemCode>;
const PAID = 'The pictures were generated and may be billed, so the call is not repeated automatically.';

/**
 * The problem for an error: Shoji's own errors keep their code and text; every other error becomes `internal` without
 * its text.
 * @param signal The request's. A `TimeoutError` is the runtime's limit; any other reason is a client that disconnected.
 * @param paid Whether images were generated already, so that clients must not retry automatically.
 */
export function problemOf(
  error: unknown,
  signal: AbortSignal,
  paid = false,
): { problem: Problem; retryAfter?: number } {
  if (signal.aborted)
    return { problem: problem(isTimeout(signal.reason) ? 'deadline_exceeded' : 'cancelled') };
  // Over HTTP/2 the body fails a moment before the request's signal aborts.
  if (error instanceof Error && error.name === 'AbortError') return { problem: problem('cancelled') };
  if (error instanceof BodyError) {
    const details = problem(BODY_CODES[error.status], { detail: error.message });
    return error.status === 503
      ? { problem: details, retryAfter: RETRY_AFTER_SECONDS }
      : { problem: details };
  }
  if (!(error instanceof GenerationError))
    return { problem: problem('internal', paid ? { status: SPENT_STATUS, detail: PAID } : {}) };
  const details = problem(error.code, {
    detail: error.message,
    ...(error instanceof InputImageError && { warnings: error.warnings }),
  });
  return details.status === 503
    ? { problem: details, retryAfter: error.retryAfter ?? RETRY_AFTER_SECONDS }
    : { problem: details };
}

function isTimeout(reason: unknown): boolean {
  return reason instanceof DOMException && reason.name === 'TimeoutError';
}
