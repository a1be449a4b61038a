/**
 * The scale of classifier-free guidance at which the negative prompt cancels out. The sampler predicts
 * `negative + scale × (prompt − negative)`, so above it the image moves away from the negative prompt, and below it
 * towards it (Ho & Salimans 2022, arXiv:2207.12598).
 */
const NEUTRAL_SCALE = 1;

/** Whether the model paints its negative prompt at this guidance scale. True for a scale that is not a number. */
export function paintsNegatives(scale: number): boolean {
  return !(scale >= NEUTRAL_SCALE);
}

/** Whether a negative prompt has no effect at this guidance scale. */
export function ignoresNegatives(scale: number): boolean {
  return !(scale > NEUTRAL_SCALE);
}

const NEGATIVE_WEIGHTS = {
  // `(word:-1)`; the web UI's own expression is `:\s*([+-]?[.\d]+)\s*\)`.
  'web-ui': /:\s*-\s*[.\d]/,
  // ComfyUI parses the text after the colon by Python's float(), which skips more white space than `\s` and reads
  // `-inf`.
  comfyui: /:[^\w()]*-/,
} as const;

/**
 * Whether a negative prompt weighs one of its words below zero, which turns it into a wish for that word.
 * @param parser The prompt syntax of the server.
 */
export function hasNegativeWeight(text: string, parser: keyof typeof NEGATIVE_WEIGHTS = 'web-ui'): boolean {
  return NEGATIVE_WEIGHTS[parser].test(text);
}
