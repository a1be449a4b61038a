import type { Warning } from '../vocabulary/warning.ts';

/**
 * Stable codes of everything that can end a generation without a decision. Two of them say that the model was paid
 * without a result: no client may repeat such a call automatically.
 */
export type GenerationErrorCode =
  | 'invalid_request'
  | 'check_failed'
  /** The picture to start from is not clear: nothing was generated. */
  | 'image_rejected'
  | 'generator_failed'
  /** The model was not called, or refused at once because it is busy: nothing was spent. */
  | 'generator_busy'
  | 'generator_rejected'
  /** The model was called and did not answer in time. */
  | 'deadline_exceeded'
  /** The model finished, but its answer cannot be read. */
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
  /** Seconds after which a retry makes sense, if known. */
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

const INPUT_SENTENCES = {
  image_rejected: 'The input image was refused.',
  check_failed: 'The input image could not be checked.',
} as const;

/**
 * A picture to start from that is not given to the model: it is not clear, or could not be checked.
 * @example
 * ```ts
 * if (error instanceof InputImageError) tell(error.warnings.map(({ message }) => message));
 * ```
 */
export class InputImageError extends GenerationError {
  /** The reasons, as far as the policy explains them. */
  readonly warnings: readonly Warning[];

  constructor(code: keyof typeof INPUT_SENTENCES, warnings: readonly Warning[]) {
    super(code, [INPUT_SENTENCES[code], ...warnings.map(({ message }) => message)].join(' '));
    this.warnings = warnings;
  }
}

/** The meaning of a failed call of an image model for the caller, the same for every service. */
export interface GeneratorFailure {
  readonly code: GenerationErrorCode;
  readonly message: string;
  /** Seconds. */
  readonly retryAfter?: number;
}

/** The failures that every generator distinguishes, each with one plain sentence. */
export const GENERATOR_FAILURES: Readonly<
  Record<'failed' | 'refused' | 'tooLate' | 'unusable' | 'atWork', GeneratorFailure>
> = {
  failed: { code: 'generator_failed', message: 'The image model failed.' },
  refused: { code: 'generator_rejected', message: 'The image model refused the request.' },
  tooLate: { code: 'deadline_exceeded', message: 'The image model took too long.' },
  unusable: { code: 'answer_unusable', message: 'The image model’s answer cannot be read.' },
  /** The call failed so late that it may have been computed; see {@link COMPUTED_MS}. */
  atWork: { code: 'answer_unusable', message: 'The image model failed during the generation.' },
};

/** A call that failed after this time, in milliseconds, may have been computed and paid for: no model is faster. */
export const COMPUTED_MS = 1_000;

/**
 * @param retryAfter Seconds: a loading model, an open circuit breaker or a full queue needs longer than a throttled
 * call.
 */
export function generatorBusy(retryAfter: number): GeneratorFailure {
  return { code: 'generator_busy', message: 'The image model is busy; try again later.', retryAfter };
}
