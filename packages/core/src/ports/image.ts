import type { FramesKept } from '../image/animation.ts';
import type { EncodedImage } from '../image/formats.ts';
import type { NormalisedImage, UnscreenedImage } from '../sealed/picture.ts';
import type { Category } from '../vocabulary/category.ts';
import type { CheckReport } from '../vocabulary/finding.ts';
import type { CallOptions } from './call.ts';
import type { EnginePart } from './part.ts';

/**
 * A check of pictures. Throws `CheckError` when it cannot answer, or for an unknown label.
 * @example
 * ```ts
 * const moderator: ImageModerator = {
 *   name: 'acme',
 *   covers: ['violence'],
 *   async moderate({ bytes, mediaType }, { signal }) {
 *     const score = await askAcme(bytes, mediaType, signal);
 *     return { findings: [{ check: 'acme', category: 'violence', label: 'fight', score }] };
 *   },
 * };
 * ```
 */
export interface ImageModerator extends EnginePart {
  readonly covers: readonly Category[];
  /** True for a moderator that sees these categories only where words name them. They still count as seen by no check. */
  readonly wordsOnly?: boolean;
  /** @param image The pixels to judge, encoded; they come from the same picture that a person may be shown. */
  moderate(image: EncodedImage, options: CallOptions): Promise<CheckReport>;
}

/** The options of decoding one image. */
export interface NormaliseOptions extends CallOptions {
  /** Whether transparency must be laid on white, for readers that would interpret it differently. */
  readonly opaque?: boolean;
  /**
   * The frames of an animation that may be left out; `one` when not given, which refuses animations. A codec that cannot
   * read animations refuses them always.
   */
  readonly frames?: FramesKept;
}

/**
 * Decoding, re-encoding and blurring, which need a native library and so live outside core.
 * @example
 * ```ts
 * import { sharpCodec } from '@shoji/pixels';
 *
 * const codec: ImageCodec = sharpCodec();
 * ```
 */
export interface ImageCodec {
  /**
   * Sniffs, checks the limits, decodes, drops all metadata, re-encodes. Throws `ImageError`. An animation has a view for
   * each frame that its shown bytes have, so that no frame is shown that is not judged.
   */
  normalise(image: UnscreenedImage, options: NormaliseOptions): Promise<NormalisedImage>;
  /** A still picture of the same size in which nothing can be recognised. */
  blur(image: NormalisedImage, options: CallOptions): Promise<EncodedImage>;
}
