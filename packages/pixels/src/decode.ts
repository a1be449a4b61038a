import { type EncodedImage, ImageError } from '@shoji/core';
import { checkBytes, checkLimits, type ImageHeader, type ImageLimits, readHeader } from '@shoji/core/image';
import type { Sharp } from 'sharp';
import { type RgbPixels, toPixels } from './rgb.ts';
import { sharp } from './sharp.ts';
import { type TransparentPixels, visibleOf, wholeOf } from './transparent.ts';

/** A decoder that takes longer is under attack: 25 million pixels take about one second. */
const DECODE_SECONDS = 20;

/**
 * Checks the header against the limits, then decodes: upright, in sRGB, flattened onto white, one frame.
 * @throws ImageError for bytes that are not an image, over a limit, damaged, or different from their header.
 */
export async function decodeUntrusted(
  bytes: Uint8Array,
  limits: ImageLimits,
): Promise<{ header: ImageHeader; pixels: RgbPixels }> {
  return checked(bytes, limits, () => decode(bytes, limits.maxPixels));
}

/** Decoded pixels, opaque or transparent. */
export type Decoded = { readonly opaque: RgbPixels } | { readonly transparent: TransparentPixels };

/** Always opaque pixels. @throws ImageError as above. */
export async function decodeOpaque(
  bytes: Uint8Array,
  limits: ImageLimits,
): Promise<{ header: ImageHeader; decoded: Decoded }> {
  const { header, pixels } = await decodeUntrusted(bytes, limits);
  return { header, decoded: { opaque: pixels } };
}

/** Pixels with their transparency and without the hidden colours. @throws ImageError as above. */
export function decodeVisible(
  bytes: Uint8Array,
  limits: ImageLimits,
): Promise<{ header: ImageHeader; decoded: Decoded }> {
  return decodeWith(visibleOf, bytes, limits);
}

/**
 * Pixels with their transparency and the hidden colours, for images that other programs read unchanged.
 * @throws ImageError as above.
 */
export function decodeWhole(
  bytes: Uint8Array,
  limits: ImageLimits,
): Promise<{ header: ImageHeader; decoded: Decoded }> {
  return decodeWith(wholeOf, bytes, limits);
}

async function decodeWith(
  pixelsOf: typeof visibleOf,
  bytes: Uint8Array,
  limits: ImageLimits,
): Promise<{ header: ImageHeader; decoded: Decoded }> {
  const { header, pixels } = await checked(bytes, limits, async () => {
    const { hasAlpha } = await sharp(bytes, { limitInputPixels: limits.maxPixels }).metadata();
    if (!hasAlpha) {
      const opaque = await decode(bytes, limits.maxPixels);
      return { ...sizeOf(opaque), decoded: { opaque } };
    }
    const { data, info } = await opened(bytes, limits.maxPixels)
      .toColourspace('srgb')
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    return { ...sizeOf(info), decoded: pixelsOf(data, info.width, info.height) };
  });
  return { header, decoded: pixels.decoded };
}

/** Decodes an image that this program encoded. */
export function decodeRgb(image: EncodedImage): Promise<RgbPixels> {
  return decode(image.bytes, image.width * image.height);
}

interface Size {
  readonly width: number;
  readonly height: number;
}

function sizeOf({ width, height }: Size): Size {
  return { width, height };
}

/** Reads the header and checks it against the limits. @throws ImageError as above. */
export function checkedHeader(bytes: Uint8Array, limits: ImageLimits): ImageHeader {
  checkBytes(bytes.length, limits);
  const header = readHeader(bytes);
  checkLimits(header, bytes, limits);
  return header;
}

async function checked<Pixels extends Size>(
  bytes: Uint8Array,
  limits: ImageLimits,
  read: () => Promise<Pixels>,
): Promise<{ header: ImageHeader; pixels: Pixels }> {
  const header = checkedHeader(bytes, limits);
  const pixels = await read().catch((cause: unknown) => {
    throw damaged('its pixels cannot be decoded', { cause });
  });
  // A file that two decoders read differently is an attempt to deceive one of them.
  const upright = pixels.width === header.width && pixels.height === header.height;
  const turned = pixels.width === header.height && pixels.height === header.width;
  if (!upright && !turned) throw damaged('its header and its pixels differ in size');
  return { header, pixels };
}

function decode(bytes: Uint8Array, maxPixels: number): Promise<RgbPixels> {
  // White like a page: colours under transparent pixels are removed, and a page's colour cannot change the image.
  return toPixels(opened(bytes, maxPixels).flatten({ background: '#ffffff' }));
}

function opened(bytes: Uint8Array, maxPixels: number): Sharp {
  // Not 'warning': decoders warn about colour profiles of many good images, and the judged pixels are the shown ones.
  return sharp(bytes, { limitInputPixels: maxPixels, failOn: 'error', pages: 1 })
    .timeout({ seconds: DECODE_SECONDS })
    .autoOrient();
}

/** The error for a truncated or damaged image. */
export function damaged(detail: string, options?: { cause: unknown }): ImageError {
  return new ImageError(
    'corrupt',
    `The picture is damaged: ${detail}. Save it again and send it whole.`,
    options,
  );
}
