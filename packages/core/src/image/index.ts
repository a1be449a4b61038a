/** Facts about encoded images: headers, limits, animations, what a blurred image keeps, and the labels of Rekognition. */
export {
  type AnimationLimits,
  DEFAULT_ANIMATION_LIMITS,
  type Frames,
  type FramesKept,
  framesToKeep,
  sampled,
} from './animation.ts';
export { COVER_SIDE, coverOf, type DecodedPixels } from './cover.ts';
export type { ImageErrorCode } from './errors.ts';
export type { ImageMediaType } from './formats.ts';
export { type ImageHeader, readHeader } from './header.ts';
export { checkBytes, checkLimits, DEFAULT_IMAGE_LIMITS, type ImageLimits } from './limits.ts';
export {
  type ModerationLabel,
  rekognitionFindings,
  unknownRekognitionLabels,
} from './rekognition-findings.ts';
export {
  REKOGNITION_CATEGORIES,
  REKOGNITION_LABELS,
  type RekognitionLabel,
  rekognitionCategory,
} from './rekognition-taxonomy.ts';
export { type DecodableFormat, type ImageFormat, sniff } from './sniff.ts';
