/** Why a check could not give an answer. Each is its own word in answers, logs and metrics. */
export type CheckFailure =
  | 'timeout'
  | 'unavailable'
  | 'throttled'
  | 'denied'
  | 'invalid-answer'
  | 'unknown-label'
  | 'invalid-input'
  | 'error';

/**
 * Thrown by a check that could not look. "Could not be checked" is never "passed".
 * @example
 * ```ts
 * if (response.status === 429) throw new CheckError('throttled', 'acme answered 429');
 * if (!response.ok) throw new CheckError('unavailable', `acme answered ${response.status}`);
 * ```
 */
export class CheckError extends Error {
  override readonly name = 'CheckError';
  readonly failure: CheckFailure;
  /** For `invalid-input`: false where the check's settings may as well be wrong, so that its caller need not be. */
  readonly ofInput: boolean;

  /** @param message For the operator's log; it does not reach callers. */
  constructor(
    failure: CheckFailure,
    message: string,
    { ofInput = failure === 'invalid-input', ...options }: { cause?: unknown; ofInput?: boolean } = {},
  ) {
    super(message, options);
    this.failure = failure;
    this.ofInput = ofInput;
  }
}
