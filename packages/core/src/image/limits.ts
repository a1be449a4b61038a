import { ImageError } from './errors.ts';
import type { ImageHeader } from './header.ts';

/** Limits of an image before it is decoded. Sides and pixels as its header gives them. */
export interface ImageLimits {
  readonly maxBytes: number;
  readonly minSide: number;
  readonly maxSide: number;
  /** Width times height; decoding takes three to eight bytes of memory for each. */
  readonly maxPixels: number;
  readonly maxFrames: number;
}

/** `maxSide` is Rekognition's own; under `minSide` there is nothing to judge; 25 million pixels decode to 75 MB, transparent ones to 100. */
export const DEFAULT_IMAGE_LIMITS: ImageLimits = {
  maxBytes: 20 * 1024 * 1024,
  minSide: 16,
  maxSide: 10_000,
  maxPixels: 25_000_000,
  maxFrames: 1,
};

/**
 * Refuses a picture by its size in bytes alone, before anything in it is read.
 * @throws ImageError `too_many_bytes`.
 */
export function checkBytes(byteLength: number, limits: ImageLimits): void {
  if (byteLength > limits.maxBytes) {
    throw new ImageError(
      'too_many_bytes',
      `The picture has ${count(byteLength)} bytes; at most ${count(limits.maxBytes)} are accepted. Compress it or make it smaller.`,
    );
  }
}

/**
 * Refuses a picture by its header, before it is decoded.
 * @throws ImageError `too_many_bytes`, `too_many_frames`, `too_large` or `too_small`.
 */
export function checkLimits(header: ImageHeader, bytes: Uint8Array, limits: ImageLimits): void {
  const { width, height, frames } = header;
  // Formatted only when needed: the first number that a process formats takes some milliseconds.
  const size = () => `${count(width)} × ${count(height)} pixels`;
  checkBytes(bytes.length, limits);
  if (frames > limits.maxFrames) {
    const accepted = limits.maxFrames === 1 ? 'only still pictures are' : `at most ${limits.maxFrames} are`;
    throw new ImageError(
      'too_many_frames',
      `The picture has ${count(frames)} frames; ${accepted} accepted. Send each frame as a separate picture.`,
    );
  }
  if (Math.max(width, height) > limits.maxSide) {
    throw new ImageError(
      'too_large',
      `The picture is ${size()}; a side may have at most ${count(limits.maxSide)}. Scale it down.`,
    );
  }
  if (width * height > limits.maxPixels) {
    throw new ImageError(
      'too_large',
      `The picture is ${size()}; at most ${count(limits.maxPixels)} pixels in all are accepted. Scale it down.`,
    );
  }
  if (Math.min(width, height) < limits.minSide) {
    throw new ImageError(
      'too_small',
      `The picture is ${size()}; a side must have at least ${count(limits.minSide)}. Send a larger one.`,
    );
  }
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}
