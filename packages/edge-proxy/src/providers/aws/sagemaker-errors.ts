import { GenerationError } from '@shoji/core';
import * as z from 'zod/mini';
import { NotCalledError } from '../../guard/resilience.ts';
import { failureOf, isNamed, isOutage, isRetryable } from './errors.ts';

/** A container that was asked and failed: its own HTTP status is inside. */
const modelErrorSchema = z.object({
  name: z.literal('ModelError'),
  OriginalStatusCode: z.optional(z.number()),
});

/** Whether the container, and not SageMaker, said that it will not make this picture. */
function isRefusedByModel(error: unknown): boolean {
  const { success, data } = modelErrorSchema.safeParse(error);
  const status = success ? data.OriginalStatusCode : undefined;
  return status !== undefined && status >= 400 && status < 500;
}

/** The endpoint may answer a moment later. A container's own failure is not tried again: the GPU has been paid for. */
export function isGeneratorRetryable(error: unknown): boolean {
  return isNamed(error, 'ModelNotReadyException') || isRetryable(error);
}

/** The endpoint is broken for every request. A model that only loads is not. */
export function isGeneratorOutage(error: unknown): boolean {
  if (isNamed(error, 'ModelNotReadyException')) return false;
  return isOutage(error) || (isNamed(error, 'ModelError') && !isRefusedByModel(error));
}

/** The `GenerationError` for whatever an InvokeEndpoint call threw. Upstream text stays in `cause`. */
export function toGenerationError(error: unknown, signal: AbortSignal): GenerationError {
  const cause = { cause: error };
  if (signal.aborted) {
    // A deadline is known by the name of its reason: AbortSignal.timeout()'s or the flow's own.
    return isNamed(signal.reason, 'TimeoutError', 'DeadlineError')
      ? new GenerationError('deadline_exceeded', 'The image model took too long.', cause)
      : new GenerationError('cancelled', 'The request was cancelled.', cause);
  }
  if (error instanceof GenerationError) return error;
  if (error instanceof NotCalledError) return busy(error.reason === 'open' ? 10 : 15, cause);
  if (isNamed(error, 'ModelNotReadyException')) return busy(30, cause);
  if (isNamed(error, 'ServiceUnavailable')) return busy(10, cause);
  if (isRefusedByModel(error)) {
    return new GenerationError('generator_rejected', 'The image model refused the request.', cause);
  }
  switch (failureOf(error)) {
    case 'timeout':
      return new GenerationError('deadline_exceeded', 'The image model took too long.', cause);
    case 'throttled':
      return busy(5, cause);
    default:
      return new GenerationError('generator_failed', 'The image model failed.', cause);
  }
}

/** @param retryAfter Seconds: a loading model, an open breaker or a full queue need longer than a throttled call. */
function busy(retryAfter: number, { cause }: { cause: unknown }): GenerationError {
  return new GenerationError('generator_busy', 'The image model is busy; try again later.', {
    cause,
    retryAfter,
  });
}
