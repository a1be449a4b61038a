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
  'toxicity',
] as const;

/**
 * Shoji's own taxonomy; every label of every service maps to one of these. `toxicity` is for checks that cannot be more
 * exact. `minor` says only that a person under 18 is named: it is harmless alone, no preset has a threshold for it, and
 * answers leave it out unless the policy has one. Together with sexual content it becomes `sexual-minors`.
 * @example
 * ```ts
 * const covers: readonly Category[] = ['sexual', 'nudity'];
 * ```
 */
export type Category = (typeof CATEGORIES)[number];

/** The categories of sexual content; what is suggestive is its mildest. Beside a person under 18 each of them is `sexual-minors`. */
export const SEXUAL_CATEGORIES = ['sexual', 'nudity', 'suggestive'] as const satisfies readonly Category[];

/** Narrows a string to a {@link Category}. */
export function isCategory(value: string): value is Category {
  return (CATEGORIES as readonly string[]).includes(value);
}
