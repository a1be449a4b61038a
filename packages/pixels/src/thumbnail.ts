import type { EncodedImage, NormalisedImage } from '@shoji/core';
import { openShown } from '@shoji/core/unseal';
import { blurImage } from './blur.ts';
import { encodeJpeg } from './encode.ts';
import { sharp } from './sharp.ts';

/** A small copy for a curator who decides about the file itself, and the cover that hides it until it is asked for. */
export interface Thumbnail {
  readonly uncovered: EncodedImage;
  /** The same size, in which nothing can be recognised. */
  readonly cover: EncodedImage;
}

/**
 * Scales a picture down to fit a square.
 * Its caller shows pixels that no decision released, so it belongs in a curator's own report and nowhere else.
 * @param side Longest side in pixels; smaller pictures stay as they are.
 */
export async function thumbnail(image: NormalisedImage, side: number): Promise<Thumbnail> {
  const { bytes } = openShown(image);
  const small = sharp(bytes).resize(side, side, { fit: 'inside', withoutEnlargement: true });
  const uncovered = await encodeJpeg(small, 70);
  return { uncovered, cover: await blurImage(uncovered) };
}
