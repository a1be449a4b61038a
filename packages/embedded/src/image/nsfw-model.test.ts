import type { RgbPixels } from '@shoji/pixels';
import { describe, expect, it } from 'vitest';
import { loadNsfwModel } from './nsfw-model.ts';
import { WINDOWS } from './windows.ts';

function picture(width: number, height: number, value: (x: number, y: number, channel: number) => number) {
  const data = new Uint8Array(width * height * 3);
  for (let at = 0; at < data.length; at += 1) {
    const pixel = Math.floor(at / 3);
    data[at] = value(pixel % width, Math.floor(pixel / width), at % 3);
  }
  return { width, height, data } satisfies RgbPixels;
}

const ownSize = picture(224, 224, (x, y, channel) => (((y * 224 + x) * 3 + channel) * 31) % 251);
const scaled = picture(
  150,
  97,
  (x, y, channel) => [x * 5, y * 7, (x + y) * 3].map((value) => value % 256)[channel] ?? 0,
);

describe('a converted model', () => {
  // Expected values: the output of nsfwjs 4.4.0 for the same pixels, run on TensorFlow.js 4.22 in plain JavaScript.
  it.each([
    [
      'MobileNetV2 its own size',
      'imageModel',
      ownSize,
      { Drawing: 0.719738, Neutral: 0.197257, Hentai: 0.058354, Porn: 0.018579, Sexy: 0.006073 },
    ],
    [
      'MobileNetV2 a size that must be scaled',
      'imageModel',
      scaled,
      { Drawing: 0.362626, Neutral: 0.592881, Hentai: 0.026645, Porn: 0.015173, Sexy: 0.002675 },
    ],
    [
      'MobileNetV2Mid its own size',
      'imageModelMid',
      ownSize,
      { Drawing: 0.012104, Neutral: 0.980829, Hentai: 0.003399, Porn: 0.003143, Sexy: 0.000525 },
    ],
    [
      'MobileNetV2Mid a size that must be scaled',
      'imageModelMid',
      scaled,
      { Drawing: 0.065925, Neutral: 0.931655, Hentai: 0.002283, Porn: 0.00011, Sexy: 0.000028 },
    ],
  ] as const)('gives the result of nsfwjs: %s', async (_, file, pixels, expected) => {
    const model = await loadNsfwModel(file, file === 'imageModel' ? WINDOWS : []);
    const { whole } = await model(pixels, 224);
    for (const [label, score] of Object.entries(whole))
      expect(score).toBeCloseTo(expected[label as keyof typeof expected], 4);
  });

  it('judges the tiles of an image, from the upper left on', async () => {
    const model = await loadNsfwModel('imageModel', WINDOWS);
    const { windows } = await model(
      picture(640, 320, (x) => x % 256),
      320,
    );
    const [large = [], small = []] = WINDOWS.map((cells) => windows.get(cells));
    expect([large.length, small.length]).toEqual([16, 36]);
    expect(large[0]?.region).toEqual({ left: 0, top: 0, width: 448, height: 224 });
    expect(small[1]?.region).toEqual({ left: 64, top: 0, width: 320, height: 160 });
    expect(small.at(-1)?.region).toEqual({ left: 320, top: 160, width: 320, height: 160 });
    for (const { scores } of [...large, ...small])
      expect(Object.values(scores).reduce((sum, score) => sum + score, 0)).toBeCloseTo(1, 4);
  });

  it('sees in a tile what it sees in an image of the same pixels', async () => {
    const model = await loadNsfwModel('imageModel', WINDOWS);
    const region = { left: 20, top: 30, width: 100, height: 50 };
    const whole = picture(150, 97, (x, y, channel) => scaled.data[(y * 150 + x) * 3 + channel] ?? 0);
    const part = picture(
      100,
      50,
      (x, y, channel) => scaled.data[((y + 30) * 150 + x + 20) * 3 + channel] ?? 0,
    );
    expect((await model(whole, 224, region)).whole).toEqual((await model(part, 224)).whole);
  });

  it.each([
    [1, 1],
    [1, 300],
    [3, 2],
  ])('judges an image of %i × %i pixels', async (width, height) => {
    const model = await loadNsfwModel('imageModel', WINDOWS);
    const { windows } = await model(
      picture(width, height, () => 100),
      320,
    );
    for (const { region } of windows.get(5) ?? []) {
      expect(region.width).toBeGreaterThan(0);
      expect(region.left + region.width).toBeLessThanOrEqual(width);
      expect(region.top + region.height).toBeLessThanOrEqual(height);
    }
  });
});
