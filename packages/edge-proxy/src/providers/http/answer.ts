import { GenerationError, UnscreenedImage } from '@shoji/core';
import { isObject, type Json } from '../../guard/strict-json.ts';
import type { HttpAnswer } from './client.ts';

/** The upstream answered, but with an error of its own. */
export class UpstreamError extends GenerationError {
  readonly status: number;
  /** Its JSON without any picture in it; undefined when it was none. */
  readonly body: Json | undefined;

  /** @param body As it came: what could be a picture is taken out here. */
  constructor(status: number, body: unknown) {
    const refused = status >= 400 && status < 500 && status !== 429;
    const busy = status === 429 || status === 503;
    super(
      refused ? 'generator_rejected' : busy ? 'generator_busy' : 'generator_failed',
      `The image server answered with status ${status}.`,
    );
    this.status = status;
    this.body = body === undefined ? undefined : withoutPictures(body);
  }
}

/** The JSON of an answer, which may hold pictures anywhere: nothing of it comes out but what is named here. */
export class UnscreenedAnswer {
  readonly #value: unknown;

  constructor(value: unknown) {
    this.#value = value;
  }

  /** The pictures at some places, each base64 or a data URI there; an empty one for whatever is no string. */
  pictures(select: (value: unknown) => readonly unknown[]): UnscreenedImage[] {
    return select(this.#value).map((each) => decodePicture(typeof each === 'string' ? each : ''));
  }

  /** The same where a picture may be written in another way; one that `decode` cannot read is empty. */
  async decodedPictures(
    select: (value: unknown) => readonly unknown[],
    decode: (picture: unknown) => Promise<Uint8Array<ArrayBuffer>>,
  ): Promise<UnscreenedImage[]> {
    const read = (picture: unknown) => decode(picture).catch(() => new Uint8Array());
    return Promise.all(select(this.#value).map(async (each) => new UnscreenedImage(await read(each))));
  }

  /** Everything that is no picture. */
  get rest(): Json {
    return withoutPictures(this.#value);
  }
}

/** The picture in a base64 string or data URI. Empty bytes, which no check will pass, when there is none. */
export function decodePicture(text: string): UnscreenedImage {
  const base64 = text.startsWith('data:') ? text.slice(text.indexOf(',') + 1) : text;
  return new UnscreenedImage(new Uint8Array(Buffer.from(base64, 'base64')));
}

/**
 * The JSON of a good answer.
 * @throws UpstreamError when the status is no success; GenerationError when the answer is no JSON.
 */
export async function readJsonAnswer(answer: HttpAnswer): Promise<UnscreenedAnswer> {
  const bytes = await answer.bytes();
  if (answer.status >= 200 && answer.status <= 299) return jsonAnswer(bytes);
  throw new UpstreamError(answer.status, parse(bytes));
}

/** Bytes of an answer as JSON. @throws GenerationError when they are none. */
export function jsonAnswer(bytes: Uint8Array): UnscreenedAnswer {
  const value = parse(bytes);
  if (value === undefined)
    throw new GenerationError('generator_failed', 'The image server answered something that is not JSON.');
  return new UnscreenedAnswer(value);
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}

// Encoded pictures start with one of these; anything unbroken for as long as this is no text for people.
const PICTURE = /^\s*(data:|iVBORw0KGgo|\/9j\/|UklGR|R0lGOD|Qk[0-9A-Za-z+/]{6})/;
const UNBROKEN = /[A-Za-z0-9+/_-]{160}/;
const LONGEST_NUMBERS = 256;

/** A copy of any JSON value in which no string holds a picture, and no list of numbers is long enough to be one. */
export function withoutPictures(value: unknown): Json {
  if (typeof value === 'string') return PICTURE.test(value) || UNBROKEN.test(value) ? '' : value;
  if (Array.isArray(value)) {
    const numbers = value.every((each) => typeof each === 'number' || Array.isArray(each));
    return numbers && value.length > LONGEST_NUMBERS ? [] : value.map(withoutPictures);
  }
  if (isObject(value)) {
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, each]) =>
        UNBROKEN.test(key) ? [] : [[key, withoutPictures(each)]],
      ),
    );
  }
  return typeof value === 'number' || typeof value === 'boolean' ? value : null;
}
