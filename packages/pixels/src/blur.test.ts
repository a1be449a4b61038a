import { describe, expect, it } from 'vitest';
import { blurImage } from './blur.ts';
import { encodePng } from './encode.ts';
import { waves } from './fixtures.test-helper.ts';
import { toPixels } from './rgb.ts';
import { sharp } from './sharp.ts';

/** Mean difference between neighbouring pixels, in grey levels: how much edge is left in a picture. */
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

  it('returns a small file for a large picture', async () => {
    const { bytes } = await blurImage(await encodePng(waves(1024, 1024)));
    expect(bytes.length).toBeLessThan(20_000);
  });

  it.each([16, 32, 64])('removes black and white stripes %i pixels wide', async (period) => {
    const original = await stripes(512, period);
    const blurred = await blurImage(original);
    expect(await detail(original.bytes)).toBeGreaterThan(3);
    const { data } = await toPixels(sharp(blurred.bytes));
    const [low, high] = [Math.min(...data.subarray(0, 30_000)), Math.max(...data.subarray(0, 30_000))];
    expect(high - low).toBeLessThan(50);
    expect(await detail(blurred.bytes)).toBeLessThan(0.5);
  });

  const RED = [220, 40, 30] as const;
  const BLUE = [40, 60, 220] as const;
  const GREEN = [30, 160, 60] as const;
  const YELLOW = [240, 220, 40] as const;

  it.each([
    [256, 256],
    [640, 400],
    [400, 640],
    [1024, 64],
    [64, 1024],
  ])('keeps the hue of each quarter of a picture of %i × %i', async (width, height) => {
    const data = new Uint8Array(width * height * 3);
    for (let at = 0; at < width * height; at += 1) {
      const left = at % width < width / 2;
      const [upper, lower] = left ? [RED, GREEN] : [BLUE, YELLOW];
      data.set(at < data.length / 6 ? upper : lower, at * 3);
    }
    const blurred = await blurImage(await encodePng(sharp(data, { raw: { width, height, channels: 3 } })));
    const pixels = await toPixels(sharp(blurred.bytes));
    const [x, y] = [Math.floor(width / 16), Math.floor(height / 16)];
    const nearest = (column: number, row: number) => {
      const at = (row * width + column) * 3;
      const distance = (colour: readonly number[]) =>
        Math.hypot(...colour.map((value, channel) => value - (pixels.data[at + channel] ?? 0)));
      return [RED, BLUE, GREEN, YELLOW].reduce((best, one) => (distance(one) < distance(best) ? one : best));
    };
    expect(nearest(x, y)).toBe(RED);
    expect(nearest(width - 1 - x, y)).toBe(BLUE);
    expect(nearest(x, height - 1 - y)).toBe(GREEN);
    expect(nearest(width - 1 - x, height - 1 - y)).toBe(YELLOW);
  });

  it.each(['a sky over a field', 'a field over a sky'])(
    'keeps the two halves of %s distinct',
    async (name) => {
      const rows: (readonly number[])[] = [
        [159, 200, 240],
        [90, 122, 58],
      ];
      const [upper = [], lower = []] = name === 'a sky over a field' ? rows : rows.reverse();
      const data = new Uint8Array(256 * 256 * 3);
      for (let at = 0; at < data.length; at += 3) data.set(at < data.length / 2 ? upper : lower, at);
      const blurred = await blurImage(
        await encodePng(sharp(data, { raw: { width: 256, height: 256, channels: 3 } })),
      );
      const pixels = (await toPixels(sharp(blurred.bytes))).data;
      const blueness = (at: number) => (pixels[at + 2] ?? 0) - (pixels[at] ?? 0);
      const [top, bottom] = [blueness(0), blueness(pixels.length - 3)];
      expect(Math.sign(top - bottom)).toBe(Math.sign((upper[2] ?? 0) - (lower[2] ?? 0)));
      expect(Math.abs(top - bottom)).toBeGreaterThan(40);
    },
  );

  it('gives small differences one colour, under the light of the rest of the picture', async () => {
    const plain = (grey: number) => {
      const data = new Uint8Array(128 * 128 * 3).fill(grey);
      for (let at = 0; at < data.length / 2; at += 1) data[at] = grey + 20;
      return encodePng(sharp(data, { raw: { width: 128, height: 128, channels: 3 } }));
    };
    const [dark, light] = await Promise.all([
      blurImage(await plain(96)).then(({ bytes }) => toPixels(sharp(bytes))),
      blurImage(await plain(160)).then(({ bytes }) => toPixels(sharp(bytes))),
    ]);
    for (const [at, value] of dark.data.entries()) {
      expect(Math.abs((light.data[at] ?? 0) - value - 64)).toBeLessThanOrEqual(2);
    }
  });

  it('contains no hard edge, for any picture', async () => {
    const { bytes } = await blurImage(await stripes(512, 512));
    const { data, width } = await toPixels(sharp(bytes));
    let steepest = 0;
    for (let at = 3; at < data.length; at += 1) {
      if (Math.floor(at / 3) % width === 0) continue;
      steepest = Math.max(steepest, Math.abs((data[at] ?? 0) - (data[at - 3] ?? 0)));
    }
    expect(steepest).toBeLessThan(8);
  });
});
