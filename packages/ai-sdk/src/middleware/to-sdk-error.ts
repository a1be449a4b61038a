import { APICallError } from '@ai-sdk/provider';
import { GenerationError, type GenerationResult } from '@shoji/core';
import type { GenerationErrorCode } from '@shoji/core/generation';
import { CallError } from './read-call.ts';
import { OptionError } from './read-options.ts';
import { ShojiRefusedError } from './refused-error.ts';

/** A refused or failed generation as the error to throw. */
export function refusalOf(result: Exclude<GenerationResult, { status: 'completed' }>): ShojiRefusedError {
  const { id, prompt, warnings, status } = result;
  const reasons = warnings.map(({ message }) => message).join(' ');
  const [code, what] =
    status === 'rejected'
      ? (['prompt_rejected', 'The prompt was refused.'] as const)
      : (['prompt_unchecked', 'The prompt could not be checked, so it was not sent.'] as const);
  return new ShojiRefusedError(code, `${what} ${reasons}`.trim(), {
    id,
    warnings,
    findings: prompt.findings,
  });
}

/**
 * Any error of a screened call, in the form that users of the AI SDK handle: an abort is the signal's reason, a mistake
 * in the call a `ShojiRefusedError`, a failure of the model an `APICallError` that the AI SDK retries only if nothing
 * was spent.
 */
export function toSdkError(error: unknown, { id, signal }: { id: string; signal: AbortSignal }): unknown {
  if (signal.aborted) return signal.reason;
  if (error instanceof CallError || error instanceof OptionError) return invalid(error, id);
  if (!(error instanceof GenerationError)) return error;
  return error.code === 'invalid_request' ? invalid(error, id) : callError(error);
}

function invalid(error: Error, id: string): ShojiRefusedError {
  return new ShojiRefusedError('invalid_request', error.message, { id, cause: error });
}

/** Failures after which the same call may be repeated, if the provider says so too. */
const REPEATABLE: ReadonlySet<GenerationErrorCode> = new Set(['generator_busy', 'generator_failed']);

function callError(error: GenerationError): APICallError {
  const { code, message, retryAfter, cause } = error;
  const call = APICallError.isInstance(cause) ? cause : undefined;
  return new APICallError({
    message,
    url: call?.url ?? '',
    requestBodyValues: {},
    ...(call?.statusCode !== undefined && { statusCode: call.statusCode }),
    ...(retryAfter !== undefined && { responseHeaders: { 'retry-after': String(retryAfter) } }),
    isRetryable: REPEATABLE.has(code) && (call?.isRetryable ?? code === 'generator_busy'),
    data: { code },
    cause: error,
  });
}
