import type { NormalisedImage } from '@shoji/core';
import { openJudged } from '@shoji/core/unseal';
import { type RgbPixels, toPixels } from './rgb.ts';
import { sharp } from './sharp.ts';

/** The judged image averaged to a few pixels: enough to compare images, too few to recognise one. */
export function shrink(image: NormalisedImage, width: number, height: number): Promise<RgbPixels> {
  return toPixels(sharp(openJudged(image).bytes).resize(width, height, { fit: 'fill' }));
}
