import { UnscreenedImage } from '@shoji/core';
import { DEFAULT_IMAGE_LIMITS } from '@shoji/core/image';
import { openJudged, openShown } from '@shoji/core/unseal';
import { expect, it } from 'vitest';
import { own } from './fixtures.test-helper.ts';
import { judgingCodec } from './judging-codec.ts';
import { sharp } from './sharp.ts';

type Pixel = readonly [red: number, green: number, blue: number, alpha: number];

/** The mean colour of each view of a picture with one kind of pixel. */
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

it('keeps the picture only at the judge’s size, and blurs that', async () => {
  const { signal } = new AbortController();
  const codec = judgingCodec();
  const bytes = own(
    await sharp({ create: { width: 1_600, height: 900, channels: 3, background: '#ff0000' } })
      .png()
      .toBuffer(),
  );
  const image = await codec.normalise(new UnscreenedImage(bytes), { signal, opaque: false });
  expect([image.width, image.height, image.views.length]).toEqual([1_365, 768, 1]);
  expect(openShown(image)).toBe(openJudged(image));
  expect(await codec.blur(image, { signal })).toMatchObject({
    mediaType: 'image/jpeg',
    width: 1_365,
    height: 768,
  });
});

it('stops between its steps when the call ends', async () => {
  const image = new UnscreenedImage(
    own(
      await sharp({ create: { width: 80, height: 80, channels: 3, background: '#ff0000' } })
        .png()
        .toBuffer(),
    ),
  );
  const gone = AbortSignal.abort(new Error('left'));
  await expect(judgingCodec().normalise(image, { signal: gone, opaque: false })).rejects.toThrow('left');
  const text = new UnscreenedImage(own(new TextEncoder().encode('no image')));
  await expect(judgingCodec().normalise(text, { signal: gone, opaque: false })).rejects.toThrow('left');
  const call = new AbortController();
  const normalising = judgingCodec().normalise(image, { signal: call.signal, opaque: false });
  call.abort(new Error('left'));
  await expect(normalising).rejects.toThrow('left');
});

it('uses the given limits', async () => {
  const { signal } = new AbortController();
  const image = new UnscreenedImage(
    own(
      await sharp({ create: { width: 80, height: 80, channels: 3, background: '#ff0000' } })
        .png()
        .toBuffer(),
    ),
  );
  const small = judgingCodec({ ...DEFAULT_IMAGE_LIMITS, maxPixels: 6_399 });
  await expect(small.normalise(image, { signal, opaque: false })).rejects.toMatchObject({
    name: 'ImageError',
  });
});
