import { NotCalledError } from '@shoji/capacity';
import { CheckError } from '@shoji/core';
import type { CheckFailure } from '@shoji/core/vocabulary';
import * as z from 'zod/mini';

/**
 * The meaning of an error's name. By name and not by class: the SDK has no class for some errors, e.g. Comprehend's
 * ThrottlingException.
 * Source: the errors of DetectModerationLabels, DetectText, ClassifyDocument, DetectToxicContent, ApplyGuardrail and
 * InvokeEndpoint in their API references, and the common errors of AWS services.
 */
const FAILURE_OF: Readonly<Record<string, CheckFailure>> = {
  ThrottlingException: 'throttled',
  ProvisionedThroughputExceededException: 'throttled',
  ServiceQuotaExceededException: 'throttled',
  TooManyRequestsException: 'throttled',
  AccessDeniedException: 'denied',
  CredentialsProviderError: 'denied',
  ExpiredTokenException: 'denied',
  IncompleteSignature: 'denied',
  InvalidClientTokenId: 'denied',
  InvalidSignatureException: 'denied',
  MissingAuthenticationToken: 'denied',
  MissingAuthenticationTokenException: 'denied',
  NotAuthorized: 'denied',
  OptInRequired: 'denied',
  UnrecognizedClientException: 'denied',
  ImageTooLargeException: 'invalid-input',
  InvalidImageFormatException: 'invalid-input',
  InvalidParameterException: 'invalid-input',
  InvalidRequestException: 'invalid-input',
  InvalidS3ObjectException: 'invalid-input',
  TextSizeLimitExceededException: 'invalid-input',
  ValidationError: 'invalid-input',
  ValidationException: 'invalid-input',
  InternalServerError: 'unavailable',
  InternalServerException: 'unavailable',
  ModelNotReadyException: 'unavailable',
  ResourceNotFoundException: 'unavailable',
  ResourceNotReadyException: 'unavailable',
  ResourceUnavailableException: 'unavailable',
  TimeoutError: 'timeout',
};

/** The errors among those that are about the text or image alone; the others can also mean a wrong setting. */
const OF_INPUT = new Set([
  'ImageTooLargeException',
  'InvalidImageFormatException',
  'TextSizeLimitExceededException',
]);

/** Node's and the SDK's codes for a connection that could not be made or broke. */
const CONNECTION_CODES = [
  'EAI_AGAIN',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
];

const errorSchema = z.object({
  name: z.string(),
  message: z.string(),
  code: z.optional(z.unknown()),
  $metadata: z.optional(z.object({ httpStatusCode: z.optional(z.number()) })),
});

/** Reads any thrown value, without trusting its shape. */
export function readError(error: unknown) {
  const parsed = errorSchema.safeParse(error);
  const { name, message, code, $metadata } = parsed.data ?? { name: '', message: String(error) };
  const connection = typeof code === 'string' && CONNECTION_CODES.includes(code);
  return { name, message, connection, status: $metadata?.httpStatusCode };
}

/** Whether an error has this name; the SDK's own names are the wire's. */
export function isNamed(error: unknown, ...names: readonly string[]): boolean {
  return names.includes(readError(error).name);
}

/** The reason for which a call failed. */
export function failureOf(error: unknown): CheckFailure {
  if (error instanceof CheckError) return error.failure;
  if (error instanceof NotCalledError) return error.reason === 'open' ? 'unavailable' : 'throttled';
  const { name, connection, status } = readError(error);
  // Before the name: the SDK calls a broken connection a TimeoutError.
  if (connection) return 'unavailable';
  const known = Object.hasOwn(FAILURE_OF, name) ? FAILURE_OF[name] : undefined;
  if (known !== undefined) return known;
  if (status === 401 || status === 403) return 'denied';
  if (status !== undefined && status >= 500) return 'unavailable';
  // The SDK could not read a successful answer.
  if (status !== undefined && status < 300) return 'invalid-answer';
  return 'error';
}

/** Errors that may not occur again a moment later: throttling, its own faults, and broken connections. */
export function isRetryable(error: unknown): boolean {
  if (error instanceof CheckError || error instanceof NotCalledError) return false;
  const { connection, status } = readError(error);
  return failureOf(error) === 'throttled' || connection || (status !== undefined && status >= 500);
}

/** Errors that mean the service is broken for every call. Throttling does not: the service still answers. */
export function isOutage(error: unknown): boolean {
  return ['unavailable', 'timeout', 'invalid-answer'].includes(failureOf(error));
}

/** The error to throw for a failed check: a `CheckError`, or the caller's reason when it cancelled. */
export function toCheckError(service: string, error: unknown, signal: AbortSignal): unknown {
  if (error instanceof CheckError) return error;
  const { name, message } = readError(error);
  if (signal.aborted && name !== 'TimeoutError') return signal.reason;
  const failure = failureOf(error);
  const ofInput = failure === 'invalid-input' && OF_INPUT.has(name);
  return new CheckError(failure, `${service}: ${name || 'error'}: ${message}`, { cause: error, ofInput });
}

/**
 * Parses a service's answer.
 * @throws CheckError `invalid-answer` with the first field that does not match.
 */
export function readAnswer<Schema extends z.ZodMiniType>(
  service: string,
  schema: Schema,
  answer: unknown,
): z.output<Schema> {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new CheckError(
    'invalid-answer',
    `${service}: ${issue?.path.join('.') || 'answer'}: ${issue?.message}`,
  );
}
