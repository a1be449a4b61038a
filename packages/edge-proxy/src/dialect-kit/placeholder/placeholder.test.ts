import { CATEGORIES } from '@shoji/core';
import { readHeader } from '@shoji/core/image';
import { decodeRgb } from '@shoji/pixels';
import { describe, expect, it } from 'vitest';
import font from './data/glyphs.json' with { type: 'json' };
import { alphabet, languageOf, sentenceOf } from './phrases.ts';
import { placeholder } from './placeholder.ts';

describe('a placeholder', () => {
  it('has an outline for every character of every phrase', () => {
    const known = new Set(Object.keys(font.glyphs));
    expect([...alphabet()].filter((character) => !known.has(character))).toEqual([]);
  });

  it.each([
    ['en', 512, 512],
    ['ja', 768, 320],
    ['en', 64, 64],
  ] as const)(
    'is a PNG of the requested size for any length of text (%s, %i × %i)',
    async (language, width, height) => {
      const { bytes } = await placeholder(
        { what: 'prompt', unchecked: false, categories: CATEGORIES },
        language,
        { width, height },
      );
      expect(readHeader(bytes)).toEqual({ format: 'png', width, height, frames: 1 });
    },
  );

  const reason = { what: 'picture', unchecked: false, categories: ['nudity'] } as const;

  it('is cached for the same text and size', async () => {
    const size = { width: 100, height: 90 };
    const first = await placeholder(reason, 'en', size);
    expect(await placeholder(reason, 'en', size)).toBe(first);
    for (const [other, language] of [
      [{ ...reason, unchecked: true }, 'en'],
      [reason, 'ja'],
    ] as const)
      expect((await placeholder(other, language, size)).bytes).not.toEqual(first.bytes);
    // Drawing others does not evict it, up to a number of entries.
    expect(await placeholder(reason, 'en', size)).toBe(first);
    for (let width = 101; width < 134; width++) await placeholder(reason, 'en', { ...size, width });
    expect(await placeholder(reason, 'en', size)).not.toBe(first);
    expect((await placeholder(reason, 'en', size)).bytes).toEqual(first.bytes);
  });

  it.each([
    [1, 64],
    [63, 64],
    [1_537, 1_536],
    [700.4, 700],
    [Number.NaN, 512],
    [0, 512],
  ])('has a side of %d pixels as %i', async (asked, side) => {
    const { width, height } = await placeholder(reason, 'en', { width: asked, height: 64 });
    expect([width, height]).toEqual([side, 64]);
  });

  it('has its text in the middle, and the proxy’s name below it', async () => {
    const { width, height, data } = await decodeRgb(
      await placeholder(reason, 'en', { width: 512, height: 512 }),
    );
    const dark = Array.from({ length: height }, (_, y) =>
      Array.from({ length: width }, (_, x) => x).filter((x) => (data[(y * width + x) * 3] ?? 255) < 0x60),
    );
    const rows = dark.flatMap((row, y) => (row.length > 0 ? [y] : []));
    const columns = dark.flat();
    const [left, right] = [Math.min(...columns), Math.max(...columns)];
    const [top, bottom] = [rows[0] ?? 0, rows.at(-1) ?? 0];
    // Centred horizontally, and within the margins.
    expect(Math.abs(left + right - width)).toBeLessThan(8);
    expect([left > width * 0.08, right < width * 0.92]).toEqual([true, true]);
    // A few lines, around half of the height.
    expect(Math.abs((top + bottom) / 2 - height / 2)).toBeLessThan(height * 0.04);
    expect(bottom - top).toBeGreaterThan(height * 0.1);
    expect(bottom - top).toBeLessThan(height * 0.35);
    const name = Array.from({ length: 30 }, (_, y) => height - 45 + y).flatMap((y) =>
      Array.from({ length: width }, (_, x) => x).filter(
        (x) => Math.abs((data[(y * width + x) * 3] ?? 0) - 0x8a) < 12,
      ),
    );
    expect(name.length).toBeGreaterThan(40);
    expect(Math.abs(Math.min(...name) + Math.max(...name) - width)).toBeLessThan(8);
  });

  it('is a paper screen: bars at the quarters, and a frame', async () => {
    const { width, data } = await decodeRgb(await placeholder(reason, 'en', { width: 400, height: 400 }));
    const blueAt = (x: number, y: number) => data[(y * width + x) * 3 + 2] ?? 0;
    const [paper, bar, frame] = [0xe4, 0xc3, 0x66];
    const places = [
      ...[100, 200, 300].flatMap((x) => [
        [x, 30, bar],
        [x - 4, 30, paper],
      ]),
      ...[100, 200, 300].flatMap((y) => [
        [20, y, bar],
        [20, y - 4, paper],
      ]),
      ...[
        [0, 30, frame],
        [399, 30, frame],
        [30, 0, frame],
        [30, 399, frame],
      ],
    ] as const;
    for (const [x = 0, y = 0, blue = 0] of places) expect(Math.abs(blueAt(x, y) - blue)).toBeLessThan(12);
  });

  it('uses a smaller font for a text that is longer than the room', async () => {
    const all = { what: 'prompt', unchecked: false, categories: CATEGORIES } as const;
    const { width, height, data } = await decodeRgb(
      await placeholder(all, 'en', { width: 256, height: 256 }),
    );
    const rows = Array.from({ length: height }, (_, y) => y).filter((y) =>
      Array.from({ length: width }, (_, x) => data[(y * width + x) * 3] ?? 255).some((red) => red < 0x60),
    );
    expect(rows.at(0)).toBeGreaterThan(height * 0.1);
    expect(rows.at(-1)).toBeLessThan(height * 0.9);
  });

  it('distinguishes unsafe from unchecked, in the reader’s language', () => {
    const unsafe = { what: 'picture', unchecked: false, categories: ['nudity'] } as const;
    expect(sentenceOf(unsafe, 'en')).toBe('This picture is withheld. Reason: nudity.');
    expect(sentenceOf({ ...unsafe, unchecked: true }, 'en')).toBe('This picture could not be checked.');
    expect(sentenceOf(unsafe, 'ja')).toBe('この画像は表示されません。理由：裸。');
    expect(['ja-JP,en;q=0.8', 'en-GB,ja', 'de', null].map((header) => languageOf(header))).toEqual([
      'ja',
      'en',
      'en',
      'en',
    ]);
  });
});
