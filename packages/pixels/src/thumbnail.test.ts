import { UnscreenedImage } from '@shoji/core';
import { expect, it } from 'vitest';
import { sharpCodec } from './codec.ts';
import { encodeJpeg, encodePng, encodeRgb } from './encode.ts';
import { own, waves } from './fixtures.test-helper.ts';
import { fromPixels, toPixels } from './rgb.ts';
import { sharp } from './sharp.ts';
import { shrink } from './shrink.ts';
import { thumbnail } from './thumbnail.ts';

async function normalised(width: number, height: number) {
  const bytes = own(await waves(width, height).png().toBuffer());
  const { signal } = new AbortController();
  return sharpCodec().normalise(new UnscreenedImage(bytes), { signal, opaque: false });
}

it('fits a thumbnail into its square, keeps its shape, and blurs its cover at the same size', async () => {
  const { uncovered, cover } = await thumbnail(await normalised(400, 200), 100);
  expect(uncovered).toMatchObject({ mediaType: 'image/jpeg', width: 100, height: 50 });
  expect(cover).toMatchObject({ mediaType: 'image/jpeg', width: 100, height: 50 });
  const spread = async (bytes: Uint8Array) =>
    Math.max(...(await sharp(bytes).stats()).channels.map(({ stdev }) => stdev));
  expect(await spread(uncovered.bytes)).toBeGreaterThan(50);
  expect(await spread(cover.bytes)).toBeLessThan(20);
});

it('keeps a picture that is smaller than its thumbnail', async () => {
  expect((await thumbnail(await normalised(80, 90), 100)).uncovered).toMatchObject({ width: 80, height: 90 });
});

it('averages a picture of any shape down to the requested number of pixels', async () => {
  const pixels = await shrink(await normalised(400, 100), 4, 3);
  expect([pixels.width, pixels.height, pixels.data.length]).toEqual([4, 3, 36]);
  // The picture is not cropped: its columns include its first and its last fifth.
  const data = new Uint8Array(400 * 100 * 3);
  for (let at = 0; at < data.length; at += 3) if (Math.abs(((at / 3) % 400) - 200) > 120) data[at] = 255;
  const bytes = await sharp(data, { raw: { width: 400, height: 100, channels: 3 } })
    .png()
    .toBuffer();
  const { signal } = new AbortController();
  const image = await sharpCodec().normalise(new UnscreenedImage(own(bytes)), { signal, opaque: false });
  const { data: means } = await shrink(image, 3, 3);
  expect([0, 1, 2].map((column) => (means[column * 3] ?? 0) > 120)).toEqual([true, false, true]);
});

it('keeps every pixel of a PNG, and the colours of a JPEG of high quality', async () => {
  const pixels = await toPixels(waves(16, 16));
  const png = await encodeRgb(pixels);
  expect(png).toMatchObject({ mediaType: 'image/png', width: 16, height: 16 });
  expect(await toPixels(sharp(png.bytes))).toEqual(pixels);
  expect((await encodePng(fromPixels(pixels))).bytes).toEqual(png.bytes);
  const sampling = async (quality: number) =>
    (await sharp((await encodeJpeg(fromPixels(pixels), quality)).bytes).metadata()).chromaSubsampling;
  expect([await sampling(89), await sampling(90)]).toEqual(['4:2:0', '4:4:4']);
});
