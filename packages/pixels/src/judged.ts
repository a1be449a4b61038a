import type { EncodedImage } from '@shoji/core';
import { encodeJpeg } from './encode.ts';
import { fromPixels, type RgbPixels } from './rgb.ts';

/** The size and quality of the image that checks receive. */
export interface JudgeSize {
  /** Images are scaled down to this short side in pixels, never up. */
  readonly shortSide: number;
  /** JPEG quality, 1–100. */
  readonly quality: number;
}

/**
 * A smaller size changes the embedded moderator's scores, and a larger one does not improve them (see README.md in this
 * folder).
 */
export const DEFAULT_JUDGE_SIZE: JudgeSize = { shortSide: 768, quality: 85 };

/** Sides and bytes that Rekognition's DetectModerationLabels accepts. */
const SERVICE = { minSide: 80, maxSide: 10_000, maxBytes: 5_242_880 };

/** Tried in turn until the service takes the bytes. */
const FALLBACK_QUALITIES = [75, 50, 25];

/**
 * Sides of the scaled image, and of the canvas on which it is centred when it would be too small for the service.
 * The short side decides, so that a panorama of many images does not shrink each of them to a blot.
 */
export function judgedSize(
  { width, height }: { width: number; height: number },
  shortSide: number,
): { inner: { width: number; height: number }; canvas: { width: number; height: number } } {
  const short = Math.min(width, height);
  const wanted = Math.max(Math.min(shortSide, short), SERVICE.minSide);
  const scale = Math.min(wanted / short, SERVICE.maxSide / Math.max(width, height));
  const inner = {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  };
  const canvas = {
    width: Math.max(SERVICE.minSide, inner.width),
    height: Math.max(SERVICE.minSide, inner.height),
  };
  return { inner, canvas };
}

/** Whether an image can be judged unchanged. */
export function isJudgeable(image: EncodedImage, size: JudgeSize): boolean {
  const { inner, canvas } = judgedSize(image, size.shortSide);
  const unscaled = inner.width === image.width && inner.height === image.height;
  const unpadded = canvas.width === image.width && canvas.height === image.height;
  return unscaled && unpadded && image.bytes.length <= SERVICE.maxBytes;
}

/** The same pixels as a JPEG that every check accepts. */
export async function encodeJudged(pixels: RgbPixels, size: JudgeSize): Promise<EncodedImage> {
  const { inner, canvas } = judgedSize(pixels, size.shortSide);
  const left = Math.floor((canvas.width - inner.width) / 2);
  const top = Math.floor((canvas.height - inner.height) / 2);
  const pipeline = fromPixels(pixels)
    .resize(inner.width, inner.height, { fit: 'fill' })
    .extend({
      left,
      top,
      right: canvas.width - inner.width - left,
      bottom: canvas.height - inner.height - top,
      background: '#808080',
    });
  let encoded = await encodeJpeg(pipeline.clone(), size.quality);
  for (const quality of FALLBACK_QUALITIES) {
    if (encoded.bytes.length <= SERVICE.maxBytes) break;
    encoded = await encodeJpeg(pipeline.clone(), Math.min(quality, size.quality));
  }
  return encoded;
}
