import { type EncodedImage, NormalisedImage } from '@shoji/core';
import {
  type AnimationLimits,
  type FramesKept,
  framesToKeep,
  type ImageHeader,
  sampled,
} from '@shoji/core/image';
import { encodeAnimation, encodePng } from '../encode.ts';
import { encodeJudged, type JudgeSize } from '../judged.ts';
import { fromPixels } from '../rgb.ts';
import type { FrameReader } from './frames.ts';
import { mergeFrames } from './merge.ts';

/** The options of decoding one animation. */
export interface AnimationOptions {
  readonly header: ImageHeader;
  readonly kept: FramesKept;
  readonly limits: AnimationLimits;
  /** Most pixels that are decoded at once, and most that are kept. */
  readonly maxPixels: number;
  readonly judge: JudgeSize;
  readonly read: FrameReader;
  readonly signal: AbortSignal;
}

/**
 * An animation that has only frames which are judged: an animated WebP, or a PNG if all frames look the same.
 * @throws ImageError for an animation over a limit, or damaged.
 */
export async function normaliseFrames(
  bytes: Uint8Array,
  { header, kept, limits, maxPixels, judge, read, signal }: AnimationOptions,
): Promise<NormalisedImage> {
  const { frames: of } = header;
  const keep = framesToKeep(header, kept, limits, maxPixels);
  const decoded = await read(bytes, { header, kept: sampled(of, keep), maxPixels, signal });
  const { shown, looks } = mergeFrames(decoded.frames);
  const judged: EncodedImage[] = [];
  for (const { pixels } of looks) {
    signal.throwIfAborted();
    judged.push(await encodeJudged(pixels, judge));
  }
  signal.throwIfAborted();
  const [first, ...further] = judged;
  const [still, ...more] = shown;
  if (first === undefined || still === undefined) throw new Error('an animation has a frame');
  const encoded =
    more.length === 0
      ? await encodePng(fromPixels(still.pixels))
      : await encodeAnimation(shown, decoded.loop);
  return new NormalisedImage(encoded, first, further, { of, kept: keep, at: looks.map(({ at }) => at) });
}
