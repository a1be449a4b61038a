/**
 * Every category of a policy, in the order in which they are shown.
 * @example
 * ```ts
 * const isRestricted = CATEGORIES.filter((category) => policy.image[category] !== undefined);
 * ```
 */
export const CATEGORIES = [
  'sexual',
  'nudity',
  'suggestive',
  'sexual-minors',
  'minor',
  'real-person',
  'face',
  'violence',
  'graphic',
  'hate',
  'harassment',
  'self-harm',
  'drugs',
  'alcohol-tobacco',
  'gambling',
  'rude-gestures',
  'profanity',
  'illegal',
  'blocked',
  'toxicity',
] as const;

/**
 * Shoji's own taxonomy; every label of every service maps to one of these. `toxicity` is for checks that cannot be more
 * exact. Two categories are harmless alone, so no preset has a threshold for them, and answers leave them out unless the
 * policy has one: `minor`, a person under 18 is named or visible, and `face`, the face of a person is visible. Beside
 * sexual content the first becomes `sexual-minors`, and the second, in a picture that is given to a model, `real-person`.
 * `real-person` is also for the names on an operator's list, and `blocked` for pictures on such a list.
 * @example
 * ```ts
 * const covers: readonly Category[] = ['sexual', 'nudity'];
 * ```
 */
export type Category = (typeof CATEGORIES)[number];

/** The categories of sexual content; what is suggestive is its mildest. Beside a person under 18 each of them is `sexual-minors`. */
export const SEXUAL_CATEGORIES = ['sexual', 'nudity', 'suggestive'] as const satisfies readonly Category[];

/** The categories that are harmless alone and count only beside sexual content. */
export const HALF_CATEGORIES = ['minor', 'face'] as const satisfies readonly Category[];

/** Narrows a string to a {@link Category}. */
export function isCategory(value: string): value is Category {
  return (CATEGORIES as readonly string[]).includes(value);
}
