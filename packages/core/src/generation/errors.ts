/**
 * Stable codes of everything that can end a generation without a decision. Two of them say that the model was paid and
 * gave nothing: no client may repeat such a call by itself.
 */
export type GenerationErrorCode =
  | 'invalid_request'
  | 'check_failed'
  | 'generator_failed'
  /** The model was not asked, or said at once that it has no room: nothing was spent. */
  | 'generator_busy'
  | 'generator_rejected'
  /** The model was asked and did not answer in time. */
  | 'deadline_exceeded'
  /** The model did its work, and what came of it cannot be read. */
  | 'answer_unusable'
  | 'cancelled';

/**
 * A generation that could not be carried out. `code` is stable; `message` is one plain sentence without upstream text.
 * @example
 * ```ts
 * try {
 *   await resultOf(flow);
 * } catch (error) {
 *   if (error instanceof GenerationError && error.code === 'generator_busy') retryIn(error.retryAfter ?? 5);
 *   else throw error;
 * }
 * ```
 */
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
