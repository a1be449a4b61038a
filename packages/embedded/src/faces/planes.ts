import type { RgbPixels } from '@shoji/pixels';

/** How a model wants its values: `(byte − mean) / divisor` for each channel. */
export interface Scale {
  readonly mean: readonly [red: number, green: number, blue: number];
  readonly divisor: number;
}

/** A square of a picture, which may be turned and may reach over the edge. Units are pixels of the picture. */
export interface Square {
  /** The centre. */
  readonly x: number;
  readonly y: number;
  readonly side: number;
  /** Radians, clockwise. */
  readonly turn: number;
}

/** Samples along each side of a target pixel, at most. A face that is scaled down more than that is sharp enough. */
const MOST_SAMPLES = 3;

/**
 * The pixels as three planes, with the grey that means nothing to the model below and to the right of them.
 * @param width Width of the planes in pixels, not less than that of the picture. So for `height`.
 * @returns Red, green and blue, row by row.
 */
export function planesOf(pixels: RgbPixels, width: number, height: number, scale: Scale): Float32Array {
  const planes = new Float32Array(3 * width * height);
  const { data, width: columns, height: rows } = pixels;
  for (const channel of [0, 1, 2] as const) {
    const mean = scale.mean[channel];
    for (let y = 0; y < rows; y += 1) {
      const row = (channel * height + y) * width;
      for (let x = 0; x < columns; x += 1)
        planes[row + x] = ((data[(y * columns + x) * 3 + channel] ?? 0) - mean) / scale.divisor;
    }
  }
  return planes;
}

/**
 * A square of the picture, turned upright and scaled to `size` × `size` pixels. Outside of the picture it is black.
 * @returns Red, green and blue, row by row.
 */
export function squareOf(pixels: RgbPixels, square: Square, size: number, scale: Scale): Float32Array {
  const { data, width, height } = pixels;
  const planes = new Float32Array(3 * size * size);
  const samples = Math.max(1, Math.min(MOST_SAMPLES, Math.round(square.side / size)));
  const step = square.side / (size * samples);
  const [across, down] = [Math.cos(square.turn) * step, Math.sin(square.turn) * step];
  const half = (size * samples - 1) / 2;
  const weight = 1 / (samples * samples * scale.divisor);
  for (let row = 0; row < size * samples; row += 1) {
    for (let column = 0; column < size * samples; column += 1) {
      const x = square.x + (column - half) * across - (row - half) * down - 0.5;
      const y = square.y + (column - half) * down + (row - half) * across - 0.5;
      const target = Math.floor(row / samples) * size + Math.floor(column / samples);
      const [left, top] = [Math.floor(x), Math.floor(y)];
      const [right, bottom] = [x - left, y - top];
      const inside = left >= 0 && top >= 0 && left + 1 < width && top + 1 < height;
      const at = (top * width + left) * 3;
      for (let channel = 0; channel < 3; channel += 1) {
        // At the edge one of the four neighbours is missing; one pixel of a face does not matter.
        const value = inside
          ? ((data[at + channel] ?? 0) * (1 - right) + (data[at + 3 + channel] ?? 0) * right) * (1 - bottom) +
            ((data[at + 3 * width + channel] ?? 0) * (1 - right) +
              (data[at + 3 * width + 3 + channel] ?? 0) * right) *
              bottom
          : 0;
        const plane = channel * size * size + target;
        planes[plane] = (planes[plane] ?? 0) + (value - (scale.mean[channel] ?? 0)) * weight;
      }
    }
  }
  return planes;
}
