import { createCipheriv } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { strip, waves } from './fixtures.test-helper.ts';
import { DEFAULT_JUDGE_SIZE, encodeJudged, isJudgeable, judgedSize } from './judged.ts';
import { toPixels } from './rgb.ts';
import { sharp } from './sharp.ts';

const zeros = (size: number) => new Uint8Array(size);

describe('judgedSize', () => {
  it.each([
    [1024, 1024, 512, 512],
    [1536, 1024, 768, 512],
    [300, 200, 300, 200],
    [80, 80, 80, 80],
    [79, 79, 80, 80],
    [79, 158, 80, 160],
    [10_000, 1000, 5120, 512],
  ])('%i × %i becomes %i × %i', (width, height, toWidth, toHeight) => {
    const { inner, canvas } = judgedSize({ width, height }, 512);
    expect(inner).toEqual({ width: toWidth, height: toHeight });
    expect(canvas).toEqual(inner);
  });

  it('keeps one row or one column of pixels when rounding would leave none', () => {
    expect(judgedSize({ width: 40_000, height: 1 }, 512).inner).toEqual({ width: 10_000, height: 1 });
    expect(judgedSize({ width: 1, height: 40_000 }, 512).inner).toEqual({ width: 1, height: 10_000 });
  });

  it('always fits the service and keeps the proportions', () => {
    const side = fc.integer({ min: 1, max: 20_000 });
    fc.assert(
      fc.property(side, side, fc.integer({ min: 1, max: 4096 }), (width, height, shortSide) => {
        const { inner, canvas } = judgedSize({ width, height }, shortSide);
        expect(Math.min(canvas.width, canvas.height)).toBeGreaterThanOrEqual(80);
        expect(Math.max(canvas.width, canvas.height)).toBeLessThanOrEqual(10_000);
        const scale = inner.width / width;
        expect(Math.abs(inner.height - Math.max(1, height * scale))).toBeLessThanOrEqual(1 + height / width);
      }),
    );
  });
});

describe('encodeJudged', () => {
  const size = { shortSide: 512, quality: 85 };

  it('centres a strip on grey', async () => {
    const strip = await toPixels(
      sharp({ create: { width: 10_000, height: 16, channels: 3, background: '#ff0000' } }),
    );
    const judged = await encodeJudged(strip, size);
    expect(judged).toMatchObject({ mediaType: 'image/jpeg', width: 10_000, height: 80 });
    const { data } = await toPixels(sharp(judged.bytes));
    const pixel = (row: number) => [...data.subarray(row * 30_000, row * 30_000 + 3)];
    expect(pixel(2)).toEqual([128, 128, 128]);
    expect(pixel(40)[0]).toBeGreaterThan(240);
  });

  it('centres a column on grey', async () => {
    const column = await toPixels(
      sharp({ create: { width: 17, height: 10_000, channels: 3, background: '#000000' } }),
    );
    const judged = await encodeJudged(column, size);
    expect(judged).toMatchObject({ width: 80, height: 10_000 });
    const { data } = await toPixels(sharp(judged.bytes));
    const middle = 5_000 * 80 * 3;
    const dark = Array.from({ length: 80 }, (_, x) => (data[middle + x * 3] ?? 255) < 64);
    expect([dark.indexOf(true), dark.lastIndexOf(true)]).toEqual([31, 47]);
    const [red, green, blue] = data.subarray(middle, middle + 3);
    expect([red, green, blue]).toEqual([128, 128, 128]);
  });

  it('has the requested quality', async () => {
    const pixels = await toPixels(waves(200, 200));
    const bytes = async (quality: number) =>
      (await encodeJudged(pixels, { shortSide: 512, quality })).bytes.length;
    expect(await bytes(40)).toBeLessThan(await bytes(85));
    expect(DEFAULT_JUDGE_SIZE).toEqual({ shortSide: 768, quality: 85 });
  });

  it.each([
    ['a little', 2_400, 2_600_000],
    ['a lot', 3_800, 2_600_000],
  ])('lowers the quality %s when the file is too large for the service', async (_, side, least) => {
    // The same random bytes every time; random bytes compress worst.
    const data = createCipheriv('aes-128-ctr', zeros(16), zeros(16)).update(zeros(side * side * 3));
    const judged = await encodeJudged({ width: side, height: side, data }, { shortSide: side, quality: 90 });
    expect(judged).toMatchObject({ width: side, height: side });
    expect(judged.bytes.length).toBeLessThanOrEqual(5_242_880);
    expect(judged.bytes.length).toBeGreaterThan(least);
  });

  it('shows a strip to its ends when rounding changes its shape', async () => {
    const judged = await encodeJudged(await toPixels(strip([0, 0, 0], [255, 0, 0])), size);
    const { data, width, height } = await toPixels(sharp(judged.bytes));
    const middle = width * Math.floor(height / 2);
    expect([data[middle * 3], data[(middle + width - 1) * 3]].map((red = 0) => red > 200)).toEqual([
      true,
      true,
    ]);
  });

  it('keeps the content of the picture', async () => {
    const original = await toPixels(waves(700, 600));
    const judged = await toPixels(sharp((await encodeJudged(original, size)).bytes));
    const expected = await toPixels(waves(700, 600).resize(judged.width, judged.height, { fit: 'fill' }));
    const error = expected.data.reduce((sum, value, at) => sum + Math.abs(value - (judged.data[at] ?? 0)), 0);
    expect(error / expected.data.length).toBeLessThan(4);
  });
});

it('uses the picture unchanged when the judge accepts its size and its bytes', () => {
  const judgeable = (width: number, height: number, bytes = 1_000) =>
    isJudgeable(
      { mediaType: 'image/jpeg', width, height, bytes: new Uint8Array(bytes) },
      { shortSide: 512, quality: 85 },
    );
  expect([judgeable(512, 700), judgeable(80, 80), judgeable(80, 10_000)]).toEqual([true, true, true]);
  expect([judgeable(513, 513), judgeable(79, 79), judgeable(10_001, 80)]).toEqual([false, false, false]);
  expect([judgeable(512, 512, 5_242_880), judgeable(512, 512, 5_242_881)]).toEqual([true, false]);
});
