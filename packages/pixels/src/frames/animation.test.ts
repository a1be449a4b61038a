import { type ImageError, type NormalisedImage, UnscreenedImage } from '@shoji/core';
import type { AnimationLimits, FramesKept } from '@shoji/core/image';
import { openJudged, openShown } from '@shoji/core/unseal';
import { describe, expect, it } from 'vitest';
import { sharpCodec } from '../codec.ts';
import { encodeAnimation } from '../encode.ts';
import { own, pngChunk, waves, withChunks } from '../fixtures.test-helper.ts';
import { toPixels } from '../rgb.ts';
import { sharp } from '../sharp.ts';
import {
  animation,
  BLUE,
  type Colour,
  distance,
  framesOf,
  GREEN,
  RED,
  shades,
  WHITE,
} from './animation.test-helper.ts';

const signal = new AbortController().signal;
const normalise = (
  bytes: Uint8Array,
  frames: FramesKept = 'sample',
  animations: Partial<AnimationLimits> = {},
) => sharpCodec({ animations }).normalise(new UnscreenedImage(own(bytes)), { signal, frames });
const refusal = (refused: Promise<NormalisedImage>) =>
  refused.then(
    () => expect.unreachable('was accepted'),
    (error: ImageError) => error,
  );
const shownFrames = (image: NormalisedImage) => framesOf(openShown(image).bytes);
const judgedFrames = async (image: NormalisedImage) =>
  (await Promise.all(image.views.map((view) => framesOf(openJudged(view).bytes)))).flat();
const near = (colours: readonly Colour[]) =>
  colours.map((colour) => expect.toSatisfy((got: Colour) => distance(got, colour) <= 8));

