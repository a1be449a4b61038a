import { CheckError } from '@shoji/core';
import * as z from 'zod/mini';
import { encodePng } from './png.ts';

// Larger than any image of these containers' models; bounds the memory that an answer can take.
const MAX_SIDE = 4_096;

/** Newer containers answer a list, older ones and SDXL one image; each is base64 or rows of RGB pixels. */
const answerSchema = z.union([
  z.object({ generated_images: z.array(z.unknown()).check(z.minLength(1)) }),
  z.object({ generated_image: z.unknown() }),
]);

/**
 * The encoded image in a container's answer.
 * @throws CheckError `invalid-answer` when the answer has no image.
 */
export async function readPicture(body: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const answer = answerSchema.safeParse(parseJson(body));
  if (!answer.success) throw invalid('it has neither generated_images nor generated_image');
  const picture =
    'generated_images' in answer.data ? answer.data.generated_images[0] : answer.data.generated_image;
  return encodedPicture(picture);
}

/**
 * One image of an answer, base64 or rows of RGB pixels, as an encoded image.
 * @throws CheckError `invalid-answer` when it is neither.
 */
export async function encodedPicture(picture: unknown): Promise<Uint8Array<ArrayBuffer>> {
  if (typeof picture === 'string') return fromBase64(picture);
  const { width, height, rgb } = readPixels(picture);
  return encodePng(width, height, rgb);
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch (error) {
    throw new CheckError('invalid-answer', 'the answer is not JSON', { cause: error });
  }
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length === 0) throw invalid('its picture is empty');
  return bytes;
}

/** Checked by hand: a schema over every number of a 768×768 image takes seconds. */
function readPixels(rows: unknown): { width: number; height: number; rgb: Uint8Array } {
  const height = sideOf(rows);
  const width = sideOf(Array.isArray(rows) ? rows[0] : undefined);
  const rgb = new Uint8Array(3 * width * height);
  let at = 0;
  for (const row of asArray(rows, height)) {
    for (const pixel of asArray(row, width)) {
      for (const channel of asArray(pixel, 3)) {
        if (!Number.isInteger(channel) || Number(channel) < 0 || Number(channel) > 255) {
          throw invalid(`${String(channel)} is no colour value from 0 to 255`);
        }
        rgb[at++] = Number(channel);
      }
    }
  }
  return { width, height, rgb };
}

function sideOf(value: unknown): number {
  const side = Array.isArray(value) ? value.length : 0;
  if (side < 1 || side > MAX_SIDE) throw invalid('its picture is neither base64 nor rows of pixels');
  return side;
}

function asArray(value: unknown, length: number): readonly unknown[] {
  if (!Array.isArray(value) || value.length !== length)
    throw invalid('its rows of pixels are not of one length');
  return value;
}

function invalid(why: string): CheckError {
  return new CheckError('invalid-answer', `the answer holds no picture: ${why}`);
}
