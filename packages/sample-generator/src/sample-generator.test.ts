import { createScreening, presets, type ScreenedRequest, UnscreenedImage } from '@shoji/core';
import { decideImage } from '@shoji/core/policy';
import { fakeRules } from '@shoji/core/testing';
import { openJudged, openUnscreened } from '@shoji/core/unseal';
import { embeddedImageModerator } from '@shoji/embedded';
import { decodeRgb, sharpCodec } from '@shoji/pixels';
import { describe, expect, it } from 'vitest';
import { renderSample } from './render.ts';
import { sampleGenerator } from './sample-generator.ts';

const signal = new AbortController().signal;
const anything = { policy: presets.mature, rules: [fakeRules()], classifiers: [] };

async function request(text: string, changes: Partial<ScreenedRequest> = {}): Promise<ScreenedRequest> {
  const prompt = await createScreening(anything, { id: 'test', signal }).prompt(text).released;
  if (prompt === undefined) return expect.unreachable('the prompt was refused');
  return {
    prompt,
    negativePrompt: '',
    otherNegativePrompts: [],
    seeds: [1],
    width: 256,
    height: 256,
    steps: 30,
    guidanceScale: 7.5,
    ...changes,
  };
}

describe('sampleGenerator', () => {
  const generator = sampleGenerator();

  it('reports that it is a sample', () => {
    expect(generator).toMatchObject({ name: 'sample', kind: 'sample', limits: { maxImages: 8 } });
  });

  it('makes one picture per seed, at the requested size, and reports progress', async () => {
    const progress: number[] = [];
    const asked = await request('a dog', { seeds: [3, 4, 3], width: 136, height: 264 });
    const { images } = await generator.generate(asked, {
      signal,
      onProgress: (share) => progress.push(share),
    });
    const [first, second, third] = images.map((image) => Buffer.from(openUnscreened(image)));
    expect(first?.equals(third ?? Buffer.alloc(0))).toBe(true);
    expect(first?.equals(second ?? Buffer.alloc(0))).toBe(false);
    expect(progress).toEqual([0, 1 / 3, 2 / 3, 1]);
    const image = await sharpCodec().normalise(images[0] ?? new UnscreenedImage(new Uint8Array()), {
      signal,
    });
    expect(image).toMatchObject({ width: 136, height: 264 });
  });

  it('leaves out things that any negative prompt names', async () => {
    const pictureOf = async (changes: Partial<ScreenedRequest>) => {
      const { images } = await generator.generate(await request('a dog in a meadow', changes), { signal });
      return images[0] && Buffer.from(openUnscreened(images[0])).toString('base64');
    };
    const whole = await pictureOf({});
    const without = await pictureOf({ negativePrompt: 'dog' });
    expect(without).not.toBe(whole);
    expect(await pictureOf({ otherNegativePrompts: ['dog'] })).toBe(without);
  });

  it('stops between pictures when its signal is aborted', async () => {
    const controller = new AbortController();
    const asked = await request('a dog', { seeds: [1, 2, 3] });
    const onProgress = (share: number) => {
      if (share > 0.3) controller.abort(new Error('no longer wanted'));
    };
    await expect(generator.generate(asked, { signal: controller.signal, onProgress })).rejects.toThrow(
      'no longer wanted',
    );
  });
});

describe('renderSample', () => {
  const render = (prompt: string, width = 256, height = 256) =>
    renderSample({ prompt, negativePrompt: '', seed: 5, width, height });

  it('draws the label as outlines, which need no font', async () => {
    const { data } = await decodeRgb(await render('a black night', 512, 512));
    // The pill in the lower right corner: white letters on dark.
    const rows = Array.from({ length: 14 }, (_, at) => 488 + at);
    const bright = rows.flatMap((y) =>
      Array.from({ length: 180 }, (_, x) => data[(y * 512 + 310 + x) * 3] ?? 0),
    );
    expect(bright.filter((value) => value > 200).length / bright.length).toBeGreaterThan(0.12);
  });

  it('makes squares of one colour for pixel art', async () => {
    const { data } = await decodeRgb(await render('a castle, pixel art', 512, 512));
    const size = 6;
    const corner = (x: number, y: number) => [...data.subarray((y * 512 + x) * 3, (y * 512 + x) * 3 + 3)];
    for (const [x, y] of [
      [5, 5],
      [20, 30],
      [40, 22],
    ] as const) {
      // 86 squares share 512 pixels, so a square is 5 or 6 pixels wide, and its middle pixel is inside it.
      const [left, top] = [Math.ceil((x * 512) / 86) + 1, Math.ceil((y * 512) / 86) + 1];
      expect(corner(left + size - 4, top + size - 4)).toEqual(corner(left, top));
    }
  });

  it('makes pictures, people included, that the embedded moderator clears under every preset', {
    timeout: 30_000,
  }, async () => {
    const moderator = embeddedImageModerator();
    const codec = sharpCodec();
    for (const prompt of [
      'a dog in a suit',
      'a sexy woman',
      'セクシーな女性',
      'a man and a woman on a beach',
      'a castle, watercolour',
    ]) {
      const image = await codec.normalise(new UnscreenedImage((await render(prompt, 512, 512)).bytes), {
        signal,
      });
      const { findings, illustrated } = await moderator.moderate(openJudged(image), { signal });
      for (const policy of Object.values(presets)) {
        expect(decideImage(policy, findings, illustrated).decision).toBe('clear');
      }
    }
  });
});
