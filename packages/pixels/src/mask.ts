import { type EncodedImage, UnscreenedImage } from '@shoji/core';
import { checkBytes, checkLimits, DEFAULT_IMAGE_LIMITS, readHeader } from '@shoji/core/image';
import { openUnscreened } from '@shoji/core/unseal';
import type { Sharp } from 'sharp';
import { encodePng } from './encode.ts';
import { sharp } from './sharp.ts';

/**
 * A mask as an opaque grey image that can be judged: its transparency if it has any, else its brightness. A model reads
 * nothing else of a mask, and nothing can hide under transparent pixels.
 * @throws ImageError for bytes that are not an image or over a limit.
 */
export async function maskAsGrey(mask: UnscreenedImage): Promise<UnscreenedImage> {
  const { input, transparent } = await open(mask);
  const grey = transparent
    ? input.extractChannel('alpha')
    : input.flatten({ background: '#ffffff' }).greyscale();
  return seal(grey);
}

/**
 * A transparent image as two opaque ones that can be judged: its colours with nothing hidden, and its transparency as
 * grey. Undefined for an image that hides nothing.
 * @throws ImageError for bytes that are not an image or over a limit.
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

/** Joins the two into one PNG. @param colour Opaque, as every judged image is. */
export async function joinAlpha(colour: EncodedImage, alpha: EncodedImage): Promise<EncodedImage> {
  const { width, height } = colour;
  const grey = await sharp(alpha.bytes).flatten({ background: '#ffffff' }).greyscale().raw().toBuffer();
  return encodePng(sharp(colour.bytes).joinChannel(grey, { raw: { width, height, channels: 1 } }));
}

/** An image within the limits, and whether any of it is transparent. */
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
