import { checkBytes, DEFAULT_IMAGE_LIMITS, readHeader, type UnscreenedImage } from '@shoji/core';
import { openUnscreened } from '@shoji/core/unseal';
import { damaged } from './decode.ts';
import { sharp } from './sharp.ts';

/**
 * The text chunks of a PNG by their keywords; none for any other picture. No pixel is decoded.
 * @throws ImageError when the bytes are no picture, or a damaged one.
 */
export async function readComments(image: UnscreenedImage): Promise<Readonly<Record<string, string>>> {
  const bytes = openUnscreened(image);
  checkBytes(bytes.length, DEFAULT_IMAGE_LIMITS);
  readHeader(bytes);
  const { comments = [] } = await sharp(bytes, { limitInputPixels: DEFAULT_IMAGE_LIMITS.maxPixels })
    .metadata()
    .catch((cause: unknown) => {
      throw damaged('its header cannot be read', { cause });
    });
  return Object.fromEntries(comments.map(({ keyword, text }) => [keyword, text]));
}
