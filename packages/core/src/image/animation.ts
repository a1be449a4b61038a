import { ImageError } from './errors.ts';
import type { ImageHeader } from './header.ts';

/**
 * The frames of an animation that may be left out: `one` accepts still pictures only; `every` accepts an animation only
 * if all of its frames are judged, for pictures that somebody shows as they were sent; `sample` accepts a longer one, of
 * which the judged frames alone are kept.
 */
export type FramesKept = 'one' | 'every' | 'sample';

/** The frames of an animation: how many it had, and those that were kept, all of which are judged. */
export interface Frames {
  /** Number of frames that the animation had. */
  readonly of: number;
  /** Number of frames that were judged and may be shown, before equal neighbours became one. */
  readonly kept: number;
  /** For each view of the picture, the position in the animation of the frame that it shows, from 0. */
  readonly at: readonly number[];
}

/** Limits of an animation before it is decoded. Each frame must also be within the limits of a picture. */
export interface AnimationLimits {
  /** Most frames of an animation. */
  readonly maxFrames: number;
  /** Most pixels of all frames together; decoding takes some 32 ms of CPU for a million. */
  readonly maxPixels: number;
  /** Most frames that are judged; of more, these many are kept, at equal distances. Each is a call of each moderator. */
  readonly maxJudged: number;
}

/**
 * 50 million pixels are 190 frames of 512 × 512, or 125 of 832 × 480, which is five seconds of the usual models. 32 frames
 * are judged within the deadline of ten seconds also by a service that takes five calls a second.
 */
export const DEFAULT_ANIMATION_LIMITS: AnimationLimits = {
  maxFrames: 1_000,
  maxPixels: 50_000_000,
  maxJudged: 32,
};

/** Formats whose frames can be decoded. A decoder of APNG is missing: libvips reads its first picture only. */
const ANIMATED: readonly string[] = ['gif', 'webp'];

/**
 * Refuses an animation by its header, before it is decoded.
 * @param most Most pixels of the frames that are kept in memory.
 * @returns The number of frames to keep: all, or as many as the limits allow.
 * @throws ImageError `too_many_frames`, `too_large`, or `unsupported_format` for an animated PNG.
 */
export function framesToKeep(
  { format, width, height, frames }: ImageHeader,
  kept: FramesKept,
  limits: AnimationLimits,
  most: number,
): number {
  if (!ANIMATED.includes(format)) {
    throw new ImageError(
      'too_many_frames',
      `The picture is an animated ${format.toUpperCase()}, whose frames cannot be read. Save it as an animated WebP or GIF.`,
    );
  }
  if (frames > limits.maxFrames) {
    throw new ImageError(
      'too_many_frames',
      `The animation has ${frames} frames; at most ${limits.maxFrames} are accepted. Send a shorter one.`,
    );
  }
  const pixels = width * height;
  if (pixels * frames > limits.maxPixels) {
    throw new ImageError(
      'too_large',
      `The animation has ${frames} frames of ${width} × ${height} pixels; at most ${limits.maxPixels} pixels in all are accepted. Make it smaller or shorter.`,
    );
  }
  const fitting = Math.min(frames, limits.maxJudged, Math.floor(most / pixels));
  if (fitting < Math.min(2, frames) || (kept === 'every' && fitting < frames)) {
    throw new ImageError(
      'too_many_frames',
      `The animation has ${frames} frames; at most ${fitting} of this size can be checked. Send a shorter one.`,
    );
  }
  return fitting;
}

/**
 * Positions of `kept` of `frames` frames, at equal distances, the first frame first.
 * @example
 * ```ts
 * sampled(10, 4); // [0, 2, 5, 7]
 * ```
 */
export function sampled(frames: number, kept: number): number[] {
  return Array.from({ length: Math.min(frames, kept) }, (_, index) =>
    Math.floor((index * frames) / Math.min(frames, kept)),
  );
}
