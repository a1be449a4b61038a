/** Stable codes of everything that can end a generation without a decision. */
export type GenerationErrorCode =
  | 'invalid_request'
  | 'check_failed'
  | 'generator_failed'
  | 'generator_busy'
  | 'generator_rejected'
  | 'deadline_exceeded'
  | 'cancelled';

/** A generation that could not be carried out. `code` is stable; `message` is one plain sentence without upstream text. */
export class GenerationError extends Error {
  override readonly name = 'GenerationError';
  readonly code: GenerationErrorCode;
  /** Seconds after which trying again makes sense, where that is known. */
  readonly retryAfter: number | undefined;

  constructor(
    code: GenerationErrorCode,
    message: string,
    options: { cause?: unknown; retryAfter?: number } = {},
  ) {
    super(message, { cause: options.cause });
    this.code = code;
    this.retryAfter = options.retryAfter;
  }
}
