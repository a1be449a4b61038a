import { ImageError, type NormalisedImage, UnscreenedImage } from '@shoji/core';
import { openJudged, openShown } from '@shoji/core/unseal';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { sharpCodec } from '../codec.ts';
import { own } from '../fixtures.test-helper.ts';
import {
  animation,
  BLUE,
  type Colour,
  distance,
  framesOf,
  GREEN,
  RED,
  shades,
} from './animation.test-helper.ts';

const signal = new AbortController().signal;
const codec = sharpCodec({ animations: { maxJudged: 4 } });

const files: Record<'gif' | 'webp', Uint8Array<ArrayBuffer>[]> = { gif: [], webp: [] };
beforeAll(async () => {
  for (const format of ['gif', 'webp'] as const) {
    files[format] = await Promise.all([
      animation([RED, GREEN, BLUE], { format, side: 32 }),
      animation(shades(9), { format, side: 24 }),
    ]);
  }
});

/** The picture, or undefined if it is refused as a picture; any other error fails the test. */
async function read(bytes: Uint8Array): Promise<NormalisedImage | undefined> {
  try {
    return await codec.normalise(new UnscreenedImage(own(bytes)), { signal, frames: 'sample' });
  } catch (error) {
    expect(error).toBeInstanceOf(ImageError);
    return undefined;
  }
}

/** Each frame that is shown looks like one that is judged. */
async function assertShownIsJudged(image: NormalisedImage): Promise<void> {
  const shown = await framesOf(openShown(image).bytes);
  const judged: Colour[] = [];
  for (const view of image.views) judged.push(...(await framesOf(openJudged(view).bytes)));
  expect(image.views.length).toBeLessThanOrEqual(4);
  for (const frame of shown)
    expect(Math.min(...judged.map((look) => distance(frame, look)))).toBeLessThanOrEqual(12);
}

describe.each(['gif', 'webp'] as const)('a hostile %s', (format) => {
  it('that is cut anywhere is refused as a picture, or shown with judged frames only', async () => {
    for (const file of files[format]) {
      for (let length = 1; length < file.length; length += Math.max(1, Math.floor(file.length / 25))) {
        const image = await read(file.subarray(0, length));
        if (image) await assertShownIsJudged(image);
      }
    }
  });

  it('with changed bytes is refused as a picture, or shown with judged frames only', async () => {
    const edits = fc.array(fc.tuple(fc.nat(4_000), fc.nat(255)), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(fc.nat(1), edits, async (which, changes) => {
        const bytes = own(files[format][which] ?? new Uint8Array());
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        const image = await read(bytes);
        if (image) await assertShownIsJudged(image);
      }),
      { numRuns: 60 },
    );
  });

  it('with parts doubled, dropped or swapped is refused as a picture, or shown with judged frames only', async () => {
    const places = fc.tuple(fc.nat(1), fc.nat(4_000), fc.nat(4_000), fc.nat(4_000));
    await fc.assert(
      fc.asyncProperty(places, async ([which, ...sent]) => {
        const whole = files[format][which] ?? new Uint8Array();
        const [a = 0, b = 0, c = 0] = sent.map((at) => at % whole.length).toSorted((x, y) => x - y);
        for (const order of [
          [whole.subarray(0, b), whole.subarray(a)],
          [whole.subarray(0, a), whole.subarray(b)],
          [whole.subarray(0, a), whole.subarray(b, c), whole.subarray(a, b), whole.subarray(c)],
        ]) {
          const image = await read(Buffer.concat(order));
          if (image) await assertShownIsJudged(image);
        }
      }),
      { numRuns: 25 },
    );
  });
});

describe('bombs', () => {
  it('of many frames are refused by their header', async () => {
    const one = await animation([RED, GREEN], { format: 'gif', side: 32 });
    // The image blocks again and again: everything after the first graphic control extension, before the trailer.
    const start = Buffer.from(one).indexOf(Buffer.from([0x21, 0xf9]));
    const blocks = one.subarray(start, one.length - 1);
    const bomb = Buffer.concat([
      one.subarray(0, start),
      ...Array.from({ length: 2_000 }, () => blocks),
      Buffer.from(';'),
    ]);
    await expect(
      codec.normalise(new UnscreenedImage(own(bomb)), { signal, frames: 'sample' }),
    ).rejects.toMatchObject({ code: 'too_many_frames' });
  });

  it('of many pixels are refused by their header, whatever their frames hold', async () => {
    const gif = own(await animation(shades(9), { format: 'gif', side: 24 }));
    new DataView(gif.buffer).setUint16(6, 9_000, true);
    new DataView(gif.buffer).setUint16(8, 2_700, true);
    await expect(
      codec.normalise(new UnscreenedImage(gif), { signal, frames: 'sample' }),
    ).rejects.toMatchObject({ code: 'too_large' });
  });
});
