import { expect, it } from 'vitest';
import { fromPixels, toPixels } from './rgb.ts';
import { sharp } from './sharp.ts';

const data = Uint8Array.of(255, 0, 0, 0, 255, 0, 0, 0, 255, 9, 8, 7, 6, 5, 4, 3, 2, 1);

it('keeps each pixel in its row and column, without padding', async () => {
  const pixels = await toPixels(fromPixels({ width: 3, height: 2, data }));
  expect([pixels.width, pixels.height]).toEqual([3, 2]);
  expect(Array.from(pixels.data)).toEqual(Array.from(data));
});

it('has three bytes a pixel, also for a grey picture', async () => {
  const grey = sharp(Uint8Array.of(7, 200), { raw: { width: 2, height: 1, channels: 1 } });
  const pixels = await toPixels(sharp(await grey.png().toBuffer()));
  expect(Array.from(pixels.data)).toEqual([7, 7, 7, 200, 200, 200]);
});

it('carries no metadata', async () => {
  const png = await fromPixels({ width: 3, height: 2, data }).png().toBuffer();
  expect(await sharp(png).metadata()).not.toHaveProperty('exif');
});
