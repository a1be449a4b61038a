import { isOutOfMemory, OUT_OF_MEMORY } from '@shoji/capacity';
import { GenerationError, UnscreenedImage } from '@shoji/core';
import type { GenerationErrorCode } from '@shoji/core/generation';
import { isObject, type Json, type JsonObject } from '../../wire/json/strict-json.ts';
import { couldBeEncodedTogether } from '../fields/encoded.ts';
import { type CutJson, parseCutJson } from './cut-json.ts';
import type { Shape } from './shape.ts';

/** The upstream answered with an error. */
export class UpstreamError extends GenerationError {
  readonly status: number;
  /** The screened part of its JSON; undefined when it sent no JSON. */
  readonly body: Json | undefined;
  readonly #screened: ScreenedAnswer | undefined;
  readonly #options: UpstreamErrorOptions;

  constructor(status: number, screened?: ScreenedAnswer, options: UpstreamErrorOptions = {}) {
    const { meaning = {}, words = (told: Json) => told } = options;
    const { code, message, retryAfter } = { ...meaningOf(status, screened?.value), ...meaning };
    super(code, message, {
      // The server's own message says why it failed, e.g. that it ran out of memory.
      ...(screened !== undefined && { cause: screened.json }),
      ...(retryAfter !== undefined && { retryAfter }),
    });
    this.status = status;
    this.#screened = screened;
    this.#options = options;
    this.body = screened && words(screened.value);
  }

  /** The same error in the client's own words. */
  told(words: (told: Json) => Json): UpstreamError {
    return new UpstreamError(this.status, this.#screened, { ...this.#options, words });
  }
}

export interface UpstreamErrorOptions {
  /** The error's meaning, where its protocol does not express it by the status. */
  readonly meaning?: Partial<ErrorMeaning>;
  /** Replaces the texts that were sent by the texts that the client typed. */
  readonly words?: (told: Json) => Json;
}

/** The meaning of an upstream's error for the caller. */
export interface ErrorMeaning {
  readonly code: GenerationErrorCode;
  readonly message: string;
  /** Seconds. */
  readonly retryAfter?: number;
}

/** Statuses by which servers, and proxies in front of them, report a time-out of work that may be paid for. */
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

/**
 * Nominal: the class is not exported, so an upstream's JSON becomes a screened answer only by the shape of its route.
 */
class SealedAnswer {
  readonly #value: Json;
  #json: string | undefined;

  constructor(value: Json) {
    this.#value = value;
  }

  /** The named fields with bounded values that the shape allowed. */
  get value(): Json {
    return this.#value;
  }

  /** The fields as an object; an empty object when the answer is not one. */
  get fields(): JsonObject {
    return isObject(this.#value) ? this.#value : {};
  }

  /** The fields as JSON text, serialised once. */
  get json(): string {
    this.#json ??= JSON.stringify(this.#value);
    return this.#json;
  }
}

/** The part of an upstream's answer that may reach a client. Only {@link UnscreenedAnswer.screened} makes it. */
export type ScreenedAnswer = SealedAnswer;

/** Whether a value is a screened answer. */
export function isScreenedAnswer(value: unknown): value is ScreenedAnswer {
  return value instanceof SealedAnswer;
}

/** The JSON of an answer, which may hold pictures anywhere. Only the values that a caller names can be read. */
export class UnscreenedAnswer {
  readonly #value: unknown;
  readonly #restore: CutJson['restore'];

  constructor({ value, restore }: CutJson) {
    this.#value = value;
    this.#restore = restore;
  }

