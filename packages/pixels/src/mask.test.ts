import { UnscreenedImage } from '@shoji/core';
import { DEFAULT_IMAGE_LIMITS } from '@shoji/core/image';
import { openUnscreened } from '@shoji/core/unseal';
import { describe, expect, it } from 'vitest';
import { encodePng } from './encode.ts';
import { blankPng, own } from './fixtures.test-helper.ts';
import { greyAsAlpha, joinAlpha, maskAsGrey, splitAlpha } from './mask.ts';
import { sharp } from './sharp.ts';

type Pixel = readonly [red: number, green: number, blue: number, alpha: number];
const RED: Pixel = [255, 0, 0, 255];
const HIDDEN: Pixel = [0, 255, 0, 0];
const FAINT: Pixel = [0, 0, 255, 64];
const WHITE: Pixel = [255, 255, 255, 255];

/** The smallest side of a picture. */
const SIDE = 16;

/** A picture of adjacent squares, each with one kind of pixel. */
async function picture(...pixels: readonly Pixel[]): Promise<UnscreenedImage> {
  return new UnscreenedImage(own(await squares(pixels).png().toBuffer()));
}

function squares(pixels: readonly (readonly number[])[]) {
  const row = pixels.flatMap((pixel) => Array(SIDE).fill(pixel).flat());
  const data = Uint8Array.from(Array(SIDE).fill(row).flat());
  const channels = pixels[0]?.length === 4 ? 4 : 3;
  return sharp(data, { raw: { width: SIDE * pixels.length, height: SIDE, channels } });
}

/** The channels of the pixel in the middle of each square. */
async function read(bytes: Uint8Array): Promise<number[][]> {
  const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
  return Array.from({ length: info.width / SIDE }, (_, square) => {
    const at = (info.width * 8 + square * SIDE + 8) * info.channels;
    return [...data.subarray(at, at + info.channels)];
  });
}
const opened = (image: UnscreenedImage | undefined) => read(image ? openUnscreened(image) : new Uint8Array());

describe('maskAsGrey', () => {
  it('is the transparency of a mask with transparent pixels', async () => {
    const grey = await opened(await maskAsGrey(await picture(RED, HIDDEN, FAINT)));
    expect(grey.map(([value]) => value)).toEqual([255, 0, 64]);
    expect(
      (await sharp(openUnscreened(await maskAsGrey(await picture(RED, HIDDEN)))).metadata()).hasAlpha,
    ).toBe(false);
  });

  it('is the brightness of an opaque mask, with or without an alpha channel', async () => {
    const [white, black] = (await opened(await maskAsGrey(await picture(WHITE, [0, 0, 0, 255])))).map(
      ([value]) => value,
    );
    expect([white, black]).toEqual([255, 0]);
    const rgb = await squares([
      [255, 255, 255],
      [0, 0, 0],
    ])
      .png()
      .toBuffer();
    const grey = await opened(await maskAsGrey(new UnscreenedImage(own(rgb))));
    expect(grey.map(([value]) => value)).toEqual([255, 0]);
  });
});

describe('splitAlpha', () => {
  it('returns the colours as an opaque picture, and the opacity of each pixel', async () => {
    const split = await splitAlpha(await picture(RED, HIDDEN, FAINT));
    expect(await opened(split?.colour)).toEqual([
      [255, 0, 0],
      [0, 255, 0],
      [0, 0, 255],
    ]);
    expect((await opened(split?.alpha)).map(([value]) => value)).toEqual([255, 0, 64]);
  });

  it('returns nothing for an opaque picture', async () => {
    expect(await splitAlpha(await picture(RED, WHITE))).toBeUndefined();
  });

  it('is reversed by joinAlpha()', async () => {
    const split = await splitAlpha(await picture(RED, HIDDEN, FAINT));
    if (!split) throw new Error('nothing was split');
    const encoded = (image: UnscreenedImage) => encodePng(sharp(openUnscreened(image)));
    const joined = await joinAlpha(await encoded(split.colour), await encoded(split.alpha));
    expect(joined).toMatchObject({ mediaType: 'image/png', width: 48, height: 16 });
    expect(await read(joined.bytes)).toEqual([[...RED], [...HIDDEN], [...FAINT]]);
  });
});

it('makes white opaque and black transparent with greyAsAlpha()', async () => {
  const mask = await encodePng(
    squares([
      [255, 255, 255],
      [0, 0, 0],
      [64, 64, 64],
    ]),
  );
  const made = await greyAsAlpha(mask);
  expect([made.mediaType, made.width, made.height]).toEqual(['image/png', 48, 16]);
  expect(await read(made.bytes)).toEqual([
    [0, 0, 0, 255],
    [0, 0, 0, 0],
    [0, 0, 0, 64],
  ]);
});

it('reads a grey picture with transparent parts as it looks on white', async () => {
  const grey = await encodePng(
    squares([
      [0, 0, 0, 255],
      [0, 0, 0, 0],
    ]),
  );
  const colour = await encodePng(
    squares([
      [255, 0, 0],
      [255, 0, 0],
    ]),
  );
  expect(await read((await joinAlpha(colour, grey)).bytes)).toEqual([[255, 0, 0, 0], [...RED]]);
  expect(await read((await greyAsAlpha(grey)).bytes)).toEqual([
    [0, 0, 0, 0],
    [0, 0, 0, 255],
  ]);
});

describe('a refused mask', () => {
  const images: [string, () => Uint8Array<ArrayBuffer>, string][] = [
    ['no picture', () => new TextEncoder().encode('text'), 'not_an_image'],
    ['too many bytes', () => new Uint8Array(DEFAULT_IMAGE_LIMITS.maxBytes + 1), 'too_many_bytes'],
    ['too large', () => own(blankPng(20_000, 20_000, 1)), 'too_large'],
  ];

  it.each(images)('%s', async (_, bytes, code) => {
    await expect(maskAsGrey(new UnscreenedImage(bytes()))).rejects.toMatchObject({
      name: 'ImageError',
      code,
    });
    await expect(splitAlpha(new UnscreenedImage(bytes()))).rejects.toMatchObject({
      name: 'ImageError',
      code,
    });
  });
});
