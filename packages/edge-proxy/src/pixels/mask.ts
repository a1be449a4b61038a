import {
  checkBytes,
  checkLimits,
  DEFAULT_IMAGE_LIMITS,
  type EncodedImage,
  readHeader,
  UnscreenedImage,
} from '@shoji/core';
import { openUnscreened } from '@shoji/core/unseal';
import { encodePng } from './encode.ts';
import { sharp } from './sharp.ts';

/**
 * A mask as an opaque grey picture that can be judged: its transparency where it has any, its brightness otherwise.
 * That is all a model reads of a mask, and nothing can hide under transparent pixels.
 * @throws ImageError when the bytes are no picture or over a limit.
 */
export async function maskAsGrey(mask: UnscreenedImage): Promise<UnscreenedImage> {
  const bytes = openUnscreened(mask);
  checkBytes(bytes.length, DEFAULT_IMAGE_LIMITS);
  checkLimits(readHeader(bytes), bytes, DEFAULT_IMAGE_LIMITS);
  const input = sharp(bytes, { limitInputPixels: DEFAULT_IMAGE_LIMITS.maxPixels, pages: 1 });
  const { hasAlpha } = await input.metadata();
  const transparent = hasAlpha && !(await input.clone().stats()).isOpaque;
  const grey = transparent
    ? input.extractChannel('alpha')
    : input.flatten({ background: '#ffffff' }).greyscale();
  const { bytes: encoded } = await encodePng(grey.toColourspace('srgb'));
  return new UnscreenedImage(encoded);
}

/** A grey mask as a transparent PNG, for servers that read the transparency: white becomes opaque, black clear. */
export async function greyAsAlpha({ bytes, width, height }: EncodedImage): Promise<EncodedImage> {
  const alpha = await sharp(bytes).flatten({ background: '#ffffff' }).greyscale().raw().toBuffer();
  const black = { create: { width, height, channels: 3, background: '#000000' } } as const;
  return encodePng(sharp(black).joinChannel(alpha, { raw: { width, height, channels: 1 } }));
}