describe.each(['gif', 'webp'] as const)('an animated %s', (format) => {
  it('is shown as an animated WebP of its frames, each of which is judged', async () => {
    const image = await normalise(await animation([RED, GREEN, BLUE], { format }));
    expect(openShown(image)).toMatchObject({ mediaType: 'image/webp', width: 96, height: 96 });
    expect(await shownFrames(image)).toEqual(near([RED, GREEN, BLUE]));
    expect(await judgedFrames(image)).toEqual(near([RED, GREEN, BLUE]));
    expect(image.frames).toEqual({ of: 3, kept: 3, at: [0, 1, 2] });
    expect(openJudged(image)).toMatchObject({ mediaType: 'image/jpeg', width: 96, height: 96 });
  });

  it('keeps its durations and its repetitions', async () => {
    const bytes = await animation([RED, GREEN, BLUE], { format, delay: [50, 200, 1_000], loop: 3 });
    const { delay, loop } = await sharp(openShown(await normalise(bytes)).bytes).metadata();
    expect([delay, loop]).toEqual([[50, 200, 1_000], 3]);
  });

  it('has the frames that are kept of a longer one, with the time of those left out', async () => {
    const bytes = await animation(shades(10), { format, delay: shades(10).map((_, at) => 50 + at * 10) });
    const image = await normalise(bytes, 'sample', { maxJudged: 4 });
    const kept = [0, 2, 5, 7].map((at) => shades(10)[at] ?? WHITE);
    expect(image.frames).toEqual({ of: 10, kept: 4, at: [0, 2, 5, 7] });
    expect(await shownFrames(image)).toEqual(near(kept));
    expect(await judgedFrames(image)).toEqual(near(kept));
    const { delay } = await sharp(openShown(image).bytes).metadata();
    expect(delay).toEqual([50 + 60, 70 + 80 + 90, 100 + 110, 120 + 130 + 140]);
  });

  it('is refused where every frame must be judged, and there are too many', async () => {
    const bytes = await animation(shades(5), { format });
    expect((await normalise(bytes, 'every', { maxJudged: 5 })).views).toHaveLength(5);
    expect(await refusal(normalise(bytes, 'every', { maxJudged: 4 }))).toMatchObject({
      code: 'too_many_frames',
      message: expect.stringContaining('5 frames; at most 4'),
    });
  });

  it('judges each look once, and shows equal neighbours as one frame', async () => {
    const bytes = await animation([RED, RED, GREEN, RED, GREEN], { format, delay: [50, 60, 70, 80, 90] });
    const image = await normalise(bytes);
    expect(image.views).toHaveLength(2);
    expect(image.frames?.at[0]).toBe(0);
    expect(await shownFrames(image)).toEqual(near([RED, GREEN, RED, GREEN]));
    const { delay } = await sharp(openShown(image).bytes).metadata();
    expect(delay).toEqual([110, 70, 80, 90]);
  });

  it.each(['one', undefined] as const)('is refused where still pictures are wanted: %s', async (frames) => {
    const image = new UnscreenedImage(await animation([RED, GREEN], { format }));
    const code = 'too_many_frames';
    await expect(sharpCodec().normalise(image, { signal, ...(frames && { frames }) })).rejects.toMatchObject({
      code,
    });
  });

  it('is refused where a reader needs opaque pixels, or the operator wants no animations', async () => {
    const image = new UnscreenedImage(await animation([RED, GREEN], { format }));
    const refused = { code: 'too_many_frames' };
    const options = { signal, frames: 'sample' } as const;
    await expect(sharpCodec().normalise(image, { ...options, opaque: true })).rejects.toMatchObject(refused);
    await expect(sharpCodec({ animations: false }).normalise(image, options)).rejects.toMatchObject(refused);
  });

  it.each([
    ['too many frames', { maxFrames: 2 }, 'too_many_frames'],
    ['too many pixels in all', { maxPixels: 3 * 96 * 96 - 1 }, 'too_large'],
  ])('is refused with %s', async (_, limits, code) => {
    const bytes = await animation([RED, GREEN, BLUE], { format });
    expect(await refusal(normalise(bytes, 'sample', limits))).toMatchObject({ code });
  });

  it('keeps only as many frames as fit into the memory of one picture, and decodes them in windows', async () => {
    const codec = sharpCodec({ limits: { maxPixels: 3 * 96 * 96 } });
    const bytes = new UnscreenedImage(await animation(shades(8), { format }));
    const image = await codec.normalise(bytes, { signal, frames: 'sample' });
    expect(image.frames).toEqual({ of: 8, kept: 3, at: [0, 2, 5] });
    expect(await shownFrames(image)).toEqual(near([0, 2, 5].map((at) => shades(8)[at] ?? WHITE)));
    const tight = sharpCodec({ limits: { maxPixels: 96 * 96 } });
    await expect(tight.normalise(bytes, { signal, frames: 'sample' })).rejects.toMatchObject({
      code: 'too_many_frames',
    });
  });

  it('holds each frame to the limits of a picture', async () => {
    const bytes = await animation([RED, GREEN], { format, side: 15 });
    expect(await refusal(normalise(bytes))).toMatchObject({ code: 'too_small' });
  });

  it('drops bytes after its end, and everything that is not a pixel', async () => {
    const bytes = await animation([RED, GREEN], { format });
    const image = await normalise(Buffer.concat([bytes, Buffer.from('PK META-INF a dog in a suit')]));
    for (const { bytes: kept } of [openShown(image), ...image.views.map(openJudged)])
      expect(Buffer.from(kept).includes('META-INF')).toBe(false);
  });

  it('stops when nobody waits for it', async () => {
    const controller = new AbortController();
    const image = new UnscreenedImage(await animation(shades(6), { format }));
    const running = sharpCodec().normalise(image, { signal: controller.signal, frames: 'sample' });
    controller.abort(new Error('changed my mind'));
    await expect(running).rejects.toThrow('changed my mind');
  });
});

describe('durations', () => {
  it('are those that browsers show for frames without one, and are bounded', async () => {
    const bytes = await animation([RED, GREEN, BLUE, BLUE, RED], {
      format: 'webp',
      delay: [0, 10, 65_000, 65_000, 11],
    });
    const { delay } = await sharp(openShown(await normalise(bytes)).bytes).metadata();
    expect(delay).toEqual([100, 100, 60_000, 11]);
  });
});

