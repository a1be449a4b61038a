import {
  checkBytes,
  checkLimits,
  type EncodedImage,
  ImageError,
  type ImageHeader,
  type ImageLimits,
  readHeader,
} from '@shoji/core';
import type { Sharp } from 'sharp';
import { type RgbPixels, toPixels } from './rgb.ts';
import { sharp } from './sharp.ts';
import { type TransparentPixels, visibleOf, wholeOf } from './transparent.ts';

/** A decoder that takes longer is being attacked: 25 million pixels take about one second. */
const DECODE_SECONDS = 20;

/**
 * Checks the header against the limits, then decodes: upright, in sRGB, flattened onto white, one frame.
 * @throws ImageError when the bytes are no picture, over a limit, damaged, or not what their header says.
 */
export async function decodeUntrusted(
  bytes: Uint8Array,
  limits: ImageLimits,
): Promise<{ header: ImageHeader; pixels: RgbPixels }> {
  return checked(bytes, limits, () => decode(bytes, limits.maxPixels));
}

/** What was decoded: opaque pixels, or transparent ones. */
export type Decoded = { readonly opaque: RgbPixels } | { readonly transparent: TransparentPixels };

/** Opaque pixels whatever came in. @throws ImageError as above. */
export async function decodeOpaque(
  bytes: Uint8Array,
  limits: ImageLimits,
): Promise<{ header: ImageHeader; decoded: Decoded }> {
  const { header, pixels } = await decodeUntrusted(bytes, limits);
  return { header, decoded: { opaque: pixels } };
}

/** The same with the transparency kept, and what it hides dropped. @throws ImageError as above. */
export function decodeVisible(
  bytes: Uint8Array,
  limits: ImageLimits,
): Promise<{ header: ImageHeader; decoded: Decoded }> {
  return decodeWith(visibleOf, bytes, limits);
}

/** The same with what the transparency hides, for pictures that others read as they are. @throws ImageError as above. */
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

/** Decodes a picture that this program encoded itself. */
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

async function checked<Pixels extends Size>(
  bytes: Uint8Array,
  limits: ImageLimits,
  read: () => Promise<Pixels>,
): Promise<{ header: ImageHeader; pixels: Pixels }> {
  checkBytes(bytes.length, limits);
  const header = readHeader(bytes);
  checkLimits(header, bytes, limits);
  const pixels = await read().catch((cause: unknown) => {
    throw damaged('its pixels cannot be decoded', { cause });
  });
  // A file that two readers see differently is made to fool one of them.
  const upright = pixels.width === header.width && pixels.height === header.height;
  const turned = pixels.width === header.height && pixels.height === header.width;
  if (!upright && !turned) throw damaged('its header and its pixels differ in size');
  return { header, pixels };
}

function decode(bytes: Uint8Array, maxPixels: number): Promise<RgbPixels> {
  // White as a page is: colour under transparent pixels is gone, and no page's colour can change the picture.
  return toPixels(opened(bytes, maxPixels).flatten({ background: '#ffffff' }));
}

function opened(bytes: Uint8Array, maxPixels: number): Sharp {
  // Not 'warning': decoders warn of colour profiles that many good pictures carry, and what is judged is what is shown.
  return sharp(bytes, { limitInputPixels: maxPixels, failOn: 'error', pages: 1 })
    .timeout({ seconds: DECODE_SECONDS })
    .autoOrient();
}

/** A picture that is not whole. */
export function damaged(detail: string, options?: { cause: unknown }): ImageError {
  return new ImageError(
    'corrupt',
    `The picture is damaged: ${detail}. Save it again and send it whole.`,
    options,
  );
}
