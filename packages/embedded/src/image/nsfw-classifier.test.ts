import type { RgbPixels } from '@shoji/pixels';
import { describe, expect, it } from 'vitest';
import { loadNsfwClassifier } from './nsfw-classifier.ts';

function picture(width: number, height: number, value: (x: number, y: number, channel: number) => number) {
  const data = new Uint8Array(width * height * 3);
  for (let at = 0; at < data.length; at += 1) {
    const pixel = Math.floor(at / 3);
    data[at] = value(pixel % width, Math.floor(pixel / width), at % 3);
  }
  return { width, height, data } satisfies RgbPixels;
}

describe('the converted MobileNetV2', () => {
  // Expected values: the output of nsfwjs 4.4.0 for the same pixels, run on TensorFlow.js 4.22 in plain JavaScript.
  it.each([
    [
      'its own size',
      picture(224, 224, (x, y, channel) => (((y * 224 + x) * 3 + channel) * 31) % 251),
      { Drawing: 0.719738, Neutral: 0.197257, Hentai: 0.058354, Porn: 0.018579, Sexy: 0.006073 },
    ],
    [
      'a size that must be scaled',
      picture(
        150,
        97,
        (x, y, channel) => [x * 5, y * 7, (x + y) * 3].map((value) => value % 256)[channel] ?? 0,
      ),
      { Drawing: 0.362626, Neutral: 0.592881, Hentai: 0.026645, Porn: 0.015173, Sexy: 0.002675 },
    ],
  ])('gives the result of nsfwjs for a picture of %s', async (_, pixels, expected) => {
    const classify = await loadNsfwClassifier();
    const scores = await classify(pixels);
    for (const [label, score] of Object.entries(scores)) {
      expect(score).toBeCloseTo(expected[label as keyof typeof expected], 5);
    }
  });
});
