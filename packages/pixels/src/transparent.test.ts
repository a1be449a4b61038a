import { UnscreenedImage } from '@shoji/core';
import { openJudged, openShown } from '@shoji/core/unseal';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sharpCodec } from './codec.ts';
import { own, strip } from './fixtures.test-helper.ts';
import { sharp } from './sharp.ts';
import { visibleOf, wholeOf } from './transparent.ts';

const signal = new AbortController().signal;
const codec = sharpCodec();
const normalise = (bytes: Uint8Array, opaque = false) =>
  codec.normalise(new UnscreenedImage(own(bytes)), { signal, opaque });

type Pixel = readonly [red: number, green: number, blue: number, alpha: number];

/** A picture of 80 × 80 pixels with one kind of pixel in the left half and another in the right half. */
function halves(left: Pixel, right: Pixel) {
  const data = new Uint8Array(80 * 80 * 4);
  for (let at = 0; at < data.length; at += 4) data.set((at / 4) % 80 < 40 ? left : right, at);
  return sharp(data, { raw: { width: 80, height: 80, channels: 4 } });
}
const rgba = async (bytes: Uint8Array) => [...(await sharp(bytes).ensureAlpha().raw().toBuffer())];
const at = (pixels: readonly number[], x: number) => pixels.slice(x * 4, x * 4 + 4);

const CLEAR: Pixel = [255, 0, 0, 0];
const GREEN: Pixel = [0, 200, 0, 255];
const HALF: Pixel = [0, 0, 200, 128];

describe('a transparent picture', () => {
  it.each([
    ['PNG', () => halves(GREEN, CLEAR).png()],
    ['PNG with a palette', () => halves(GREEN, CLEAR).png({ palette: true })],
    ['PNG of 16 bits', () => halves(GREEN, CLEAR).toColourspace('rgb16').png()],
    ['WebP', () => halves(GREEN, CLEAR).webp({ lossless: true, exact: true })],
    ['GIF', () => halves(GREEN, CLEAR).gif()],
  ])('stays transparent as a %s, without the colours of invisible pixels', async (_, make) => {
    const shown = openShown(await normalise(await make().toBuffer()));
    expect(shown.mediaType).toBe('image/png');
    const pixels = await rgba(shown.bytes);
    expect(at(pixels, 10)).toEqual([...GREEN]);
    expect(at(pixels, 70)).toEqual([0, 0, 0, 0]);
  });

  it('keeps its transparency exactly, and no colour under invisible pixels', async () => {
    const pixel = fc.tuple(...[0, 1, 2, 3].map(() => fc.nat(255)));
    await fc.assert(
      fc.asyncProperty(fc.array(pixel, { minLength: 256, maxLength: 256 }), async (pixels) => {
        const data = Uint8Array.from(pixels.flat());
        const original = await sharp(data, { raw: { width: 16, height: 16, channels: 4 } })
          .png()
          .toBuffer();
        const kept = await rgba(openShown(await normalise(original)).bytes);
        const expected = pixels.flatMap((each) => (each[3] === 0 ? [0, 0, 0, 0] : each));
        expect(kept).toEqual(expected);
      }),
      { numRuns: 20 },
    );
  });

  it('becomes opaque for a reader that gives transparency another meaning', async () => {
    const image = await normalise(await halves(HALF, CLEAR).png().toBuffer(), true);
    expect(image.views).toHaveLength(1);
    const { hasAlpha } = await sharp(openShown(image).bytes).metadata();
    expect(hasAlpha).toBe(false);
    expect(at(await rgba(openShown(image).bytes), 70)).toEqual([255, 255, 255, 255]);
  });

  it('is blurred without transparency, over white', async () => {
    const image = await normalise(await halves(CLEAR, CLEAR).png().toBuffer());
    const blurred = await codec.blur(image, { signal });
    const { hasAlpha } = await sharp(blurred.bytes).metadata();
    expect(hasAlpha).toBe(false);
    expect(
      Math.min(...(await sharp(blurred.bytes).stats()).channels.map(({ mean }) => mean)),
    ).toBeGreaterThan(200);
  });
});

