import { expect, it } from 'vitest';
import { planesOf, squareOf } from './planes.ts';

const BYTES = { mean: [0, 0, 0], divisor: 1 } as const;
/** Each pixel has its column as red, its row as green, and 7 as blue. */
const ramp = (width: number, height: number) => ({
  width,
  height,
  data: Uint8Array.from({ length: width * height * 3 }, (_, at) => {
    const pixel = Math.floor(at / 3);
    return [pixel % width, Math.floor(pixel / width), 7][at % 3] ?? 0;
  }),
});

it('lays out three planes, with nothing right of and below the picture', () => {
  const planes = planesOf(ramp(2, 2), 3, 4, { mean: [1, 0, 3], divisor: 2 });
  expect(Array.from(planes)).toEqual([
    ...[-0.5, 0, 0, -0.5, 0, 0, 0, 0, 0, 0, 0, 0],
    ...[0, 0, 0, 0.5, 0.5, 0, 0, 0, 0, 0, 0, 0],
    ...[2, 2, 0, 2, 2, 0, 0, 0, 0, 0, 0, 0],
  ]);
});

it('cuts out a square', () => {
  const planes = squareOf(ramp(20, 20), { x: 6, y: 11, side: 2, turn: 0 }, 2, BYTES);
  expect(Array.from(planes)).toEqual([5, 6, 5, 6, 10, 10, 11, 11, 7, 7, 7, 7]);
});

it('turns the square upright', () => {
  const planes = squareOf(ramp(20, 20), { x: 6, y: 11, side: 2, turn: Math.PI / 2 }, 2, BYTES);
  const expected = [6, 6, 5, 5, 10, 11, 10, 11, 7, 7, 7, 7];
  for (const [at, value] of expected.entries()) expect(planes[at]).toBeCloseTo(value);
});

it('averages where it scales down, and interpolates where it scales up', () => {
  const down = squareOf(ramp(20, 20), { x: 6, y: 12, side: 4, turn: 0 }, 2, BYTES);
  expect(Array.from(down.slice(0, 4))).toEqual([4.5, 6.5, 4.5, 6.5]);
  const up = squareOf(ramp(20, 20), { x: 6, y: 12, side: 2, turn: 0 }, 4, BYTES);
  expect(Array.from(up.slice(0, 4))).toEqual([4.75, 5.25, 5.75, 6.25]);
});

it('is black outside of the picture', () => {
  const scale = { mean: [100, 100, 100], divisor: 100 } as const;
  const planes = squareOf(ramp(4, 4), { x: -50, y: 2, side: 8, turn: 0.3 }, 4, scale);
  for (const value of planes) expect(value).toBeCloseTo(-1);
});
