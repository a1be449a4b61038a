import type { EncodedImage } from '@shoji/core';
import { encodePng } from './encode.ts';
import { fromPixels, toPixels } from './rgb.ts';
import { sharp } from './sharp.ts';

export interface RasteriseOptions {
  /** Side of the squares of one colour that the picture is made of; 1 when left out. */
  readonly pixelSize?: number;
  /** A second SVG of the same size, laid over the finished picture. */
  readonly overlay?: string;
}

/**
 * Renders an SVG that this program composed, to PNG. Never hand it markup from outside: SVG can name other files.
 * Text needs fonts of the machine, so draw letters as paths.
 */
export async function rasterise(
  svg: string,
  width: number,
  height: number,
  { pixelSize = 1, overlay }: RasteriseOptions = {},
): Promise<EncodedImage> {
  const drawn = sharp(Buffer.from(svg)).resize(Math.ceil(width / pixelSize), Math.ceil(height / pixelSize), {
    fit: 'fill',
  });
  const pixels = await toPixels(drawn.flatten({ background: '#ffffff' }));
  const finished = fromPixels(pixels).resize(width, height, { fit: 'fill', kernel: 'nearest' });
  return encodePng(overlay === undefined ? finished : finished.composite([{ input: Buffer.from(overlay) }]));
}
