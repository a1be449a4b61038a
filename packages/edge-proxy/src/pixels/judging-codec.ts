import { DEFAULT_IMAGE_LIMITS, type ImageCodec, type ImageLimits, NormalisedImage } from '@shoji/core';
import { openShown, openUnscreened } from '@shoji/core/unseal';
import { blurImage } from './blur.ts';
import { decodeUntrusted } from './decode.ts';
import { DEFAULT_JUDGE_SIZE, encodeJudged } from './judged.ts';

/**
 * A codec for judging pictures that nobody is shown at full size: what it keeps is the picture at the judge's size.
 * It saves the full-size encoding, which costs more than everything else about a large picture.
 */
export function judgingCodec(limits: ImageLimits = DEFAULT_IMAGE_LIMITS): ImageCodec {
  return {
    async normalise(image, { signal }) {
      signal.throwIfAborted();
      const { pixels } = await decodeUntrusted(openUnscreened(image), limits);
      signal.throwIfAborted();
      const judged = await encodeJudged(pixels, DEFAULT_JUDGE_SIZE);
      return new NormalisedImage(judged, judged);
    },
    blur: (image) => blurImage(openShown(image)),
  };
}
