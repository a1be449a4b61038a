import { NormalisedImage } from '@shoji/core';
import { expect, it } from 'vitest';
import { encodeRgb } from './encode.ts';
import { shrink } from './shrink.ts';

/** Red on the left half and blue on the right one. */
async function halves(width: number, height: number) {
  const data = Uint8Array.from({ length: width * height * 3 }, (_, at) =>
    at % 3 === (Math.floor(at / 3) % width < width / 2 ? 0 : 2) ? 255 : 0,
  );
  return encodeRgb({ width, height, data });
}

it('averages the judged pixels to the asked size, whatever their shape', async () => {
  const image = new NormalisedImage(await halves(64, 64), await halves(32, 8));
  const { width, height, data } = await shrink(image, 2, 2);
  expect([width, height]).toEqual([2, 2]);
  const [red = 0, , blue = 0] = data;
  expect(red).toBeGreaterThan(200);
  expect(blue).toBeLessThan(60);
  expect(data[3]).toBeLessThan(60);
  expect(data[5]).toBeGreaterThan(200);
});

it('reads the pixels for the judge, not those that are shown', async () => {
  const black = await encodeRgb({ width: 8, height: 8, data: new Uint8Array(8 * 8 * 3) });
  const { data } = await shrink(new NormalisedImage(await halves(8, 8), black), 1, 1);
  expect(Array.from(data)).toEqual([0, 0, 0]);
});
