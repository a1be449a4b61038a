/** Why bytes were not accepted as a picture. */
export type ImageErrorCode =
  | 'not_an_image'
  | 'unsupported_format'
  | 'too_many_bytes'
  | 'too_large'
  | 'too_small'
  | 'too_many_frames'
  | 'corrupt';

/**
 * Bytes that are not a picture, or a picture outside the limits. `message` is one plain sentence with the remedy, safe
 * to show.
 * @example
 * ```ts
 * try {
 *   await codec.normalise(image, { signal });
 * } catch (error) {
 *   if (error instanceof ImageError) return badRequest(error.code, error.message);
 *   throw error;
 * }
 * ```
 */
export class ImageError extends Error {
  override readonly name = 'ImageError';
  readonly code: ImageErrorCode;

  constructor(code: ImageErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.code = code;
  }
}
