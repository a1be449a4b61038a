/** Why a check could not give an answer. Answers, logs and metrics use these words. */
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
 * Thrown by a check that could not judge its input. "Could not be checked" is never "passed".
 * @example
 * ```ts
 * if (response.status === 429) throw new CheckError('throttled', 'acme answered 429');
 * if (!response.ok) throw new CheckError('unavailable', `acme answered ${response.status}`);
 * ```
 */
export class CheckError extends Error {
  override readonly name = 'CheckError';
  readonly failure: CheckFailure;
  /** For `invalid-input`: false if the check's settings may be wrong instead of the input. */
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
