import type { EncodedImage } from '@shoji/core';
import { encodePng } from './encode.ts';
import { fromPixels, type RgbPixels, toPixels } from './rgb.ts';
import { sharp } from './sharp.ts';

/**
 * Renders an SVG that this program composed. Never pass markup from outside: SVG can reference other files.
 * Text would need fonts of the machine, so draw letters as paths.
 */
export function rasterise(svg: string, width: number, height: number): Promise<RgbPixels> {
  return toPixels(
    sharp(Buffer.from(svg)).resize(width, height, { fit: 'fill' }).flatten({ background: '#ffffff' }),
  );
}

/** A PNG of pixels, enlarged without smoothing to the requested size, under an SVG that this program composed. */
export function encodeUnder(
  overlay: string,
  pixels: RgbPixels,
  width: number,
  height: number,
): Promise<EncodedImage> {
  const enlarged = fromPixels(pixels).resize(width, height, { fit: 'fill', kernel: 'nearest' });
  return encodePng(enlarged.composite([{ input: Buffer.from(overlay) }]));
}
