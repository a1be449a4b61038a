import type { UnscreenedImage } from '@shoji/core';
import { checkBytes, DEFAULT_IMAGE_LIMITS, readHeader } from '@shoji/core/image';
import { openUnscreened } from '@shoji/core/unseal';
import { damaged } from './decode.ts';
import { sharp } from './sharp.ts';

/**
 * The text chunks of a PNG by their keywords; an empty map for other formats. No pixel is decoded.
 * @throws ImageError for bytes that are not an image, or damaged.
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
