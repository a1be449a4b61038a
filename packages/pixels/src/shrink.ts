import type { NormalisedImage } from '@shoji/core';
import { openJudged } from '@shoji/core/unseal';
import { type RgbPixels, toPixels } from './rgb.ts';
import { sharp } from './sharp.ts';

/** The judged picture averaged down to a few pixels, whatever its shape: enough to compare pictures, not to see one. */
export function shrink(image: NormalisedImage, width: number, height: number): Promise<RgbPixels> {
  return toPixels(sharp(openJudged(image).bytes).resize(width, height, { fit: 'fill' }));
}
