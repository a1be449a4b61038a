import type { EncodedImage } from '@shoji/core';
import { encodeUnder, rasterise } from '@shoji/pixels';
import { grain } from './paint/grain.ts';
import { warp } from './paint/warp.ts';
import { type Composition, compose, composeLabel } from './scene/compose.ts';

/** Composes and renders a picture as PNG, with the label of a sample. */
export async function renderSample(composition: Composition): Promise<EncodedImage> {
  const { width, height, seed } = composition;
  const { svg, pixelSize, strays, caption } = compose(composition, await grain());
  const drawn = await rasterise(svg, Math.ceil(width / pixelSize), Math.ceil(height / pixelSize));
  const painted = strays === 0 ? drawn : warp(drawn, strays, seed);
  // The label comes last: no style may make it unreadable.
  return encodeUnder(composeLabel(width, height, caption), painted, width, height);
}
