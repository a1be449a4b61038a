import type { EncodedImage, NormalisedImage } from '@shoji/core';
import { openShown } from '@shoji/core/unseal';
import { blurImage } from './blur.ts';
import { encodeJpeg } from './encode.ts';
import { sharp } from './sharp.ts';

/** A small copy for a curator, and the cover that hides it until it is uncovered. */
export interface Thumbnail {
  readonly uncovered: EncodedImage;
  /** The same size, in which nothing can be recognised. */
  readonly cover: EncodedImage;
}

/**
 * Scales an image down to fit a square. It returns pixels that no decision released: only for a curator's own report.
 * @param side Longest side in pixels; smaller images keep their size.
 */
export async function thumbnail(image: NormalisedImage, side: number): Promise<Thumbnail> {
  const { bytes } = openShown(image);
  const small = sharp(bytes).resize(side, side, { fit: 'inside', withoutEnlargement: true });
  const uncovered = await encodeJpeg(small, 70);
  return { uncovered, cover: await blurImage(uncovered) };
}
