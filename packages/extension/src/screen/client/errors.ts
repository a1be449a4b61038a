/** Kinds of failures, distinguished by what a person can do about them. */
export const FAILURE_KINDS = [
  'unreachable',
  'timeout',
  'unauthorised',
  'not-permitted',
  'too-many',
  'too-large',
  'answer-too-large',
  'invalid-request',
  'check-failed',
  'busy',
  'generator-failed',
  'proxy-failed',
  'interrupted',
  'invalid-answer',
  'lost',
  'no-room',
] as const;
export type FailureKind = (typeof FAILURE_KINDS)[number];

/** A failed request. A refused prompt is not an error. */
export class ClientError extends Error {
  override readonly name = 'ClientError';
  readonly kind: FailureKind;
  /** The server's message, if it sent one. */
  readonly detail: string | undefined;
  /** Seconds to wait before a retry, from `Retry-After`. */
  readonly retryAfter: number | undefined;

  constructor(
    kind: FailureKind,
    options: { detail?: string | undefined; retryAfter?: number | undefined; cause?: unknown } = {},
  ) {
    super(`${kind}${options.detail ? `: ${options.detail}` : ''}`, { cause: options.cause });
    this.kind = kind;
    this.detail = options.detail;
    this.retryAfter = options.retryAfter;
  }
}
