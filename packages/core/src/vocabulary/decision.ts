/** The policy's decision about a prompt, mildest first. */
export type PromptDecision = 'allow' | 'warn' | 'reject';

/** The policy's decision about an image, mildest first. */
export type ImageDecision = 'clear' | 'blur' | 'withhold';

/** The more severe of two image decisions. */
export function severer(a: ImageDecision, b: ImageDecision): ImageDecision {
  const order: ImageDecision[] = ['clear', 'blur', 'withhold'];
  return order.indexOf(a) >= order.indexOf(b) ? a : b;
}
