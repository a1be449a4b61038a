/** What went wrong, in the kinds a person can act on differently. */
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

/** A generation that could not be carried out. Not a refusal: that is an answer. */
export class ClientError extends Error {
  override readonly name = 'ClientError';
  readonly kind: FailureKind;
  /** The server's own sentence, where it sent one. */
  readonly detail: string | undefined;
  /** Seconds after which trying again makes sense. */
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
