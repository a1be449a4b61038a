import { OperatorError, type UnscreenedImage } from '@shoji/core';
import { openJudged } from '@shoji/core/unseal';
import { judgingCodec } from '../judging-codec.ts';
import { writeHash } from './blocked-list.ts';
import { hashOf } from './perceptual-hash.ts';
import { planeOfPicture } from './plane-of-picture.ts';

/**
 * The line of a picture for a list of blocked pictures. A transparent picture is hashed over white; a lookup tries every
 * view of a picture.
 * @throws ImageError for bytes that are not a picture, or a picture outside the limits; OperatorError for a picture that
 * is too plain to be recognised.
 * @example
 * console.log(await hashPicture(new UnscreenedImage(new Uint8Array(await readFile('portrait.png')))));
 */
export async function hashPicture(image: UnscreenedImage): Promise<string> {
  const { signal } = new AbortController();
  const normalised = await judgingCodec().normalise(image, { signal });
  const hash = hashOf(await planeOfPicture(openJudged(normalised)));
  if (hash === undefined)
    throw new OperatorError(
      'The picture is too plain to be recognised: other plain pictures would have the same hash.',
    );
  return writeHash(hash);
}
