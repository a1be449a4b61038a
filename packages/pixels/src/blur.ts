import type { EncodedImage } from '@shoji/core';
import { coverOf } from '@shoji/core/image';
import { encodeJpeg } from './encode.ts';
import { fromPixels, toPixels } from './rgb.ts';
import { sharp } from './sharp.ts';

/** Side of the square to which an image of any shape is averaged before its four quarters are averaged. */
const SAMPLE_SIDE = 32;

/**
 * A JPEG of the same size in which nothing can be recognised: the enlarged result of {@link coverOf}. No byte of it
 * depends on the discarded details.
 */
export async function blurImage({ bytes, width, height }: EncodedImage): Promise<EncodedImage> {
  const sample = await toPixels(
    sharp(bytes).flatten({ background: '#ffffff' }).resize(SAMPLE_SIDE, SAMPLE_SIDE, { fit: 'fill' }),
  );
  const cover = coverOf({ ...sample, channels: 3 });
  return encodeJpeg(
    fromPixels({ ...cover, data: new Uint8Array(cover.data.buffer) }).resize(width, height, {
      fit: 'fill',
      kernel: 'cubic',
    }),
    70,
  );
}