describe('the views that a judge is given', () => {
  const seen = async (left: Pixel, right: Pixel) => {
    const { views } = await normalise(await halves(left, right).png().toBuffer());
    return Promise.all(
      views.map(async (view) => {
        const { data, info } = await sharp(openJudged(view).bytes)
          .raw()
          .toBuffer({ resolveWithObject: true });
        expect(info.channels).toBe(3);
        const middle = info.width * Math.floor(info.height / 2);
        return [20, 60].map((x) => [...data.subarray((middle + x) * 3, (middle + x) * 3 + 3)]);
      }),
    );
  };
  const about = (...rgb: number[]) =>
    rgb.map((value) => expect.toSatisfy((got: number) => Math.abs(got - value) <= 6));

  it('are one view for an opaque picture, also with an alpha channel', async () => {
    expect(await seen(GREEN, [0, 0, 0, 255])).toHaveLength(1);
  });

  it('show white pixels over black, and black pixels over white', async () => {
    const [onWhite, onBlack, onChequer] = await seen([255, 255, 255, 255], CLEAR);
    expect(onWhite).toEqual([about(255, 255, 255), about(255, 255, 255)]);
    expect(onBlack).toEqual([about(255, 255, 255), about(0, 0, 0)]);
    expect(onChequer?.[0]).toEqual(about(255, 255, 255));
    const [black] = await seen([0, 0, 0, 255], CLEAR);
    expect(black).toEqual([about(0, 0, 0), about(255, 255, 255)]);
  });

  it('show half-transparent pixels over a checkerboard of two greys', async () => {
    const [, , onChequer] = await seen(HALF, [255, 255, 255, 0]);
    const [, right] = onChequer ?? [];
    expect([0x66, 0x99].some((grey) => Math.abs((right?.[0] ?? 0) - grey) <= 6)).toBe(true);
  });

  it('change the grey every sixteen pixels, horizontally and vertically', async () => {
    const { views } = await normalise(await halves(CLEAR, CLEAR).png().toBuffer());
    const chequer = views[2];
    if (!chequer) throw new Error('no chequer');
    const { data, info } = await sharp(openJudged(chequer).bytes).raw().toBuffer({ resolveWithObject: true });
    const isLight = (x: number, y: number) => (data[(y * info.width + x) * info.channels] ?? 0) > 0x80;
    const cells = [4, 20, 36, 52, 68].map((y) => [4, 20, 36, 52, 68].map((x) => isLight(x, y)));
    const odd = [false, true, false, true, false];
    const even = odd.map((light) => !light);
    expect(cells).toEqual([odd, even, odd, even, odd]);
    // The first and the last pixel of a cell are equal.
    expect([isLight(1, 1), isLight(14, 14), isLight(17, 1), isLight(30, 14), isLight(78, 1)]).toEqual([
      false,
      false,
      true,
      true,
      false,
    ]);
    expect([Math.round((data[0] ?? 0) / 17), Math.round((data[20 * info.channels] ?? 0) / 17)]).toEqual([
      6, 9,
    ]);
  });

  it('show pixels that are too faint over any background in their own colours', async () => {
    const views = await seen([200, 0, 0, 2], CLEAR);
    expect(views).toHaveLength(4);
    expect(views[0]?.[0]).toEqual(about(255, 254, 254));
    expect(views[1]?.[0]).toEqual(about(1, 0, 0));
    expect(views[3]?.[0]).toEqual(about(200, 0, 0));
  });

  it('show a strip to its ends when rounding changes its shape', async () => {
    const { views } = await normalise(await strip([0, 0, 0, 128], [255, 0, 0, 128]).png().toBuffer());
    const redAtEnds = views.map(async (view) => {
      const { data, info } = await sharp(openJudged(view).bytes).raw().toBuffer({ resolveWithObject: true });
      const middle = info.width * Math.floor(info.height / 2);
      return [middle, middle + info.width - 1].map((pixel) => {
        const [red = 0, green = 0] = data.subarray(pixel * 3, pixel * 3 + 3);
        return red - green > 60;
      });
    });
    expect(await Promise.all(redAtEnds)).toEqual(Array(4).fill([true, true]));
  });

  it('are three for a picture without half-transparent pixels', async () => {
    expect(await seen(GREEN, CLEAR)).toHaveLength(3);
  });
});

describe('pixels with an alpha channel', () => {
  it('are opaque when every pixel is opaque, in any channel order', () => {
    const data = Uint8Array.of(1, 2, 3, 255, 4, 5, 6, 255);
    const opaque = { width: 2, height: 1, data: Uint8Array.of(1, 2, 3, 4, 5, 6) };
    expect(visibleOf(data, 2, 1)).toEqual({ opaque });
    expect(wholeOf(data, 2, 1)).toEqual({ opaque });
  });

  it('lose the colours of invisible pixels, unless a reader uses them', () => {
    const data = () => Uint8Array.of(1, 2, 3, 0, 4, 5, 6, 255);
    const seen = Uint8Array.of(0, 0, 0, 0, 4, 5, 6, 255);
    expect(visibleOf(data(), 2, 1)).toEqual({
      transparent: { width: 2, height: 1, data: seen, graded: false },
    });
    expect(wholeOf(data(), 2, 1)).toEqual({
      transparent: { width: 2, height: 1, data: data(), graded: true },
    });
  });

  it.each([1, 254])('count as half transparent from an alpha of %d', (alpha) => {
    const data = Uint8Array.of(1, 2, 3, alpha);
    const graded = {
      transparent: { width: 1, height: 1, data: Uint8Array.of(1, 2, 3, alpha), graded: true },
    };
    expect(visibleOf(data, 1, 1)).toEqual(graded);
    expect(wholeOf(data, 1, 1)).toEqual(graded);
  });
});
