import { UnscreenedImage } from '@shoji/core';
import { openJudged } from '@shoji/core/unseal';
import { expect, it } from 'vitest';
import { own } from './fixtures.test-helper.ts';
import { judgingCodec } from './judging-codec.ts';
import { sharp } from './sharp.ts';

type Pixel = readonly [red: number, green: number, blue: number, alpha: number];

/** The mean colour of each view of a picture of one kind of pixel. */
async function views(pixel: Pixel) {
  const data = new Uint8Array(80 * 80 * 4);
  for (let at = 0; at < data.length; at += 4) data.set(pixel, at);
  const bytes = await sharp(data, { raw: { width: 80, height: 80, channels: 4 } })
    .png()
    .toBuffer();
  const { signal } = new AbortController();
  const normalised = await judgingCodec().normalise(new UnscreenedImage(own(bytes)), {
    signal,
    opaque: false,
  });
  return Promise.all(
    normalised.views.map(async (view) => {
      const { channels } = await sharp(openJudged(view).bytes).stats();
      return channels.slice(0, 3).map(({ mean }) => Math.round(mean / 51) * 51);
    }),
  );
}

it('judges an opaque picture once', async () => {
  expect(await views([255, 0, 0, 255])).toEqual([[255, 0, 0]]);
});

it.each([
  ['nobody sees', [255, 0, 0, 0]],
  ['is too faint to be seen', [255, 0, 0, 3]],
] as const)('judges colour that %s as a program reads it that drops the transparency', async (_, pixel) => {
  const seen = await views(pixel);
  expect(seen).toContainEqual([255, 0, 0]);
  expect(seen).toContainEqual([255, 255, 255]);
  expect(seen).toContainEqual([0, 0, 0]);
});
