import type { EncodedImage } from '@shoji/core';
import { encodePng } from './encode.ts';
import { sharp } from './sharp.ts';

/**
 * Renders an SVG that this program composed. Never hand it markup from outside: SVG can name other files.
 * Text needs fonts of the machine, so draw letters as paths.
 */
export function rasterise(svg: string, width: number, height: number): Promise<EncodedImage> {
  return encodePng(
    sharp(Buffer.from(svg), { limitInputPixels: width * height })
      .resize(width, height, { fit: 'fill' })
      .flatten({ background: '#ffffff' }),
  );
}
