import { describe, expect, it } from 'vitest';
import { fromPixels, scaleRgb, toPixels } from './rgb.ts';
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

describe('scaleRgb()', () => {
  /** Red left of the middle, blue right of it. */
  const halves = (width: number, height: number) => ({
    width,
    height,
    data: Uint8Array.from({ length: 3 * width * height }, (_, at) => {
      const red = Math.floor(at / 3) % width < width / 2;
      return at % 3 === (red ? 0 : 2) ? 255 : 0;
    }),
  });
  const at = ({ data, width }: { data: Uint8Array; width: number }, x: number, y: number) => [
    ...data.subarray(3 * (y * width + x), 3 * (y * width + x) + 3),
  ];

  it('stretches the picture to the size', async () => {
    const scaled = await scaleRgb(halves(64, 16), { width: 8, height: 8, fit: 'stretch', filter: 'linear' });
    expect([scaled.width, scaled.height, scaled.data.length]).toEqual([8, 8, 192]);
    expect([at(scaled, 0, 7), at(scaled, 7, 0)]).toEqual([
      [255, 0, 0],
      [0, 0, 255],
    ]);
  });

  it('keeps the proportions when it pads, with black below or at the right', async () => {
    const wide = await scaleRgb(halves(64, 32), { width: 8, height: 8, fit: 'pad', filter: 'linear' });
    expect([at(wide, 0, 0), at(wide, 7, 0), at(wide, 0, 7)]).toEqual([
      [255, 0, 0],
      [0, 0, 255],
      [0, 0, 0],
    ]);
    const high = await scaleRgb(halves(32, 64), { width: 8, height: 8, fit: 'pad', filter: 'cubic' });
    expect(at(high, 7, 0)).toEqual([0, 0, 0]);
  });

  it('takes a part of the picture', async () => {
    const part = { left: 32, top: 0, width: 32, height: 32 };
    const right = await scaleRgb(halves(64, 32), {
      width: 4,
      height: 4,
      fit: 'stretch',
      filter: 'cubic',
      part,
    });
    expect(at(right, 0, 0)).toEqual([0, 0, 255]);
  });
});
