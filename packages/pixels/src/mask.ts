import {
  checkBytes,
  checkLimits,
  DEFAULT_IMAGE_LIMITS,
  type EncodedImage,
  readHeader,
  UnscreenedImage,
} from '@shoji/core';
import { openUnscreened } from '@shoji/core/unseal';
import type { Sharp } from 'sharp';
import { encodePng } from './encode.ts';
import { sharp } from './sharp.ts';

/**
 * A mask as an opaque grey picture that can be judged: its transparency where it has any, its brightness otherwise.
 * That is all a model reads of a mask, and nothing can hide under transparent pixels.
 * @throws ImageError when the bytes are no picture or over a limit.
 */
export async function maskAsGrey(mask: UnscreenedImage): Promise<UnscreenedImage> {
  const { input, transparent } = await open(mask);
  const grey = transparent
    ? input.extractChannel('alpha')
    : input.flatten({ background: '#ffffff' }).greyscale();
  return seal(grey);
}

/**
 * A transparent picture as two opaque ones that can be judged: its colours with nothing hidden, and as grey how much of
 * each is hidden. Undefined for one that hides nothing.
 * @throws ImageError when the bytes are no picture or over a limit.
 */
export async function splitAlpha(
  image: UnscreenedImage,
): Promise<{ readonly colour: UnscreenedImage; readonly alpha: UnscreenedImage } | undefined> {
  const { input, transparent } = await open(image);
  if (!transparent) return undefined;
  const [colour, alpha] = await Promise.all([
    seal(input.clone().removeAlpha()),
    seal(input.clone().extractChannel('alpha')),
  ]);
  return { colour, alpha };
}

/** The two in one PNG again. @param colour Opaque, as all pictures are that were judged. */
export async function joinAlpha(colour: EncodedImage, alpha: EncodedImage): Promise<EncodedImage> {
  const { width, height } = colour;
  const grey = await sharp(alpha.bytes).flatten({ background: '#ffffff' }).greyscale().raw().toBuffer();
  return encodePng(sharp(colour.bytes).joinChannel(grey, { raw: { width, height, channels: 1 } }));
}

/** A picture within the limits, and whether any of it is transparent. */
async function open(image: UnscreenedImage) {
  const bytes = openUnscreened(image);
  checkBytes(bytes.length, DEFAULT_IMAGE_LIMITS);
  checkLimits(readHeader(bytes), bytes, DEFAULT_IMAGE_LIMITS);
  const input = sharp(bytes, { limitInputPixels: DEFAULT_IMAGE_LIMITS.maxPixels, pages: 1 });
  const { hasAlpha } = await input.metadata();
  return { input, transparent: hasAlpha === true && !(await input.clone().stats()).isOpaque };
}

async function seal(opaque: Sharp): Promise<UnscreenedImage> {
  const { bytes } = await encodePng(opaque.toColourspace('srgb'));
  return new UnscreenedImage(bytes);
}

/** A grey mask as a transparent PNG, for servers that read the transparency: white becomes opaque, black clear. */
export async function greyAsAlpha({ bytes, width, height }: EncodedImage): Promise<EncodedImage> {
  const alpha = await sharp(bytes).flatten({ background: '#ffffff' }).greyscale().raw().toBuffer();
  const black = { create: { width, height, channels: 3, background: '#000000' } } as const;
  return encodePng(sharp(black).joinChannel(alpha, { raw: { width, height, channels: 1 } }));
}
