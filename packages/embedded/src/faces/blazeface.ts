import { CheckError } from '@shoji/core';
import { loadOnnxModel, type OnnxModel } from '../onnx-runtime.ts';
import { readShipped } from '../shipped-files.ts';
import type { Scale } from './planes.ts';

/** A face in a picture. Units are pixels of the picture. */
export interface Face {
  /** The detector's confidence, 0–1. */
  readonly score: number;
  /** The centre. */
  readonly x: number;
  readonly y: number;
  /** Side of the square from the eyebrows to the chin. */
  readonly side: number;
  /** Radians by which the line of the eyes is turned, clockwise. */
  readonly turn: number;
}

/** The values that the model was trained on. */
export const BLAZEFACE_SCALE: Scale = { mean: [127.5, 127.5, 127.5], divisor: 127.5 };

/** Sides of the input are multiples of this, because the model halves it five times. */
export const BLAZEFACE_STEP = 32;

/**
 * The two maps of the model: pixels of the input for each cell, and faces that each cell can report. A cell's values for
 * a face are its centre, width, height and six points, all in pixels of the input and relative to the cell's centre.
 */
const MAPS = [
  { stride: 16, faces: 2 },
  { stride: 32, faces: 6 },
] as const;
const VALUES = 16;
/** Places of the points in a face's values: the eye to the left in the picture, and the one to the right. */
const [LEFT_EYE, RIGHT_EYE] = [4, 6];

export interface Planes {
  readonly data: Float32Array;
  readonly width: number;
  readonly height: number;
}

/** Finds faces in one look. A face may be found several times. */
export type BlazeFace = (planes: Planes, minScore: number) => Promise<Face[]>;

/**
 * Loads BlazeFace, the variant for the back camera, which is trained on pictures of 256 × 256 pixels with faces from about
 * a twentieth of the side. As it is made of convolutions only, it reads pictures of any size.
 * @throws CheckError `unavailable` when the file is missing or damaged, or ONNX Runtime cannot be loaded.
 */
export async function loadBlazeFace(): Promise<BlazeFace> {
  const model = await loadOnnxModel(await readShipped('faceDetector'));
  return (planes, minScore) => look(model, planes, minScore);
}

/** One look by a model that is loaded. @throws CheckError `invalid-answer` when the answer is not that of BlazeFace. */
export async function look(
  model: Pick<OnnxModel, 'inputNames' | 'run'>,
  { data, width, height }: Planes,
  minScore: number,
): Promise<Face[]> {
  const [input = ''] = model.inputNames;
  const outputs = Object.values(await model.run({ [input]: { data, shape: [1, 3, height, width] } }));
  return MAPS.flatMap(({ stride, faces }) => {
    const [columns, rows] = [width / stride, height / stride];
    // Outputs are told apart by their length: a score has one value and a face sixteen.
    const scores = outputs.filter(({ length }) => length === faces * columns * rows);
    const values = outputs.filter(({ length }) => length === VALUES * faces * columns * rows);
    return readMap(one(scores), one(values), { stride, columns, rows }, minScore);
  });
}

function one(outputs: Float32Array[]): Float32Array {
  const [output, ...rest] = outputs;
  if (output === undefined || rest.length > 0 || !output.every(Number.isFinite))
    throw new CheckError(
      'invalid-answer',
      'The embedded face detector must answer a number for each place where a face can be.',
    );
  return output;
}

function readMap(
  scores: Float32Array,
  values: Float32Array,
  { stride, columns, rows }: { stride: number; columns: number; rows: number },
  minScore: number,
): Face[] {
  const found: Face[] = [];
  const area = columns * rows;
  // The score is the sigmoid; comparing before it saves the exponential of every cell.
  const least = Math.log(minScore / (1 - minScore));
  for (const [at, logit] of scores.entries()) {
    if (logit < least) continue;
    const [slot, cell] = [Math.floor(at / area), at % area];
    const value = (place: number) => values[(slot * VALUES + place) * area + cell] ?? 0;
    const left = ((cell % columns) + 0.5) * stride;
    const top = (Math.floor(cell / columns) + 0.5) * stride;
    found.push({
      score: 1 / (1 + Math.exp(-logit)),
      x: left + value(0),
      y: top + value(1),
      side: Math.max(value(2), value(3)),
      turn: Math.atan2(value(RIGHT_EYE + 1) - value(LEFT_EYE + 1), value(RIGHT_EYE) - value(LEFT_EYE)),
    });
  }
  return found.filter(({ side }) => side > 0);
}
