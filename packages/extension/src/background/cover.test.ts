import { coverOf } from '@shoji/core/image';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { cover } from './cover.ts';

/** A canvas that records what was drawn on it and its size; it has only the pixels that a test puts there. */
class Canvas {
  readonly width: number;
  readonly height: number;
  drawn: { readonly from: unknown; readonly smooth: string } | undefined;
  put: { readonly data: Uint8ClampedArray; readonly width: number; readonly height: number } | undefined;
  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    canvases.push(this);
  }
  getContext(kind: string) {
    if (kind !== '2d' || !draws) return null;
    const canvas = this;
    return {
      canvas,
      imageSmoothingQuality: 'low',
      drawImage(from: unknown, x: number, y: number, width: number, height: number) {
        if (x !== 0 || y !== 0 || width !== canvas.width || height !== canvas.height)
          throw new Error('cut off');
        canvas.drawn = { from, smooth: this.imageSmoothingQuality };
      },
      getImageData: (_x: number, _y: number, width: number, height: number) => ({
        data: pixels(width, height),
      }),
      putImageData(data: Canvas['put']) {
        canvas.put = data;
      },
    };
  }
  async convertToBlob({ type, quality }: { type: string; quality: number }) {
    return new Blob([JSON.stringify({ quality, width: this.width, height: this.height })], { type });
  }
}

let canvases: Canvas[] = [];
let draws = true;
const bitmap = { width: 512, height: 3, close: vi.fn() };

/** A picture of two colours side by side, RGBA. */
function pixels(width: number, height: number): Uint8ClampedArray {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let at = 0; at < width * height; at++)
    data.set(at % width < width / 2 ? [200, 0, 0, 255] : [0, 0, 200, 255], at * 4);
  return data;
}

beforeEach(() => {
  canvases = [];
  draws = true;
  bitmap.close.mockClear();
  vi.stubGlobal('createImageBitmap', async () => bitmap);
  vi.stubGlobal('OffscreenCanvas', Canvas);
  vi.stubGlobal(
    'ImageData',
    class {
      readonly data: Uint8ClampedArray;
      readonly width: number;
      readonly height: number;
      constructor(data: Uint8ClampedArray, width: number, height: number) {
        this.data = data;
        this.width = width;
        this.height = height;
      }
    },
  );
});
afterEach(() => vi.unstubAllGlobals());

describe('a cover', () => {
  it('is a picture of the same size, made from the pixels that core keeps', async () => {
    const covered = await cover(new Blob(['x']));
    expect(covered.type).toBe('image/jpeg');
    expect(JSON.parse(await covered.text())).toEqual({ quality: 0.8, width: 512, height: 3 });
    const [sample, small, middle, large] = canvases;
    expect(sample?.drawn?.from).toBe(bitmap);
    const left = coverOf({ width: 64, height: 64, channels: 4, data: pixels(64, 64) });
    expect(small).toMatchObject({ width: left.width, height: left.height });
    expect(small?.put?.data).toEqual(left.data);
    // Only the pixels that core keeps are drawn, in two smooth steps; both sides are always at least one pixel long.
    expect(middle?.drawn).toEqual({ from: small, smooth: 'high' });
    expect(middle).toMatchObject({ width: 128, height: 1 });
    expect(large?.drawn).toEqual({ from: middle, smooth: 'high' });
  });

  it('releases the decoded picture', async () => {
    await cover(new Blob(['x']));
    expect(bitmap.close).toHaveBeenCalledOnce();
  });

  it('fails, and does not pass the picture on, when the picture cannot be drawn or decoded', async () => {
    draws = false;
    await expect(cover(new Blob(['x']))).rejects.toThrow('cannot draw');
    vi.stubGlobal('createImageBitmap', () => Promise.reject(new Error('not a picture')));
    await expect(cover(new Blob(['x']))).rejects.toThrow('not a picture');
  });
});
