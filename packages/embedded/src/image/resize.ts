import type { RgbPixels } from '@shoji/pixels';

/** A part of an image, in pixels of it. */
export interface Region {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Scales an image to `side` × `side` pixels like TensorFlow's `resizeBilinear` with `alignCorners`, which reads four
 * neighbours and does not average. The model was trained on such images; a better filter changes the scores.
 * @param region The part to scale; the whole image when omitted.
 * @returns Three planes (red, green, blue), values 0–1.
 */
export function resizeBilinear(
  { data, width, height }: RgbPixels,
  side: number,
  region: Region = { left: 0, top: 0, width, height },
): Float32Array {
  const plane = side * side;
  const planes = new Float32Array(3 * plane);
  const columns = neighbours(region.left, region.width, side, 3);
  const rows = neighbours(region.top, region.height, side, width * 3);
  for (let y = 0; y < side; y += 1) {
    // One by one: an array to take apart would be made for each pixel.
    const near = rows.near[y] ?? 0;
    const far = rows.far[y] ?? 0;
    const below = rows.share[y] ?? 0;
    for (let x = 0; x < side; x += 1) {
      const left = columns.near[x] ?? 0;
      const right = columns.far[x] ?? 0;
      const after = columns.share[x] ?? 0;
      for (let channel = 0; channel < 3; channel += 1) {
        const topLeft = data[near + left + channel] ?? 0;
        const top = topLeft + ((data[near + right + channel] ?? 0) - topLeft) * after;
        const bottomLeft = data[far + left + channel] ?? 0;
        const bottom = bottomLeft + ((data[far + right + channel] ?? 0) - bottomLeft) * after;
        planes[channel * plane + y * side + x] = (top + (bottom - top) * below) / 255;
      }
    }
  }
  return planes;
}

/** For each target position the two source positions around it, times `step`, and the share of the farther one. */
function neighbours(start: number, sources: number, targets: number, step: number) {
  const near = new Int32Array(targets);
  const far = new Int32Array(targets);
  const share = new Float64Array(targets);
  for (let target = 0; target < targets; target += 1) {
    const position = targets > 1 ? (target * (sources - 1)) / (targets - 1) : 0;
    const floor = Math.floor(position);
    near[target] = (start + floor) * step;
    far[target] = (start + Math.min(Math.ceil(position), sources - 1)) * step;
    share[target] = position - floor;
  }
  return { near, far, share };
}
