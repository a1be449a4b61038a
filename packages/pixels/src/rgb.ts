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

/** How pixels are scaled for a model. */
export interface Scaling {
  /** The size of the result. */
  readonly width: number;
  readonly height: number;
  /** `stretch` changes the proportions; `pad` keeps them and leaves black at the right or the bottom. */
  readonly fit: 'stretch' | 'pad';
  /** Smoothed for the factor of the scaling, as in Pillow and torchvision. */
  readonly filter: 'linear' | 'cubic';
  /** The part of the picture; all of it when left out. */
  readonly part?: {
    readonly left: number;
    readonly top: number;
    readonly width: number;
    readonly height: number;
  };
}

/** Pixels in another size, or a part of them. */
export function scaleRgb(
  pixels: RgbPixels,
  { width, height, fit, filter, part }: Scaling,
): Promise<RgbPixels> {
  const whole = fromPixels(pixels);
  const cut = part ? whole.extract({ ...part }) : whole;
  return toPixels(
    cut.resize(width, height, {
      kernel: filter,
      background: '#000000',
      ...(fit === 'pad' ? { fit: 'contain', position: 'left top' } : { fit: 'fill' }),
    }),
  );
}
