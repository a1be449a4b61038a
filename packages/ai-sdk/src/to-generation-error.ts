import {
  APICallError,
  EmptyResponseBodyError,
  InvalidArgumentError,
  InvalidPromptError,
  InvalidResponseDataError,
  JSONParseError,
  NoContentGeneratedError,
  TypeValidationError,
  UnsupportedFunctionalityError,
} from '@ai-sdk/provider';
import { GenerationError } from '@shoji/core';
import {
  COMPUTED_MS,
  GENERATOR_FAILURES,
  type GeneratorFailure,
  generatorBusy,
} from '@shoji/core/generation';

const {
  failed: FAILED,
  refused: REFUSED,
  tooLate: TOO_LATE,
  unusable: UNUSABLE,
  atWork: AT_WORK,
} = GENERATOR_FAILURES;

/** The key, the account or the address is wrong: the operator's mistake, not the request's. */
const MISCONFIGURED: ReadonlySet<number> = new Set([401, 402, 403, 404, 405, 407, 410]);

/** The longest `Retry-After` of a server that is passed on, in seconds. */
const LONGEST_WAIT = 3_600;

/** Answers that cannot be read, by the errors of all layers of a provider package. */
const UNREADABLE = [
  EmptyResponseBodyError,
  InvalidResponseDataError,
  JSONParseError,
  NoContentGeneratedError,
  TypeValidationError,
];
/** The provider package refused the request, and called no server. */
const REFUSALS = [InvalidArgumentError, InvalidPromptError, UnsupportedFunctionalityError];

/**
 * The `GenerationError` for any error of a call of an image model. The provider's text stays in `cause`.
 * @param options.ms How long the call took.
 */
export function toGenerationError(
  error: unknown,
  { signal, ms }: { readonly signal: AbortSignal; readonly ms: number },
): GenerationError {
  if (error instanceof GenerationError) return error;
  const cause = { cause: error };
  if (signal.aborted && !isNamed(signal.reason, 'TimeoutError', 'DeadlineError')) {
    return new GenerationError('cancelled', 'The request was cancelled.', cause);
  }
  const { code, message, retryAfter } = signal.aborted ? TOO_LATE : meaningOf(error, ms);
  return new GenerationError(code, message, { ...cause, ...(retryAfter !== undefined && { retryAfter }) });
}

function meaningOf(error: unknown, ms: number): GeneratorFailure {
  if (APICallError.isInstance(error)) return meaningOfCall(error, ms);
  if (UNREADABLE.some((kind) => kind.isInstance(error))) return UNUSABLE;
  if (REFUSALS.some((kind) => kind.isInstance(error))) return REFUSED;
  if (isNamed(error, 'TimeoutError', 'DeadlineError')) return TOO_LATE;
  return ms < COMPUTED_MS ? FAILED : AT_WORK;
}

function meaningOfCall({ statusCode, responseHeaders }: APICallError, ms: number): GeneratorFailure {
  // Without a status, the server was not reached or closed the connection.
  if (statusCode === undefined) return ms < COMPUTED_MS ? FAILED : AT_WORK;
  if (statusCode < 300) return UNUSABLE;
  if (statusCode === 408 || statusCode === 504) return TOO_LATE;
  if (statusCode === 429 || statusCode === 503) return busy(responseHeaders);
  if (MISCONFIGURED.has(statusCode)) return FAILED;
  if (statusCode >= 400 && statusCode < 500) return REFUSED;
  return ms < COMPUTED_MS ? FAILED : AT_WORK;
}

function busy(headers: Readonly<Record<string, string>> = {}): GeneratorFailure {
  const asked = Number(headers['retry-after'] ?? Number.NaN);
  return generatorBusy(asked > 0 ? Math.min(LONGEST_WAIT, Math.ceil(asked)) : 10);
}

function isNamed(error: unknown, ...names: readonly string[]): boolean {
  return error instanceof Error && names.includes(error.name);
}
