import type { RgbPixels } from '../../../pixels/index.ts';
import { type Random, random } from './random.ts';

/** Cells along each side of the noise: how often an unsteady brush changes its mind. */
const CELLS = [6, 12, 24];

/**
 * Moves every pixel by up to about `strength` pixels along soft noise, as an unsteady brush does.
 * SVG has a filter for it, which takes thirty times as long.
 */
export function warp(pixels: RgbPixels, strength: number, seed: number): RgbPixels {
  const { width, height, data } = pixels;
  const chance = random(seed, 'warp');
  const [across, down] = [noise(width, height, chance), noise(width, height, chance)];
  const warped = new Uint8Array(data.length);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = y * width + x;
      const fromX = Math.max(0, Math.min(width - 1.001, x + strength * (across[at] ?? 0)));
      const fromY = Math.max(0, Math.min(height - 1.001, y + strength * (down[at] ?? 0)));
      const [left, top] = [Math.floor(fromX), Math.floor(fromY)];
      const [dx, dy] = [fromX - left, fromY - top];
      const source = (top * width + left) * 3;
      const right = left + 1 < width ? 3 : 0;
      const below = top + 1 < height ? width * 3 : 0;
      for (let channel = 0; channel < 3; channel += 1) {
        const corner = source + channel;
        const upper = (data[corner] ?? 0) * (1 - dx) + (data[corner + right] ?? 0) * dx;
        const lower = (data[corner + below] ?? 0) * (1 - dx) + (data[corner + below + right] ?? 0) * dx;
        warped[at * 3 + channel] = upper * (1 - dy) + lower * dy;
      }
    }
  }
  return { width, height, data: warped };
}

/** Layers of value noise, each twice as fine and half as strong; about -1 to 1. */
function noise(width: number, height: number, chance: Random): Float32Array {
  const sum = new Float32Array(width * height);
  CELLS.forEach((cells, layer) => {
    const side = cells + 2;
    const values = Array.from({ length: side * side }, () => chance.between(-0.6, 0.6) / 2 ** layer);
    const columns = Array.from({ length: width }, (_, x) => step((x / width) * cells));
    for (let y = 0; y < height; y += 1) {
      const row = step((y / height) * cells);
      columns.forEach((column, x) => {
        const at = row.cell * side + column.cell;
        const upper = lerp(values[at] ?? 0, values[at + 1] ?? 0, column.share);
        const lower = lerp(values[at + side] ?? 0, values[at + side + 1] ?? 0, column.share);
        const pixel = y * width + x;
        sum[pixel] = (sum[pixel] ?? 0) + lerp(upper, lower, row.share);
      });
    }
  });
  return sum;
}

function lerp(from: number, to: number, share: number): number {
  return from + (to - from) * share;
}

/** The cell that a position lies in, and how far along it, eased so that cells join without a crease. */
function step(position: number): { cell: number; share: number } {
  const cell = Math.floor(position);
  const t = position - cell;
  return { cell, share: t * t * (3 - 2 * t) };
}
