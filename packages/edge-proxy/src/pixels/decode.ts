import {
  checkBytes,
  checkLimits,
  type EncodedImage,
  ImageError,
  type ImageHeader,
  type ImageLimits,
  readHeader,
} from '@shoji/core';
import { type RgbPixels, toPixels } from './rgb.ts';
import { sharp } from './sharp.ts';

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
  checkBytes(bytes.length, limits);
  const header = readHeader(bytes);
  checkLimits(header, bytes, limits);
  const pixels = await decode(bytes, limits.maxPixels).catch((cause: unknown) => {
    throw damaged('its pixels cannot be decoded', { cause });
  });
  // A file that two readers see differently is made to fool one of them.
  const upright = pixels.width === header.width && pixels.height === header.height;
  const turned = pixels.width === header.height && pixels.height === header.width;
  if (!upright && !turned) throw damaged('its header and its pixels differ in size');
  return { header, pixels };
}

/** Decodes a picture that this program encoded itself. */
export function decodeRgb(image: EncodedImage): Promise<RgbPixels> {
  return decode(image.bytes, image.width * image.height);
}

function decode(bytes: Uint8Array, maxPixels: number): Promise<RgbPixels> {
  return toPixels(
    // Not 'warning': decoders warn of colour profiles that many good pictures carry, and what is judged is what is shown.
    sharp(bytes, { limitInputPixels: maxPixels, failOn: 'error', pages: 1 })
      .timeout({ seconds: DECODE_SECONDS })
      .autoOrient()
      // White as a page is: colour under transparent pixels is gone, and no page's colour can change the picture.
      .flatten({ background: '#ffffff' }),
  );
}

/** A picture that is not whole. */
export function damaged(detail: string, options?: { cause: unknown }): ImageError {
  return new ImageError(
    'corrupt',
    `The picture is damaged: ${detail}. Save it again and send it whole.`,
    options,
  );
}
