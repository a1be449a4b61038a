import { GenerationError, type GenerationErrorCode, UnscreenedImage } from '@shoji/core';
import { isObject, type Json } from '../../guard/strict-json.ts';
import { isOutOfMemory, OUT_OF_MEMORY } from '../out-of-memory.ts';
import type { HttpAnswer } from './client.ts';
import { type CutJson, parseCutJson } from './cut-json.ts';

/** The upstream answered, but with an error of its own. */
export class UpstreamError extends GenerationError {
  readonly status: number;
  /** Its JSON without any picture in it; undefined when it was none. */
  readonly body: Json | undefined;

  /**
   * @param body As it came: what could be a picture is taken out here.
   * @param meaning What the error means where its protocol says it in another way than by the status.
   */
  constructor(status: number, body: unknown, meaning: Partial<ErrorMeaning> = {}) {
    const told = body === undefined ? undefined : withoutPictures(body);
    const { code, message, retryAfter } = { ...meaningOf(status, told), ...meaning };
    super(code, message, {
      // What it said is why it failed, e.g. that memory ran out.
      ...(told !== undefined && { cause: JSON.stringify(told) }),
      ...(retryAfter !== undefined && { retryAfter }),
    });
    this.status = status;
    this.body = told;
  }
}

/** What an upstream's error means to whoever asked for a picture. */
export interface ErrorMeaning {
  readonly code: GenerationErrorCode;
  readonly message: string;
  /** Seconds. */
  readonly retryAfter?: number;
}

/** Statuses with which servers, and proxies in front of them, say that they waited too long for what is paid for. */
const TIMED_OUT = [408, 504, 522, 524];

function meaningOf(status: number, body: Json | undefined): ErrorMeaning {
  const message = `The image server answered with status ${status}.`;
  if (status === 429 || status === 503) return { code: 'generator_busy', message };
  if (TIMED_OUT.includes(status)) return { code: 'deadline_exceeded', message };
  if (isOutOfMemory(JSON.stringify(body ?? '')))
    return { code: 'generator_rejected', message: OUT_OF_MEMORY };
  const refused = status >= 400 && status < 500;
  return { code: refused ? 'generator_rejected' : 'generator_failed', message };
}

/** The JSON of an answer, which may hold pictures anywhere: nothing of it comes out but what is named here. */
export class UnscreenedAnswer {
  readonly #value: unknown;
  readonly #restore: CutJson['restore'];

  constructor({ value, restore }: CutJson) {
    this.#value = value;
    this.#restore = restore;
  }

  /** The pictures at some places, each base64 or a data URI there; an empty one for whatever is no string. */
  pictures(select: (value: unknown) => readonly unknown[]): UnscreenedImage[] {
    return select(this.#value).map((each) =>
      decodePicture(typeof each === 'string' ? this.#restore(each) : ''),
    );
  }

  /** The same where a picture may be written in another way; one that `decode` cannot read is empty. */
  async decodedPictures(
    select: (value: unknown) => readonly unknown[],
    decode: (picture: unknown) => Promise<Uint8Array<ArrayBuffer>>,
  ): Promise<UnscreenedImage[]> {
    const whole = (each: unknown) => (typeof each === 'string' ? this.#restore(each) : each);
    const read = (picture: unknown) => decode(whole(picture)).catch(() => new Uint8Array());
    return Promise.all(select(this.#value).map(async (each) => new UnscreenedImage(await read(each))));
  }

  /** Everything that is no picture. */
  get rest(): Json {
    return withoutPictures(this.#value, this.#restore);
  }
}

/** The picture in a base64 string or data URI. Empty bytes, which no check will pass, when there is none. */
export function decodePicture(text: string): UnscreenedImage {
  const base64 = text.startsWith('data:') ? text.slice(text.indexOf(',') + 1) : text;
  const { buffer, byteOffset, byteLength } = Buffer.from(base64, 'base64');
  return new UnscreenedImage(new Uint8Array(buffer, byteOffset, byteLength));
}

/**
 * The JSON of a good answer.
 * @throws UpstreamError when the status is no success; GenerationError when the answer is no JSON.
 */
export async function readJsonAnswer(answer: HttpAnswer): Promise<UnscreenedAnswer> {
  const bytes = await answer.bytes();
  if (answer.status >= 200 && answer.status <= 299) return jsonAnswer(bytes);
  const said = parse(bytes);
  throw new UpstreamError(answer.status, said && new UnscreenedAnswer(said).rest, retryAfterOf(answer));
}

/** What a busy server says itself, in seconds; a date is left to the proxy's own figure. */
function retryAfterOf(answer: HttpAnswer): Partial<ErrorMeaning> {
  const [seconds] = /^\d{1,5}$/.exec(answer.header('retry-after') ?? '') ?? [];
  return seconds === undefined ? {} : { retryAfter: Number(seconds) };
}

/** Bytes of an answer as JSON. @throws GenerationError when they are none. */
export function jsonAnswer(bytes: Uint8Array): UnscreenedAnswer {
  const json = parse(bytes);
  if (json === undefined)
    throw new GenerationError('answer_unusable', 'The image server answered something that is not JSON.');
  return new UnscreenedAnswer(json);
}

function parse(bytes: Uint8Array): CutJson | undefined {
  try {
    return parseCutJson(bytes);
  } catch {
    return undefined;
  }
}

// Encoded pictures start with one of these; anything unbroken for as long as this is no text for people.
const PICTURE = /^\s*(data:|iVBORw0KGgo|\/9j\/|UklGR|R0lGOD|Qk[0-9A-Za-z+/]{6})/;
const UNBROKEN = /[A-Za-z0-9+/_-]{160}/;
const LONGEST_NUMBERS = 256;

/** A copy of any JSON value in which no string holds a picture, and no list of numbers is long enough to be one. */
export function withoutPictures(value: unknown, restore: CutJson['restore'] = (text) => text): Json {
  if (typeof value === 'string') return holdsPicture(value, restore) ? '' : restore(value);
  if (Array.isArray(value)) {
    const numbers = value.every((each) => typeof each === 'number' || Array.isArray(each));
    return numbers && value.length > LONGEST_NUMBERS
      ? []
      : value.map((each) => withoutPictures(each, restore));
  }
  if (isObject(value)) {
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, each]) =>
        holdsPicture(key, restore) ? [] : [[restore(key), withoutPictures(each, restore)]],
      ),
    );
  }
  return typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

function holdsPicture(text: string, restore: CutJson['restore']): boolean {
  // Most long strings are pictures, which already their stand-ins tell.
  if (PICTURE.test(text)) return true;
  const whole = restore(text);
  return PICTURE.test(whole) || UNBROKEN.test(whole);
}
