import { type ImageCodec, NormalisedImage } from '@shoji/core';
import { DEFAULT_IMAGE_LIMITS, type ImageLimits } from '@shoji/core/image';
import { openShown, openUnscreened } from '@shoji/core/unseal';
import { blurImage } from './blur.ts';
import { decodeOpaque, decodeVisible } from './decode.ts';
import { encodeJpeg, encodePng } from './encode.ts';
import { DEFAULT_JUDGE_SIZE, encodeJudged, isJudgeable, type JudgeSize } from './judged.ts';
import { fromPixels } from './rgb.ts';
import { encodeViews, fromTransparent } from './transparent.ts';

/** High enough that a re-encoded JPEG looks like its original. */
const SHOWN_QUALITY = 92;

export interface SharpCodecOptions {
  /** Overrides single limits of {@link DEFAULT_IMAGE_LIMITS}. */
  readonly limits?: Partial<ImageLimits>;
  /** Overrides parts of {@link DEFAULT_JUDGE_SIZE}. */
  readonly judge?: Partial<JudgeSize>;
}

/**
 * Decodes, re-encodes and blurs images with sharp. A JPEG stays a JPEG, every other format becomes a PNG; both are
 * upright, in sRGB, and without metadata. A PNG keeps its transparency and is judged over several backgrounds; where
 * `opaque` is required, it is flattened onto white.
 * The `signal` is checked between steps; the limits bound each step.
 */
export function sharpCodec(options: SharpCodecOptions = {}): ImageCodec {
  const limits = { ...DEFAULT_IMAGE_LIMITS, ...options.limits };
  const judge = { ...DEFAULT_JUDGE_SIZE, ...options.judge };
  return {
    async normalise(image, { signal, opaque = false }) {
      signal.throwIfAborted();
      const { header, decoded } = await (opaque ? decodeOpaque : decodeVisible)(
        openUnscreened(image),
        limits,
      );
      signal.throwIfAborted();
      if ('transparent' in decoded) {
        const shown = await encodePng(fromTransparent(decoded.transparent));
        signal.throwIfAborted();
        const [first, ...further] = await encodeViews(decoded.transparent, judge);
        return new NormalisedImage(shown, first, further);
      }
      const pixels = decoded.opaque;
      const pipeline = fromPixels(pixels);
      const shown = await (header.format === 'jpeg'
        ? encodeJpeg(pipeline, SHOWN_QUALITY)
        : encodePng(pipeline));
      signal.throwIfAborted();
      const asShown = shown.mediaType === 'image/jpeg' && isJudgeable(shown, judge);
      return new NormalisedImage(shown, asShown ? shown : await encodeJudged(pixels, judge));
    },

    async blur(image, { signal }) {
      signal.throwIfAborted();
      const blurred = await blurImage(openShown(image));
      signal.throwIfAborted();
      return blurred;
    },
  };
}
