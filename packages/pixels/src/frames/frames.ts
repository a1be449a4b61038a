import type { ImageHeader } from '@shoji/core/image';
import type { RgbPixels } from '../rgb.ts';

/** One whole frame: as it looks when everything before it was drawn, opaque. */
export interface Frame {
  /** Its position in the animation, from 0. */
  readonly at: number;
  readonly pixels: RgbPixels;
  /** How long it is shown, in milliseconds. */
  readonly ms: number;
}

/** The frames of an animation that are kept, all of the same size. */
export interface DecodedFrames {
  readonly frames: readonly Frame[];
  /** How often the animation is shown; 0 is without end. */
  readonly loop: number;
}

/** The frames to read. */
export interface WantedFrames {
  /** The checked header of the animation. */
  readonly header: ImageHeader;
  /** Positions of the frames that are kept, in ascending order, beginning with 0. */
  readonly kept: readonly number[];
  /** Most pixels that are decoded at once. */
  readonly maxPixels: number;
  readonly signal: AbortSignal;
}

/**
 * Reads frames of an animation. It is the port for a decoder of films: all that follows (judging, encoding, the warning
 * about frames that were left out) needs only this.
 * @throws ImageError `corrupt` for an animation that is damaged, or different from its header.
 */
export type FrameReader = (bytes: Uint8Array, wanted: WantedFrames) => Promise<DecodedFrames>;
