import { coverOf, type EncodedImage } from '@shoji/core';
import { encodeJpeg } from './encode.ts';
import { fromPixels, toPixels } from './rgb.ts';
import { sharp } from './sharp.ts';

/** Side of the square that a picture of any shape is averaged to before its four quarters are. */
const SAMPLE_SIDE = 32;

/**
 * A JPEG of the same size in which nothing can be recognised: what {@link coverOf} leaves of the picture, enlarged.
 * What it dropped is in no byte of the answer.
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
