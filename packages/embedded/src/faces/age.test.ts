import { describe, expect, it } from 'vitest';
import { guessAge, loadAgeModel } from './age.ts';
import type { Face } from './blazeface.ts';

const SIDE = 112;

function picture(value: (x: number, y: number, channel: number) => number, pad = 0) {
  const side = SIDE + 2 * pad;
  const data = Uint8Array.from({ length: side * side * 3 }, (_, at) => {
    const pixel = Math.floor(at / 3);
    return value((pixel % side) - pad, Math.floor(pixel / side) - pad, at % 3);
  });
  return { width: side, height: side, data };
}

/** The face whose crop is `side` pixels around the point. */
const cropped = (centre: number, side: number): Face => ({ score: 1, x: centre, y: centre, side, turn: 0 });
const WHOLE = { size: 1, up: 0 };

describe('the converted age model', () => {
  // Expected values: face-api 1.7.15 for the same pixels, run on TensorFlow.js in JavaScript.
  it.each<[string, (x: number, y: number, channel: number) => number, number]>([
    ['a pattern', (x, y, channel) => ((((y * 7 + x * 3 + channel * 5) * 31) % 251) + 251) % 251, 57.859],
    ['a ramp', (x, y, channel) => ([x * 2, y * 2, x + y][channel] ?? 0) % 256, 9.0691],
  ])('gives the age of the original for %s', async (_, value, expected) => {
    const guess = await loadAgeModel();
    // One pixel around it, so that each pixel of the crop has neighbours.
    const pixels = picture(value, 1);
    expect(await guess(pixels, cropped(SIDE / 2 + 1, SIDE), WHOLE)).toBeCloseTo(expected, 2);
  });
});

describe('guessAge', () => {
  const face = cropped(60, 60);
  const answering = (outputs: Record<string, Float32Array>) =>
    guessAge(
      { inputNames: ['face'], run: async () => outputs },
      picture(() => 0),
      face,
    );

  it('reads the one number of the answer', async () => {
    expect(await answering({ age: Float32Array.of(31) })).toBe(31);
  });

  it.each<[string, Record<string, Float32Array>]>([
    ['not a number', { age: Float32Array.of(NaN) }],
    ['infinite', { age: Float32Array.of(Infinity) }],
    ['two numbers', { age: Float32Array.of(31, 0.5) }],
    ['two outputs', { age: Float32Array.of(31), more: Float32Array.of(1) }],
    ['nothing', {}],
  ])('refuses an answer that is %s', async (_, outputs) => {
    await expect(answering(outputs)).rejects.toMatchObject({ name: 'CheckError', failure: 'invalid-answer' });
  });
});
