import type { EncodedImage } from '@shoji/core';
import { toPixels } from '../rgb.ts';
import { sharp } from '../sharp.ts';
import { PLANE_SIDE, type Plane, planeOf } from './perceptual-hash.ts';

/** The plane of a picture that this program encoded. */
export async function planeOfPicture({ bytes, width, height }: EncodedImage): Promise<Plane> {
  const opened = sharp(bytes, { limitInputPixels: width * height, failOn: 'error' });
  return planeOf(await toPixels(opened.resize(PLANE_SIDE, PLANE_SIDE, { fit: 'fill' })));
}
