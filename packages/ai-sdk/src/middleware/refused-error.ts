import { AISDKError } from '@ai-sdk/provider';
import type { Finding, Warning } from '@shoji/core';

/**
 * Why a call was refused:
 * - `prompt_rejected`: the policy refuses the prompt.
 * - `prompt_unchecked`: a check of the prompt failed, and the policy fails closed.
 * - `input_rejected`: an input image or the mask is not clear.
 * - `input_unchecked`: a check of an input image failed.
 * - `invalid_request`: the call holds something that is not screened, or is out of bounds.
 */
export type RefusalCode =
  | 'prompt_rejected'
  | 'prompt_unchecked'
  | 'input_rejected'
  | 'input_unchecked'
  | 'invalid_request';

const name = 'ShojiRefusedError';
const marker = Symbol.for(`shoji.error.${name}`);

/**
 * Thrown by `shojiMiddleware` for a call that it refuses. The AI SDK does not retry such a call. The model was not
 * called, unless the policy runs classifiers beside the generation.
 * @example
 * ```ts
 * import { ShojiRefusedError } from '@shoji/ai-sdk';
 * import { generateImage, type ImageModel } from 'ai';
 *
 * export async function draw(model: ImageModel, prompt: string) {
 *   try {
 *     return await generateImage({ model, prompt });
 *   } catch (error) {
 *     if (ShojiRefusedError.isInstance(error)) return { code: error.code, warnings: error.warnings };
 *     throw error;
 *   }
 * }
 * ```
 */
export class ShojiRefusedError extends AISDKError {
  readonly [marker] = true;
  readonly code: RefusalCode;
  /** The call's name in observations. */
  readonly id: string;
  /** The reasons for a person, each with a stable code. */
  readonly warnings: readonly Warning[];
  /** The findings as far as the policy explains them. */
  readonly findings: readonly Finding[];

  constructor(
    code: RefusalCode,
    message: string,
    {
      id,
      warnings = [],
      findings = [],
      cause,
    }: {
      readonly id: string;
      readonly warnings?: readonly Warning[];
      readonly findings?: readonly Finding[];
      readonly cause?: unknown;
    },
  ) {
    super({ name, message, cause });
    this.code = code;
    this.id = id;
    this.warnings = warnings;
    this.findings = findings;
  }

  /** Whether an error is a refusal, also one of another copy of this package. */
  static override isInstance(error: unknown): error is ShojiRefusedError {
    return typeof error === 'object' && error !== null && marker in error;
  }
}
