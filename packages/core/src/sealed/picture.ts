import type { Frames } from '../image/animation.ts';
import type { EncodedImage } from '../image/formats.ts';

// Assigned in the classes' static blocks, the only places that can read the private fields.
export let openUnscreened: (image: UnscreenedImage) => Uint8Array<ArrayBuffer>;
export let openShown: (image: NormalisedImage) => EncodedImage;
export let openJudged: (image: NormalisedImage) => EncodedImage;

/**
 * An image that has not been judged. Its bytes are private: no response, event or log can contain them by accident.
 * Only `@shoji/core/unseal` opens it, and an architecture test names the few places that may import that.
 * @example
 * ```ts
 * const image = new UnscreenedImage(new Uint8Array(await response.arrayBuffer()));
 * const { image: screened } = await screening.image(image, verdict);
 * ```
 */
export class UnscreenedImage {
  readonly #bytes: Uint8Array<ArrayBuffer>;

  /** @param bytes The picture as its source encoded it; any format, not yet checked. */
  constructor(bytes: Uint8Array<ArrayBuffer>) {
    this.#bytes = bytes;
  }

  static {
    openUnscreened = (image) => image.#bytes;
  }
}

/**
 * A picture that was decoded, checked against the limits and re-encoded, but not judged yet. Holds the bytes that may
 * be shown later and the bytes for the checks; both come from the same pixels.
 * @example
 * ```ts
 * // In an ImageCodec, after the picture was decoded, checked and encoded again:
 * return new NormalisedImage(shown, judged);
 * ```
 */
export class NormalisedImage {
  readonly width: number;
  readonly height: number;
  readonly #shown: EncodedImage;
  readonly #judged: EncodedImage;
  readonly #frames: Frames | undefined;
  /**
   * Every view of the picture that must be judged: itself, and, if it is transparent, over further backgrounds; of an
   * animation, each frame that may be shown.
   */
  readonly views: readonly [NormalisedImage, ...NormalisedImage[]];

  /**
   * @param shown The pixels that a person may see if the picture is clear.
   * @param judged The same pixels at the judge's size.
   * @param further The same pixels over other backgrounds; of an animation, all other frames that `shown` has.
   * @param frames For an animation: its frames, with the place of each view.
   */
  constructor(
    shown: EncodedImage,
    judged: EncodedImage,
    further: readonly EncodedImage[] = [],
    frames?: Frames,
  ) {
    this.width = shown.width;
    this.height = shown.height;
    this.#shown = shown;
    this.#judged = judged;
    this.#frames = frames;
    this.views = [this, ...further.map((each) => new NormalisedImage(shown, each))];
  }

  /** The frames of an animation; undefined for a still picture. */
  get frames(): Frames | undefined {
    return this.#frames;
  }

  static {
    openShown = (image) => image.#shown;
    openJudged = (image) => image.#judged;
  }
}
