import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COVER_SIDE, coverOf } from './cover.ts';

type Colour = readonly [number, number, number];

/** A picture with the colour `colour(x, y)` at each pixel, and an alpha channel where it has four channels. */
function drawn(width: number, height: number, colour: (x: number, y: number) => Colour, channels: 3 | 4 = 3) {
  const data = new Uint8Array(width * height * channels).fill(7);
  for (let at = 0; at < width * height; at += 1) {
    data.set(colour(at % width, Math.floor(at / width)), at * channels);
  }
  return { width, height, channels, data };
}

const at = (cover: ReturnType<typeof coverOf>, x: number, y: number) => [
  ...cover.data.subarray((y * COVER_SIDE + x) * cover.channels, (y * COVER_SIDE + x + 1) * cover.channels),
];

describe('coverOf', () => {
  it('has one size for every aspect ratio, and is opaque', () => {
    for (const [width, height] of [
      [1, 1],
      [1, 300],
      [300, 1],
      [3, 5],
    ] as const) {
      const cover = coverOf(drawn(width, height, () => [96, 96, 96], 4));
      expect(cover).toMatchObject({ width: COVER_SIDE, height: COVER_SIDE, channels: 4 });
      expect(cover.data.filter((_, place) => place % 4 === 3).every((alpha) => alpha === 255)).toBe(true);
      expect(at(cover, 0, 0)).toEqual([108, 108, 108, 255]);
      expect(at(cover, COVER_SIDE - 1, COVER_SIDE - 1)).toEqual([84, 84, 84, 255]);
    }
  });

  it('keeps halves apart that differ by much, horizontally and vertically', () => {
    const [red, blue]: [Colour, Colour] = [
      [220, 30, 30],
      [30, 30, 220],
    ];
    const across = coverOf(drawn(40, 10, (x) => (x < 20 ? red : blue)));
    const down = coverOf(drawn(40, 10, (_, y) => (y < 5 ? red : blue)));
    const last = COVER_SIDE - 1;
    for (const [cover, other] of [
      [across, at(across, last, 0)],
      [down, at(down, 0, last)],
    ] as const) {
      const [r = 0, , b = 0] = at(cover, 0, 0);
      expect(r - b).toBeGreaterThan(120);
      expect((other[2] ?? 0) - (other[0] ?? 0)).toBeGreaterThan(120);
    }
  });

  it('shows nothing of small differences, wherever they are', () => {
    const pattern = fc.uint8Array({ minLength: 64, maxLength: 64, max: 24 });
    fc.assert(
      fc.property(pattern, (values) => {
        const cover = coverOf(
          drawn(8, 8, (x, y) => {
            const grey = 116 + (values[y * 8 + x] ?? 0);
            return [grey, grey, grey];
          }),
        );
        expect(cover.data).toEqual(coverOf(drawn(8, 8, () => [128, 128, 128])).data);
      }),
    );
  });
});
