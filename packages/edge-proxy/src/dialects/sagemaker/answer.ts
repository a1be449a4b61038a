import { encodedPicture } from '@shoji/aws/client';
import type { UnscreenedImage } from '@shoji/core';
import { decodeRgb } from '@shoji/pixels';
import type { HttpAnswer } from '../../dialect-kit/client/http-answer.ts';
import { readJsonAnswer, readPictureAnswer } from '../../dialect-kit/client/read-answer.ts';
import type { ShownPicture } from '../../dialect-kit/screening/shown-picture.ts';
import { type Answer, writeJson } from '../../dialect-kit/serving/answer-json.ts';
import { fieldOf, isObject, type Json, type JsonObject } from '../../wire/json/strict-json.ts';
import { MADE } from './fields.ts';

/** How a container writes its pictures. */
type Shape =
  /** One picture under `generated_image`, or a list under `generated_images`. */
  | { readonly key: 'generated_image' | 'generated_images' }
  /** Stability's list of objects. */
  | { readonly key: 'artifacts'; readonly entries: readonly JsonObject[] }
  /** The bytes of the picture. */
  | { readonly key: 'bytes' };

/** The parts of a container's answer. */
export interface Made {
  readonly images: readonly UnscreenedImage[];
  readonly shape: Shape;
  /** Whether its pictures are rows of RGB pixels. */
  readonly asPixels: boolean;
  readonly prompt: Json | undefined;
}

const KEYS = ['artifacts', 'generated_images', 'generated_image'] as const;

/** Splits a container's answer into its parts. @throws GenerationError when it is neither JSON nor a picture. */
export async function readMade(got: HttpAnswer): Promise<Made> {
  if (got.kind === 'picture') {
    const { image } = await readPictureAnswer(got);
    return {
      images: [image],
      shape: { key: 'bytes' },
      asPixels: false,
      prompt: undefined,
    };
  }
  const answer = await readJsonAnswer(got);
  let key: (typeof KEYS)[number] | undefined;
  let asPixels = false;
  const images = await answer.decodedPictures((value) => {
    key = KEYS.find((each) => fieldOf(value, each) !== undefined);
    const found = key && fieldOf(value, key);
    const list = key === 'generated_image' ? [found] : Array.isArray(found) ? found : [];
    asPixels = Array.isArray(list[0]);
    return key === 'artifacts' ? list.map((entry) => fieldOf(entry, 'base64')) : list;
  }, encodedPicture);
  const { prompt, artifacts } = answer.screened(MADE).fields;
  if (key !== 'artifacts') return { images, shape: { key: key ?? 'generated_images' }, asPixels, prompt };
  const entries = (Array.isArray(artifacts) ? artifacts : []).filter(isObject);
  return { images, shape: { key, entries }, asPixels: false, prompt };
}

/** The answer in the container's format, or, if it was not called, in the format of its family. */
export async function answerWith(
  pictures: readonly ShownPicture[],
  made: Made | undefined,
  prompt: string | undefined,
): Promise<{ body: Uint8Array<ArrayBuffer> | string; contentType: string }> {
  const { shape = { key: 'generated_images' }, asPixels = false } = made ?? {};
  const contentType = 'application/json';
  if (shape.key === 'bytes') {
    const [first] = pictures;
    return first
      ? { body: first.image.bytes, contentType: first.image.mediaType }
      : { body: '{}', contentType };
  }
  const written = await Promise.all(
    pictures.map((picture): Answer | Promise<Answer> => (asPixels ? pixelsOf(picture) : picture)),
  );
  if (shape.key === 'artifacts') {
    const artifacts = written.map((base64, index) => ({
      seed: shape.entries[index]?.seed ?? 0,
      finishReason: shape.entries[index]?.finishReason ?? 'SUCCESS',
      base64,
    }));
    return { body: writeJson({ result: 'success', artifacts }), contentType };
  }
  const images =
    shape.key === 'generated_image' ? { generated_image: written[0] ?? null } : { generated_images: written };
  return { body: writeJson({ ...images, prompt: made?.prompt ?? prompt ?? '' }), contentType };
}

/** Rows from the top; a row is a list of pixels, a pixel is red, green and blue. */
async function pixelsOf({ image }: ShownPicture): Promise<number[][][]> {
  const { width, height, data } = await decodeRgb(image);
  return Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) => [...data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)]),
  );
}
