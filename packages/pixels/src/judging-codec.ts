import { type ImageCodec, NormalisedImage } from '@shoji/core';
import { DEFAULT_IMAGE_LIMITS, type ImageLimits } from '@shoji/core/image';
import { openShown, openUnscreened } from '@shoji/core/unseal';
import { blurImage } from './blur.ts';
import { decodeWhole } from './decode.ts';
import { DEFAULT_JUDGE_SIZE, encodeJudged } from './judged.ts';
import { encodeViews } from './transparent.ts';

/**
 * A codec for images that are judged and never shown at full size: it keeps the image at the checks' size. A transparent
 * image is judged over several backgrounds and in its own colours, hidden ones included: programs that read data sets
 * often drop the transparency. It saves the full-size encoding, the most expensive step for a large image.
 */
export function judgingCodec(limits: ImageLimits = DEFAULT_IMAGE_LIMITS): ImageCodec {
  return {
    async normalise(image, { signal }) {
      signal.throwIfAborted();
      const { decoded } = await decodeWhole(openUnscreened(image), limits);
      signal.throwIfAborted();
      const [judged, ...further] =
        'transparent' in decoded
          ? await encodeViews(decoded.transparent, DEFAULT_JUDGE_SIZE)
          : ([await encodeJudged(decoded.opaque, DEFAULT_JUDGE_SIZE)] as const);
      return new NormalisedImage(judged, judged, further);
    },
    blur: (image) => blurImage(openShown(image)),
  };
}
