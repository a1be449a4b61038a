import { describe, expect, it } from 'vitest';
import { blurImage } from './blur.ts';
import { encodePng } from './encode.ts';
import { waves } from './fixtures.test-helper.ts';
import { toPixels } from './rgb.ts';
import { sharp } from './sharp.ts';

/** Mean difference between neighbours: how much edge is left in a picture, in grey levels. */
async function detail(bytes: Uint8Array): Promise<number> {
  const { data, width, height } = await toPixels(sharp(bytes));
  let sum = 0;
  for (let y = 0; y < height; y += 1) {
    for (let x = 1; x < width; x += 1) {
      const at = (y * width + x) * 3;
      sum += Math.abs((data[at] ?? 0) - (data[at - 3] ?? 0));
    }
  }
  return sum / (width * height);
}

const stripes = (side: number, period: number) => {
  const data = new Uint8Array(side * side * 3);
  for (let at = 0; at < data.length; at += 1) {
    data[at] = Math.floor((Math.floor(at / 3) % side) / (period / 2)) % 2 === 0 ? 0 : 255;
  }
  return encodePng(sharp(data, { raw: { width: side, height: side, channels: 3 } }));
};

describe('blurImage', () => {
  it.each([
    [512, 512],
    [1024, 640],
    [16, 16],
    [2000, 16],
  ])('keeps the size %i × %i and writes a JPEG of pixels only', async (width, height) => {
    const blurred = await blurImage(await encodePng(waves(width, height)));
    expect(blurred).toMatchObject({ mediaType: 'image/jpeg', width, height });
    const { exif, icc, xmp, format } = await sharp(blurred.bytes).metadata();
    expect({ exif, icc, xmp, format }).toEqual({ format: 'jpeg' });
  });

  it('is a small answer for a large picture', async () => {
    const { bytes } = await blurImage(await encodePng(waves(1024, 1024)));
    expect(bytes.length).toBeLessThan(20_000);
  });

  it.each([16, 32, 64])('leaves nothing of black and white stripes %i pixels wide', async (period) => {
    const original = await stripes(512, period);
    const blurred = await blurImage(original);
    expect(await detail(original.bytes)).toBeGreaterThan(3);
    const { data } = await toPixels(sharp(blurred.bytes));
    const [low, high] = [Math.min(...data.subarray(0, 30_000)), Math.max(...data.subarray(0, 30_000))];
    expect(high - low).toBeLessThan(50);
    expect(await detail(blurred.bytes)).toBeLessThan(0.5);
  });

  it('keeps the colours’ mood: what was red above and blue below still is', async () => {
    const data = new Uint8Array(256 * 256 * 3);
    for (let at = 0; at < data.length; at += 3) data[at < data.length / 2 ? at : at + 2] = 220;
    const blurred = await blurImage(
      await encodePng(sharp(data, { raw: { width: 256, height: 256, channels: 3 } })),
    );
    const pixels = (await toPixels(sharp(blurred.bytes))).data;
    const [top, bottom] = [pixels.subarray(0, 3), pixels.subarray(-3)];
    expect(top[0]).toBeGreaterThan(150);
    expect(bottom[2]).toBeGreaterThan(150);
  });
});
