import { describe, expect, it } from 'vitest';
import { resizeBilinear } from './resize.ts';

const pixels = (width: number, height: number, ...values: number[]) => ({
  width,
  height,
  data: Uint8Array.from(values.flatMap((value) => [value, 0, 255])),
});

describe('resizeBilinear', () => {
  it('keeps the corner pixels and interpolates between them', () => {
    const [red, green, blue] = [0, 1, 2].map((plane) =>
      [...resizeBilinear(pixels(2, 2, 0, 102, 51, 153), 3)].slice(plane * 9, plane * 9 + 9),
    );
    const expected = [0, 0.2, 0.4, 0.1, 0.3, 0.5, 0.2, 0.4, 0.6];
    expect(red?.map((value) => Number(value.toFixed(6)))).toEqual(expected);
    expect(new Set(green)).toEqual(new Set([0]));
    expect(new Set(blue)).toEqual(new Set([1]));
  });

  it('does not average when it scales down', () => {
    const [first, last] = [...resizeBilinear(pixels(4, 1, 0, 255, 255, 255), 2)];
    expect([first, last]).toEqual([0, 1]);
  });

  it('copies a picture of the right size', () => {
    expect([...resizeBilinear(pixels(2, 2, 51, 102, 153, 204), 2)].slice(0, 4)).toEqual(
      [51, 102, 153, 204].map((value) => Math.fround(value / 255)),
    );
  });
});
