import { describe, expect, it } from 'vitest';
import { encodeJpeg, encodePng, encodeRgb } from './encode.ts';
import { waves } from './fixtures.test-helper.ts';
import { toPixels } from './rgb.ts';
import { sharp } from './sharp.ts';

describe('a PNG', () => {
  it('has the same pixels', async () => {
    const pixels = await toPixels(waves(40, 30));
    const image = await encodeRgb(pixels);
    expect(image).toMatchObject({ mediaType: 'image/png', width: 40, height: 30 });
    expect((await toPixels(sharp(image.bytes))).data).toEqual(pixels.data);
  });

  it('has the size at the end of the pipeline', async () => {
    expect(await encodePng(waves(40, 30).resize(8, 6))).toMatchObject({ width: 8, height: 6 });
  });
});

describe('a JPEG', () => {
  const metadata = async (quality: number) => {
    const image = await encodeJpeg(waves(40, 30), quality);
    expect(image).toMatchObject({ mediaType: 'image/jpeg', width: 40, height: 30 });
    return sharp(image.bytes).metadata();
  };

  it.each([
    [89, '4:2:0'],
    [90, '4:4:4'],
    [100, '4:4:4'],
  ])('of quality %i has the chroma %s', async (quality, chromaSubsampling) => {
    expect(await metadata(quality)).toMatchObject({ format: 'jpeg', chromaSubsampling });
  });

  it('is larger where its quality is higher', async () => {
    const [low, high] = await Promise.all([20, 80].map((quality) => encodeJpeg(waves(200, 200), quality)));
    expect(high?.bytes.length).toBeGreaterThan(low?.bytes.length ?? 0);
  });
});
