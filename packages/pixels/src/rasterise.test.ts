import { describe, expect, it } from 'vitest';
import { decodeRgb } from './decode.ts';
import { encodeUnder, rasterise } from './rasterise.ts';

const svg = (content: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4" viewBox="0 0 4 4">${content}</svg>`;
const at = ({ data, width }: { data: Uint8Array; width: number }, x: number, y: number) => [
  ...data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3),
];

describe('rasterise', () => {
  it('draws on white, at the requested size', async () => {
    const pixels = await rasterise(svg('<rect width="2" height="4" fill="#f00"/>'), 40, 20);
    expect(pixels).toMatchObject({ width: 40, height: 20 });
    expect(at(pixels, 2, 10)).toEqual([255, 0, 0]);
    expect(at(pixels, 38, 10)).toEqual([255, 255, 255]);
  });

  it('reads no file', async () => {
    const pixels = await rasterise(svg('<image href="file:///etc/hostname" width="4" height="4"/>'), 8, 8);
    expect(at(pixels, 4, 4)).toEqual([255, 255, 255]);
  });
});

describe('encodeUnder', () => {
  it('enlarges without smoothing, and draws the overlay on top', async () => {
    const pixels = { width: 2, height: 1, data: Uint8Array.from([0, 0, 0, 255, 255, 255]) };
    const overlay = svg('<rect width="4" height="1" fill="#00f"/>').replace(
      'width="4" height="4" view',
      'width="8" height="8" view',
    );
    const image = await encodeUnder(overlay, pixels, 8, 8);
    expect(image).toMatchObject({ mediaType: 'image/png', width: 8, height: 8 });
    const drawn = await decodeRgb(image);
    expect(at(drawn, 3, 5)).toEqual([0, 0, 0]);
    expect(at(drawn, 4, 5)).toEqual([255, 255, 255]);
    expect(at(drawn, 4, 0)).toEqual([0, 0, 255]);
  });
});
