import { isOutOfMemory, NotCalledError, OUT_OF_MEMORY } from '@shoji/capacity';
import { GenerationError } from '@shoji/core';
import {
  COMPUTED_MS,
  GENERATOR_FAILURES,
  type GeneratorFailure,
  generatorBusy,
} from '@shoji/core/generation';
import * as z from 'zod/mini';
import { failureOf, isNamed, isOutage, isRetryable, readError } from '../errors.ts';

/** A container's failure, with the container's HTTP status; 0 when it did not answer in time. */
const modelErrorSchema = z.object({
  name: z.literal('ModelError'),
  OriginalStatusCode: z.optional(z.number()),
  OriginalMessage: z._default(z.string(), ''),
});

/** InvokeEndpoint's message for an inference component whose copies are all busy or not ready. */
const NO_CAPACITY = /\bno capacity\b|insufficient capacity/i;

const {
  failed: FAILED,
  refused: REFUSED,
  tooLate: TOO_LATE,
  unusable: UNUSABLE,
  atWork: AT_WORK,
} = GENERATOR_FAILURES;

/** Distinguishes busy, refused, too late and broken, whichever error InvokeEndpoint reports. */
export function meaningOf(error: unknown): GeneratorFailure {
  if (error instanceof NotCalledError) return generatorBusy(error.reason === 'open' ? 10 : 15);
  const modelError = modelErrorSchema.safeParse(error);
  if (modelError.success) return meaningOfModelError(modelError.data);
  const { message, status } = readError(error);
  // The container answered, and the answer was cut off or is unreadable.
  if (status !== undefined && status < 300) return UNUSABLE;
  if (isNamed(error, 'ModelNotReadyException')) return generatorBusy(30);
  // Starting another instance takes minutes.
  if (isNamed(error, 'ValidationError', 'ValidationException') && NO_CAPACITY.test(message))
    return generatorBusy(60);
  if (status === 503) return generatorBusy(10);
  if (status === 504) return TOO_LATE;
  switch (failureOf(error)) {
    case 'timeout':
      return TOO_LATE;
    case 'throttled':
      return generatorBusy(5);
    case 'invalid-answer':
      return UNUSABLE;
    default:
      return status === 429 ? generatorBusy(5) : FAILED;
  }
}

function meaningOfModelError({
  OriginalStatusCode: status,
  OriginalMessage: message,
}: z.infer<typeof modelErrorSchema>): GeneratorFailure {
  if (isOutOfMemory(message)) return { code: 'generator_rejected', message: OUT_OF_MEMORY };
  switch (status) {
    case 0:
    case 408:
    case 504:
      return TOO_LATE;
    case 429:
    case 503:
      return generatorBusy(10);
    default:
      return status !== undefined && status >= 400 && status < 500 ? REFUSED : FAILED;
  }
}

/** Whether the endpoint may answer a moment later. A call that may have been computed is not retried: it was paid for. */
export function isGeneratorRetryable(error: unknown): boolean {
  return isNamed(error, 'ModelNotReadyException') || isRetryable(error);
}

/**
 * Whether the endpoint is broken for every request. A busy endpoint is not. Errors that depend on one request's size and
 * steps say nothing about other requests: out of memory, a time-out, a refusal.
 */
export function isGeneratorOutage(error: unknown): boolean {
  if (error instanceof GenerationError) return isGeneratorOutage(error.cause);
  const { code } = meaningOf(error);
  if (code === 'generator_rejected' || code === 'deadline_exceeded') return false;
  // A load balancer answers 503 for a deleted endpoint.
  if (code === 'generator_busy') return readError(error).status === 503;
  return isOutage(error) || isNamed(error, 'ModelError');
}

/**
 * The error of one attempt, which decides whether it is retried.
 * @param ms How long the attempt took.
 */
export function attemptError(error: unknown, ms: number): unknown {
  const { code, message } = meaningOf(error);
  if (!isGeneratorRetryable(error)) return error;
  if (code === 'answer_unusable') return new GenerationError(code, message, { cause: error });
  return code === 'generator_failed' && ms >= COMPUTED_MS
    ? new GenerationError(AT_WORK.code, AT_WORK.message, { cause: error })
    : error;
}

/** The `GenerationError` for any value that an InvokeEndpoint call threw. Upstream text stays in `cause`. */
export function toGenerationError(error: unknown, signal: AbortSignal): GenerationError {
  const cause = { cause: error };
  if (signal.aborted) {
    // A deadline has a reason with this name: AbortSignal.timeout()'s or the flow's.
    return isNamed(signal.reason, 'TimeoutError', 'DeadlineError')
      ? new GenerationError(TOO_LATE.code, TOO_LATE.message, cause)
      : new GenerationError('cancelled', 'The request was cancelled.', cause);
  }
  if (error instanceof GenerationError) return error;
  const { code, message, retryAfter } = meaningOf(error);
  return new GenerationError(code, message, { ...cause, ...(retryAfter !== undefined && { retryAfter }) });
}
