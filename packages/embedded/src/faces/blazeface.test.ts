import { CheckError } from '@shoji/core';
import { describe, expect, it } from 'vitest';
import { loadOnnxModel } from '../onnx-runtime.ts';
import { readShipped } from '../shipped-files.ts';
import { BLAZEFACE_SCALE, look } from './blazeface.ts';
import { planesOf } from './planes.ts';

const SIDE = 256;

/** The picture of which TensorFlow.js computed the expected values: rows, columns and channels all count. */
function pattern(side: number) {
  const data = Uint8Array.from({ length: side * side * 3 }, (_, at) => {
    const [pixel, channel] = [Math.floor(at / 3), at % 3];
    return ((Math.floor(pixel / side) * 7 + (pixel % side) * 3 + channel * 5) * 31) % 251;
  });
  return planesOf({ width: side, height: side, data }, side, side, BLAZEFACE_SCALE);
}

/** The map of one kind: `faces` × 16 values, or × 1 score, for each of `cells` cells. */
const CELLS = { fine: 16 * 16, coarse: 8 * 8 };

describe('the converted BlazeFace', () => {
  // Expected values: the graph of @vladmandic/human 3.3.6 for the same pixels, run on TensorFlow.js 4.22 in JavaScript.
  it('gives the values of the original', async () => {
    const model = await loadOnnxModel(await readShipped('faceDetector'));
    const [input = ''] = model.inputNames;
    const outputs = Object.values(
      await model.run({ [input]: { data: pattern(SIDE), shape: [1, 3, SIDE, SIDE] } }),
    );
    const map = (values: number) => outputs.find(({ length }) => length === values) ?? new Float32Array();
    const [fineScores, coarseScores] = [map(2 * CELLS.fine), map(6 * CELLS.coarse)];
    const [fine, coarse] = [map(32 * CELLS.fine), map(96 * CELLS.coarse)];
    // TensorFlow lists cell by cell and in each its faces; ONNX has a plane of cells for each value.
    expect(fineScores[0]).toBeCloseTo(-2.88455, 3);
    expect(fineScores[50]).toBeCloseTo(-19.49908, 3);
    expect(coarseScores[2 * CELLS.coarse + 33]).toBeCloseTo(-13.14861, 3);
    expect(coarseScores[5 * CELLS.coarse + 63]).toBeCloseTo(-16.61894, 3);
    const fineValues = [0, 1, 2, 4, 6].map((value) => fine[value * CELLS.fine + 50]);
    for (const [at, expected] of [0.87319, -1.52601, 30.52176, -1.64764, 6.31319].entries())
      expect(fineValues[at]).toBeCloseTo(expected, 3);
    const coarseValues = [0, 1, 2, 4, 6].map((value) => coarse[(2 * 16 + value) * CELLS.coarse + 33]);
    for (const [at, expected] of [7.02078, 7.34164, 117.06957, -15.84828, 22.29303].entries())
      expect(coarseValues[at]).toBeCloseTo(expected, 3);
  });
});

/** The answer of a model with one face, in the cell to the right and below of the first, for an input of 64 × 32. */
function answer() {
  const [fineCells, coarseCells] = [4 * 2, 2];
  const outputs = {
    fineScores: new Float32Array(2 * fineCells).fill(-9),
    fine: new Float32Array(2 * 16 * fineCells),
    coarse: new Float32Array(6 * 16 * coarseCells),
    coarseScores: new Float32Array(6 * coarseCells).fill(-9),
  };
  const cell = 4 + 1;
  outputs.fineScores[fineCells + cell] = 2;
  const values = [2, -1, 20, 24, -5, -3, 5, 7];
  for (const [at, value] of values.entries()) outputs.fine[(16 + at) * fineCells + cell] = value;
  return outputs;
}

const asked = (outputs: Record<string, Float32Array>) =>
  look(
    { inputNames: ['input'], run: async () => outputs },
    { data: new Float32Array(3 * 64 * 32), width: 64, height: 32 },
    0.5,
  );

describe('look', () => {
  it('reads a face from its cell', async () => {
    const [face, ...others] = await asked(answer());
    expect(others).toEqual([]);
    expect(face).toMatchObject({ x: 24 + 2, y: 24 - 1, side: 24 });
    expect(face?.score).toBeCloseTo(0.8808, 4);
    expect(face?.turn).toBeCloseTo(Math.PI / 4);
  });

  it('leaves out faces below the score, and faces without a size', async () => {
    const { fineScores, ...rest } = answer();
    expect(await asked({ ...rest, fineScores: fineScores.fill(-0.1) })).toEqual([]);
    expect(await asked({ ...answer(), fine: new Float32Array(2 * 16 * 8) })).toEqual([]);
  });

  it.each<[string, (outputs: ReturnType<typeof answer>) => Record<string, Float32Array>]>([
    ['not a number', (outputs) => ({ ...outputs, fineScores: outputs.fineScores.fill(NaN) })],
    ['infinite', (outputs) => ({ ...outputs, coarse: outputs.coarse.fill(Infinity) })],
    ['missing', ({ coarse: _, ...outputs }) => outputs],
    ['of another shape', (outputs) => ({ ...outputs, fine: new Float32Array(3) })],
    ['there twice', (outputs) => ({ ...outputs, more: outputs.fineScores })],
    ['empty', () => ({})],
  ])('refuses an answer that is %s', async (_, change) => {
    await expect(asked(change(answer()))).rejects.toThrow(CheckError);
    await expect(asked(change(answer()))).rejects.toMatchObject({ failure: 'invalid-answer' });
  });
});
