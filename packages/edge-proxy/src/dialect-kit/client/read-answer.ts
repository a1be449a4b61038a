import { UnscreenedImage } from '@shoji/core';
import {
  jsonAnswer,
  type ScreenedAnswer,
  tryJsonAnswer,
  type UnscreenedAnswer,
  UpstreamError,
} from '../answers/answer.ts';
import { plain, type Shape } from '../answers/shape.ts';
import { digestOf } from '../fields/digest.ts';
import type { FoundPicture } from '../screening/judged-pictures.ts';
import { type HttpAnswer, openAnswer } from './http-answer.ts';

/**
 * The JSON of a successful answer.
 * @param errors The shape of an error's body.
 * @throws UpstreamError when the status is not a success; GenerationError when the body is not JSON.
 */
export async function readJsonAnswer(answer: HttpAnswer, errors: Shape = plain): Promise<UnscreenedAnswer> {
  return jsonAnswer(await goodBytes(answer, errors));
}

/**
 * The image that is the body of a successful answer, with a digest of its bytes.
 * @param errors The shape of an error's body.
 * @throws UpstreamError when the status is not a success.
 */
export async function readPictureAnswer(answer: HttpAnswer, errors: Shape = plain): Promise<FoundPicture> {
  const bytes = await goodBytes(answer, errors);
  return { image: new UnscreenedImage(bytes), digest: digestOf(bytes) };
}

async function goodBytes(answer: HttpAnswer, errors: Shape): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await openAnswer(answer).bytes();
  if (answer.status < 200 || answer.status > 299)
    throw new UpstreamError(answer.status, tryJsonAnswer(bytes)?.screened(errors), {
      // The busy server's own number of seconds. A date is not read; the proxy's default is used then.
      ...(answer.retryAfter !== undefined && { meaning: { retryAfter: answer.retryAfter } }),
    });
  return bytes;
}

/** Longer answers are not cached. A server with some thousand node classes needs this many bytes to describe them. */
const MOST_KEPT_BYTES = 16_000_000;

/**
 * Reads answers of one route by its shape. Lists seldom change and take long to read, so the newest answer is cached:
 * the same bytes are not read again.
 */
export function answerReader(
  shape: Shape,
  errors: Shape = plain,
): (answer: HttpAnswer) => Promise<ScreenedAnswer> {
  let newest: { readonly bytes: Uint8Array; readonly screened: ScreenedAnswer } | undefined;
  return async (answer) => {
    const bytes = await goodBytes(answer, errors);
    if (newest && Buffer.compare(newest.bytes, bytes) === 0) return newest.screened;
    const screened = jsonAnswer(bytes).screened(shape);
    newest = bytes.length <= MOST_KEPT_BYTES ? { bytes, screened } : undefined;
    return screened;
  };
}
