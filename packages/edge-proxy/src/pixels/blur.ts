import type { EncodedImage } from '@shoji/core';
import { encodeJpeg } from './encode.ts';
import { fromPixels, toPixels } from './rgb.ts';
import { sharp } from './sharp.ts';

/** Cells along the short side that survive: enough for the mood of the colours, too few for a shape. */
const CELLS = 4;

/** Pixels that each cell is enlarged to before the cells are smoothed into each other. */
const PIXELS_PER_CELL = 16;

/**
 * A JPEG of the same size in which nothing can be recognised: the picture is averaged down to a few cells,
 * which are smoothed and enlarged. What the averaging dropped is in no byte of the answer, so nothing brings it back.
 */
export async function blurImage({ bytes, width, height }: EncodedImage): Promise<EncodedImage> {
  const scale = CELLS / Math.min(width, height);
  const columns = Math.max(1, Math.round(width * scale));
  const rows = Math.max(1, Math.round(height * scale));
  const cells = await toPixels(sharp(bytes).resize(columns, rows, { fit: 'fill' }));
  const smooth = await toPixels(
    fromPixels(cells)
      .resize(columns * PIXELS_PER_CELL, rows * PIXELS_PER_CELL, { fit: 'fill', kernel: 'cubic' })
      .blur(PIXELS_PER_CELL * 0.6),
  );
  return encodeJpeg(fromPixels(smooth).resize(width, height, { fit: 'fill', kernel: 'cubic' }), 70);
}
