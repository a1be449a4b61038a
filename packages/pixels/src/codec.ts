import { type ImageCodec, NormalisedImage } from '@shoji/core';
import {
  type AnimationLimits,
  DEFAULT_ANIMATION_LIMITS,
  DEFAULT_IMAGE_LIMITS,
  type FramesKept,
  type ImageLimits,
} from '@shoji/core/image';
import { openShown, openUnscreened } from '@shoji/core/unseal';
import { blurImage } from './blur.ts';
import { checkedHeader, decodeOpaque, decodeVisible } from './decode.ts';
import { encodeJpeg, encodePng } from './encode.ts';
import { normaliseFrames } from './frames/normalise-frames.ts';
import { readFrames } from './frames/read-frames.ts';
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
  /** Overrides single limits of {@link DEFAULT_ANIMATION_LIMITS}; false refuses animations. */
  readonly animations?: Partial<AnimationLimits> | false | undefined;
}

/**
 * Decodes, re-encodes and blurs images with sharp. A JPEG stays a JPEG, every other format becomes a PNG; both are
 * upright, in sRGB, and without metadata. A PNG keeps its transparency and is judged over several backgrounds; where
 * `opaque` is required, it is flattened onto white. An animated GIF or WebP becomes an animated WebP of the frames that
 * are judged, opaque, where the caller accepts animations; `opaque` never does.
 * The `signal` is checked between steps; the limits bound each step.
 */
export function sharpCodec(options: SharpCodecOptions = {}): ImageCodec {
  const limits = { ...DEFAULT_IMAGE_LIMITS, ...options.limits };
  const judge = { ...DEFAULT_JUDGE_SIZE, ...options.judge };
  const animations = options.animations ?? {};

  /** The picture as an animation; undefined for a still picture, and where animations are not accepted. */
  const asAnimation = (bytes: Uint8Array, kept: FramesKept, signal: AbortSignal) => {
    if (kept === 'one' || animations === false) return undefined;
    const header = checkedHeader(bytes, { ...limits, maxFrames: Number.POSITIVE_INFINITY });
    if (header.frames === 1) return undefined;
    return normaliseFrames(bytes, {
      ...{ header, kept, judge, signal },
      limits: { ...DEFAULT_ANIMATION_LIMITS, ...animations },
      maxPixels: limits.maxPixels,
      read: readFrames,
    });
  };

  return {
    async normalise(image, { signal, opaque = false, frames = 'one' }) {
      signal.throwIfAborted();
      const animated = await asAnimation(openUnscreened(image), opaque ? 'one' : frames, signal);
      if (animated) return animated;
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
