import sharp from 'sharp';
import { expect, it } from 'vitest';
import { encodePng } from '../../packages/aws/src/sagemaker/png.ts';

it.each([
  [1, 1],
  [3, 2],
  [97, 64],
])('a PNG of %i×%i decodes to the same pixels', async (width, height) => {
  const rgb = Uint8Array.from({ length: 3 * width * height }, (_, index) => (index * 37) % 256);
  const { data, info } = await sharp(await encodePng(width, height, rgb))
    .raw()
    .toBuffer({ resolveWithObject: true });
  expect(info).toMatchObject({ width, height, channels: 3 });
  expect(new Uint8Array(data)).toEqual(rgb);
});
