import { CheckError } from '@shoji/core';
import type { RgbPixels } from '@shoji/pixels';
import { loadOnnxModel, type OnnxModel } from '../onnx-runtime.ts';
import { readShipped } from '../shipped-files.ts';
import type { Face } from './blazeface.ts';
import { type Scale, squareOf } from './planes.ts';

/** Side of the model's square input, in pixels. */
const SIDE = 112;
/** The values that the model was trained on: the mean colour of faces. */
const SCALE: Scale = { mean: [122.782, 117.001, 104.298], divisor: 255 };
/** The crop, in sides of the detected square: how large it is, and how far its centre is above that of the square. */
export const CROP = { size: 1.1, up: 0.05 };

/** Guesses the age of a face, in years. */
export type AgeModel = (pixels: RgbPixels, face: Face, crop?: typeof CROP) => Promise<number>;

/**
 * Loads the age model of face-api.
 * @throws CheckError `unavailable` when the file is missing or damaged, or ONNX Runtime cannot be loaded.
 */
export async function loadAgeModel(): Promise<AgeModel> {
  const model = await loadOnnxModel(await readShipped('faceAge'));
  return (pixels, face, crop) => guessAge(model, pixels, face, crop);
}

/** The age by a model that is loaded. @throws CheckError `invalid-answer` when it is no number. */
export async function guessAge(
  model: Pick<OnnxModel, 'inputNames' | 'run'>,
  pixels: RgbPixels,
  face: Face,
  { size, up }: typeof CROP = CROP,
): Promise<number> {
  const { x, y, turn } = face;
  const side = face.side * size;
  // Up is where the forehead is, also in a face that is turned.
  const centre = { x: x + Math.sin(turn) * face.side * up, y: y - Math.cos(turn) * face.side * up };
  const data = squareOf(pixels, { ...centre, side, turn }, SIDE, SCALE);
  const [input = ''] = model.inputNames;
  const [output, ...rest] = Object.values(await model.run({ [input]: { data, shape: [1, 3, SIDE, SIDE] } }));
  const [age = NaN] = output?.length === 1 && rest.length === 0 ? output : [];
  if (!Number.isFinite(age))
    throw new CheckError('invalid-answer', 'The embedded age model must answer one number.');
  return age;
}
