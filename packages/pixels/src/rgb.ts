import type { Sharp } from 'sharp';
import { sharp } from './sharp.ts';

/** Decoded pixels: rows from the top, three bytes a pixel (sRGB), no padding between rows. */
export interface RgbPixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** A sharp pipeline that starts from decoded pixels and so carries no metadata. */
export function fromPixels({ data, width, height }: RgbPixels): Sharp {
  return sharp(data, { raw: { width, height, channels: 3 } });
}

/** The pixels at a pipeline's end, always in sRGB. The pipeline must be opaque. */
export async function toPixels(pipeline: Sharp): Promise<RgbPixels> {
  const { data, info } = await pipeline.toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}
