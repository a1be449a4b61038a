/** Picture formats that Shoji produces. */
export type ImageMediaType = 'image/jpeg' | 'image/png' | 'image/webp';

/**
 * A whole encoded picture with the facts that were read while it was made. Sides in pixels.
 * @example
 * ```ts
 * function dataUrl({ mediaType, bytes }: EncodedImage): string {
 *   return `data:${mediaType};base64,${Buffer.from(bytes).toString('base64')}`;
 * }
 * ```
 */
export interface EncodedImage {
  readonly mediaType: ImageMediaType;
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}