  /** The pictures at some places, each as base64 or a data URI; an empty picture for a value that is not a string. */
  pictures(select: (value: unknown) => readonly unknown[]): UnscreenedImage[] {
    return select(this.#value).map((each) =>
      decodePicture(typeof each === 'string' ? this.#restore(each) : ''),
    );
  }

  /** The pictures at places that may hold an address instead, which `fetch` resolves. */
  async picturesOrFetched(
    select: (value: unknown) => readonly { readonly inline?: unknown; readonly address?: unknown }[],
    fetch: (address: string) => Promise<UnscreenedImage>,
  ): Promise<UnscreenedImage[]> {
    const whole = (each: unknown) => (typeof each === 'string' ? this.#restore(each) : '');
    return Promise.all(
      select(this.#value).map(({ inline, address }) => {
        const at = whole(address);
        return at === '' ? decodePicture(whole(inline)) : fetch(at);
      }),
    );
  }

  /** The pictures at places with another encoding; a picture that `decode` cannot read is empty. */
  async decodedPictures(
    select: (value: unknown) => readonly unknown[],
    decode: (picture: unknown) => Promise<Uint8Array<ArrayBuffer>>,
  ): Promise<UnscreenedImage[]> {
    const whole = (each: unknown) => (typeof each === 'string' ? this.#restore(each) : each);
    const read = (picture: unknown) => decode(whole(picture)).catch(() => new Uint8Array());
    return Promise.all(select(this.#value).map(async (each) => new UnscreenedImage(await read(each))));
  }

  /** The part that may reach a client: the fields that `shape` names, with values as it bounds them. */
  screened(shape: Shape): ScreenedAnswer {
    return new SealedAnswer(withoutPieces(shape(this.#value, this.#restore) ?? null));
  }
}

/** The picture in a base64 string or data URI. Without one the bytes are empty, which no check passes. */
export function decodePicture(text: string): UnscreenedImage {
  const base64 = text.startsWith('data:') ? text.slice(text.indexOf(',') + 1) : text;
  const { buffer, byteOffset, byteLength } = Buffer.from(base64, 'base64');
  return new UnscreenedImage(new Uint8Array(buffer, byteOffset, byteLength));
}

/** A value that a service's own client has parsed. */
export function parsedAnswer(value: unknown): UnscreenedAnswer {
  return new UnscreenedAnswer({ value, restore: (text) => text });
}

/** Bytes of an answer as JSON. @throws GenerationError when they are not JSON. */
export function jsonAnswer(bytes: Uint8Array): UnscreenedAnswer {
  const answer = tryJsonAnswer(bytes);
  if (answer === undefined)
    throw new GenerationError('answer_unusable', 'The image server answered something that is not JSON.');
  return answer;
}

/** Bytes of an answer as JSON; undefined when they are not JSON. */
export function tryJsonAnswer(bytes: Uint8Array): UnscreenedAnswer | undefined {
  try {
    return new UnscreenedAnswer(parseCutJson(bytes));
  } catch {
    return undefined;
  }
}

/**
 * The value without texts that are pieces of one picture: those at one place of the objects of a list, or beside each
 * other in one list or object, are read together.
 */
function withoutPieces(value: Json): Json {
  const columns = new Map<string, string[]>();
  collect(value, '', columns);
  const pieces = new Set(
    [...columns]
      .filter(([, texts]) => texts.length > 1 && couldBeEncodedTogether(texts))
      .map(([path]) => path),
  );
  return pieces.size === 0 ? value : without(value, '', pieces);
}

const KEYS = '/keys';

function collect(value: Json, path: string, columns: Map<string, string[]>): void {
  if (typeof value === 'string') add(columns, path, value);
  else if (Array.isArray(value)) for (const each of value) collect(each, `${path}/*`, columns);
  else if (isObject(value)) {
    for (const [key, each] of Object.entries(value)) {
      add(columns, path + KEYS, key);
      collect(each, `${path}/*`, columns);
      if (typeof each === 'string') add(columns, `${path}/${key}`, each);
    }
  }
}

function add(columns: Map<string, string[]>, path: string, text: string): void {
  const held = columns.get(path);
  if (held) held.push(text);
  else columns.set(path, [text]);
}

function without(value: Json, path: string, pieces: ReadonlySet<string>): Json {
  if (typeof value === 'string') return pieces.has(path) ? '' : value;
  if (Array.isArray(value)) return value.map((each) => without(each, `${path}/*`, pieces));
  if (!isObject(value)) return value;
  if (pieces.has(path + KEYS)) return {};
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => {
      const own = typeof each === 'string' && pieces.has(`${path}/${key}`);
      return [key, own ? '' : without(each, `${path}/*`, pieces)];
    }),
  );
}
