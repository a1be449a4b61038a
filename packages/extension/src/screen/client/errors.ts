import type { Warning } from './events.ts';

/** Kinds of failures, distinguished by what a person can do about them. `causes.ts` says which reply has which. */
export const FAILURE_KINDS = [
  'unreachable',
  'no-secure-connection',
  'mixed-content',
  'silent',
  'stranger',
  'gateway',
  'key-missing',
  'key-refused',
  'not-permitted',
  'too-many',
  'too-large',
  'slow-request',
  'timeout',
  'answer-too-large',
  'invalid-request',
  'image-rejected',
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

/** The facts of a failure, as a surface shows and stores them. */
export interface Failure {
  readonly kind: FailureKind;
  /** The proxy's own message, if it sent one. */
  readonly detail?: string | undefined;
  /** Why a picture to start from was refused. */
  readonly warnings?: readonly Warning[] | undefined;
  /** Seconds to wait before a retry, from `Retry-After`. */
  readonly retryAfter?: number | undefined;
  /** HTTP status of the reply, if there was one. */
  readonly status?: number | undefined;
}

/** A failed request. A refused prompt is not an error. */
export class ClientError extends Error {
  override readonly name = 'ClientError';
  readonly failure: Failure;

  constructor(kind: FailureKind, facts: Omit<Failure, 'kind'> & { readonly cause?: unknown } = {}) {
    const { cause, ...rest } = facts;
    super(`${kind}${rest.detail ? `: ${rest.detail}` : ''}`, { cause });
    this.failure = { kind, ...rest };
  }

  get kind(): FailureKind {
    return this.failure.kind;
  }
}

/** The failure to show for a thrown error; `invalid-answer` for an unexpected one. */
export function failureOf(error: unknown): Failure {
  return error instanceof ClientError ? error.failure : { kind: 'invalid-answer' };
}

const ABOUT_THE_CONNECTION: ReadonlySet<FailureKind> = new Set([
  'unreachable',
  'no-secure-connection',
  'mixed-content',
  'silent',
  'stranger',
  'gateway',
  'key-missing',
  'key-refused',
]);

/** Whether the proxy's key is missing or wrong. */
export function needsKey({ kind }: Failure): boolean {
  return kind === 'key-missing' || kind === 'key-refused';
}

/** Whether a failure is about reaching the proxy, so that every request to it fails in the same way. */
export function isAboutConnection({ kind }: Failure): boolean {
  return ABOUT_THE_CONNECTION.has(kind);
}
