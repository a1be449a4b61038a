/**
 * The policy's decision about a prompt, mildest first.
 * @example
 * ```ts
 * const exitCodes: Record<PromptDecision, number> = { allow: 0, warn: 10, reject: 20 };
 * ```
 */
export type PromptDecision = 'allow' | 'warn' | 'reject';

/**
 * The policy's decision about an image, mildest first.
 * @example
 * ```ts
 * const shows: Record<ImageDecision, boolean> = { clear: true, blur: true, withhold: false };
 * ```
 */
export type ImageDecision = 'clear' | 'blur' | 'withhold';

/** The more severe of two image decisions. */
export function severer(a: ImageDecision, b: ImageDecision): ImageDecision {
  const order: ImageDecision[] = ['clear', 'blur', 'withhold'];
  return order.indexOf(a) >= order.indexOf(b) ? a : b;
}
