import type { RgbPixels } from '@shoji/pixels';

/**
 * Scales an image to `side` × `side` pixels like TensorFlow's `resizeBilinear` with `alignCorners`, which reads four
 * neighbours and does not average. The model was trained on such images; a better filter changes the scores.
 * @returns Three planes (red, green, blue), values 0–1.
 */
export function resizeBilinear({ data, width, height }: RgbPixels, side: number): Float32Array {
  const plane = side * side;
  const planes = new Float32Array(3 * plane);
  const columns = Array.from({ length: side }, (_, x) => neighbours(x, side, width));
  for (let y = 0; y < side; y += 1) {
    const row = neighbours(y, side, height);
    for (let x = 0; x < side; x += 1) {
      const column = columns[x] ?? row;
      for (let channel = 0; channel < 3; channel += 1) {
        const at = (line: number, pixel: number) => data[(line * width + pixel) * 3 + channel] ?? 0;
        const top = at(row.near, column.near) * (1 - column.share) + at(row.near, column.far) * column.share;
        const bottom = at(row.far, column.near) * (1 - column.share) + at(row.far, column.far) * column.share;
        planes[channel * plane + y * side + x] = (top * (1 - row.share) + bottom * row.share) / 255;
      }
    }
  }
  return planes;
}

/** The two source positions around a target position, and the share of the farther one. */
function neighbours(target: number, targets: number, sources: number) {
  const position = targets > 1 ? (target * (sources - 1)) / (targets - 1) : 0;
  const near = Math.floor(position);
  return { near, far: Math.min(Math.ceil(position), sources - 1), share: position - near };
}