it('writes no frame that is shown longer than WebP’s encoder takes', async () => {
  const pixels = (grey: number) => ({ width: 16, height: 16, data: new Uint8Array(16 * 16 * 3).fill(grey) });
  const frames = [9, 200].map((grey, at) => ({ at, pixels: pixels(grey), ms: 120_000 }));
  const { delay } = await sharp((await encodeAnimation(frames, 0)).bytes).metadata();
  expect(delay).toEqual([65_535, 65_535]);
});

describe('frames that are drawn over others', () => {
  it('are judged and shown whole, as a decoder draws them', async () => {
    // A GIF of which the second frame changes one quarter only: its encoder stores just that quarter.
    const parts = await Promise.all(
      [GREEN, BLUE].map(([r, g, b]) =>
        sharp({ create: { width: 96, height: 96, channels: 3, background: '#ffffff' } })
          .composite([
            {
              input: { create: { width: 48, height: 48, channels: 3, background: { r, g, b } } },
              left: 0,
              top: 0,
            },
          ])
          .png()
          .toBuffer(),
      ),
    );
    const gif = await sharp(parts, { join: { animated: true } })
      .gif({ delay: [100, 100] })
      .toBuffer();
    const image = await normalise(gif);
    for (const view of image.views) {
      const corner = sharp(openJudged(view).bytes).extract({ left: 60, top: 60, width: 30, height: 30 });
      const { data } = await toPixels(corner);
      expect(Math.min(...data)).toBeGreaterThan(245);
    }
    const mixed = (colour: Colour): Colour => [
      Math.round((255 * 3 + colour[0]) / 4),
      Math.round((255 * 3 + colour[1]) / 4),
      Math.round((255 * 3 + colour[2]) / 4),
    ];
    expect(await shownFrames(image)).toEqual(near([mixed(GREEN), mixed(BLUE)]));
  });

  it('have white behind their transparent parts', async () => {
    const clear = {
      create: { width: 96, height: 96, channels: 4, background: { r: 9, g: 9, b: 200, alpha: 0 } },
    } as const;
    const frames = [
      await sharp(clear).png().toBuffer(),
      await sharp({ create: { width: 96, height: 96, channels: 4, background: '#dc1e1e' } })
        .png()
        .toBuffer(),
    ];
    const webp = await sharp(frames, { join: { animated: true } })
      .webp({ lossless: true, exact: true })
      .toBuffer();
    const image = await normalise(webp);
    expect((await shownFrames(image))[0]).toEqual(near([WHITE])[0]);
    expect((await sharp(openShown(image).bytes).metadata()).hasAlpha).toBe(false);
  });
});

it('shows an animation that never changes as a still picture, judged once', async () => {
  const image = await normalise(await animation([RED, RED, RED], { format: 'gif' }));
  // libvips joins equal frames while it writes a GIF, so the file may have one frame already.
  expect(openShown(image).mediaType).toBe('image/png');
  expect(image.views).toHaveLength(1);
});

it('blurs an animation to one still picture', async () => {
  const codec = sharpCodec();
  const image = await normalise(await animation([RED, GREEN, BLUE]));
  const blurred = await codec.blur(image, { signal });
  expect(blurred).toMatchObject({ mediaType: 'image/jpeg', width: 96, height: 96 });
  expect((await sharp(blurred.bytes).metadata()).pages ?? 1).toBe(1);
});

it('refuses an animated PNG and says that its frames cannot be read', async () => {
  const frames = Buffer.alloc(8);
  frames.writeUInt32BE(2);
  const animated = withChunks(await waves(90, 90).png().toBuffer(), pngChunk('acTL', frames));
  expect(await refusal(normalise(animated))).toMatchObject({
    code: 'too_many_frames',
    message: expect.stringContaining('animated PNG'),
  });
});

it('leaves a still GIF or WebP as it was: a PNG', async () => {
  for (const format of ['gif', 'webp'] as const) {
    const image = await normalise(await waves(96, 96).toFormat(format).toBuffer());
    expect([openShown(image).mediaType, image.frames]).toEqual(['image/png', undefined]);
  }
});
