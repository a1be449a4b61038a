/**
 * Sides of the squares that MobileNetV2 judges beside the whole image, in places of its last map of features. At
 * {@link WINDOWED_SIDE} the map has 10 × 10 places, so these are overlapping tiles of 0.7 and 0.5 of the image's sides:
 * 16 and 36 of them, computed together with the whole.
 */
export const WINDOWS = [7, 5] as const;
export type Cells = (typeof WINDOWS)[number];

/** The side to which the image is scaled for MobileNetV2. Smaller maps have fewer tiles, and larger ones cost more. */
export const WINDOWED_SIDE = 320;
