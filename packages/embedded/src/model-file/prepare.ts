import { CheckError } from '@shoji/core';
import { type RgbPixels, type Scaling, scaleRgb } from '@shoji/pixels';
import type { OnnxInput } from '../onnx-runtime.ts';
import type { WholeRecipe } from './recipe.ts';

/** Crops of one picture; a longer one is refused, because a part of it would be unseen. */
const MOST_CROPS = 8;

/** The inputs that show all of a picture: one, or a few crops of it. */
export async function inputsOf(pixels: RgbPixels, recipe: WholeRecipe): Promise<OnnxInput[]> {
  const { size, fit, filter } = recipe;
  const { width, height } = typeof size === 'number' ? { width: size, height: size } : size;
  const scaling = { width, height, filter, fit: fit === 'pad' ? fit : ('stretch' as const) };
  const parts = fit === 'crops' ? cropsOf(pixels, width / height) : [undefined];
  const views = parts.map((part): Scaling => ({ ...scaling, ...(part && { part }) }));
  return Promise.all(views.map(async (view) => tensorOf(await scaleRgb(pixels, view), recipe)));
}

/** Parts of the proportion `ratio` along the longer side, evenly spaced, that cover the picture. */
function cropsOf({ width, height }: RgbPixels, ratio: number): NonNullable<Scaling['part']>[] {
  const wide = width >= height * ratio;
  const crop = wide
    ? { width: Math.max(1, Math.round(height * ratio)), height }
    : { width, height: Math.max(1, Math.round(width / ratio)) };
  const rest = wide ? width - crop.width : height - crop.height;
  const count = 1 + Math.ceil(Math.max(0, rest) / (wide ? crop.width : crop.height));
  if (count > MOST_CROPS) {
    throw new CheckError(
      'invalid-input',
      `a picture of ${width}×${height} px needs more than ${MOST_CROPS} crops`,
    );
  }
  return Array.from({ length: count }, (_, index) => {
    const at = count === 1 ? 0 : Math.round((rest * index) / (count - 1));
    return { ...crop, left: wide ? at : 0, top: wide ? 0 : at };
  });
}

/** The pixels as the model reads them. */
function tensorOf({ data, width, height }: RgbPixels, recipe: WholeRecipe): OnnxInput {
  const { mean, std, colours, layout } = recipe;
  const plane = width * height;
  const values = new Float32Array(3 * plane);
  for (const channel of [0, 1, 2] as const) {
    const place = colours === 'rgb' ? channel : 2 - channel;
    for (let pixel = 0; pixel < plane; pixel += 1) {
      const value = ((data[3 * pixel + channel] ?? 0) / 255 - mean[channel]) / std[channel];
      values[layout === 'nchw' ? place * plane + pixel : 3 * pixel + place] = value;
    }
  }
  return { data: values, shape: layout === 'nchw' ? [1, 3, height, width] : [1, height, width, 3] };
}
