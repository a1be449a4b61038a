import type { EncodedImage, ScreenedImage, ScreenedPrompt } from '@shoji/core';
import { type ExactIntegers, withExact } from '../../guard/exact-integers.ts';
import { isObject, type Json, type JsonObject } from '../../guard/strict-json.ts';
import { greyAsAlpha, joinAlpha } from '../../pixels/index.ts';
import { mapStrings, type Reading } from './reading.ts';

/** A picture that was judged and found clear: the only kind a model is given. */
export type ClearImage = Extract<ScreenedImage, { decision: 'clear' }>;

/** Nominal: the class is not exported, so that only a clear picture becomes one. */
class Given {
  readonly #image: EncodedImage;

  constructor(image: EncodedImage) {
    this.#image = image;
  }

  get image(): EncodedImage {
    return this.#image;
  }
}

/** A picture as a model's server gets it. */
export type GivenPicture = Given;

/** A clear picture as it is, or, for a server that reads the transparency of a mask, its brightness as that. */
export async function givenPicture(image: ClearImage, as: 'picture' | 'alpha'): Promise<GivenPicture> {
  return new Given(as === 'alpha' ? await greyAsAlpha(image.shown) : image.shown);
}

/** A picture whose colours and whose transparency, as grey, were both judged. */
export async function givenTransparent(colour: ClearImage, alpha: ClearImage): Promise<GivenPicture> {
  return new Given(await joinAlpha(colour.shown, alpha.shown));
}

/** What screening made of a body's parts, each list in the order of the body's survey. */
export interface Screened {
  readonly prompt: ScreenedPrompt;
  /** The merged negative prompts. */
  readonly negatives: readonly string[];
  readonly pictures: readonly GivenPicture[];
}

/** Nominal: the class is not exported, so a raw body, or one that was only parsed, cannot be sent. */
class Body {
  readonly #bytes: Uint8Array<ArrayBuffer>;
  readonly contentType: string;

  constructor(contentType: string, bytes: Uint8Array<ArrayBuffer>) {
    this.contentType = contentType;
    this.#bytes = bytes;
  }

  /** What goes over the wire. */
  get bytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes;
  }
}

/** A body that may be sent upstream. Only the functions of this file make it, each from what was screened. */
export type ScreenedBody = Body;

/** A string would have gone upstream that nobody screened: a dialect's mistake, stopped here. */
export class UnscreenedTextError extends Error {
  override readonly name = 'UnscreenedTextError';
}

/**
 * The judged value, serialised anew: every string in it was screened, merged or is a judged picture.
 * @param own Top-level fields that the dialect itself sets, over those of the client.
 * @param exact Integers that are written as they were sent.
 * @throws UnscreenedTextError
 */
export function screenedJson(
  body: JsonObject,
  reading: Reading,
  screened: Screened,
  own: JsonObject = {},
  contentType = 'application/json',
  exact: ExactIntegers = new Map(),
): ScreenedBody {
  const rest = Object.fromEntries(Object.entries(body).filter(([key]) => !Object.hasOwn(own, key)));
  // Positions are counted over the whole body, as the survey did, before own fields replace some.
  const written = fill(body, reading, screened);
  if (!isObject(written)) throw new UnscreenedTextError('the body is no object');
  const kept = Object.fromEntries(Object.keys(rest).map((key) => [key, written[key] ?? null]));
  const whole = withExact({ ...kept, ...own }, exact);
  return new Body(contentType, new TextEncoder().encode(JSON.stringify(whole)));
}

/** A text body that is one JSON value: a string or a list. @throws UnscreenedTextError */
export function screenedValue(
  value: Json,
  reading: Reading,
  screened: Screened,
  contentType: string,
): ScreenedBody {
  return new Body(contentType, new TextEncoder().encode(JSON.stringify(fill(value, reading, screened))));
}

/**
 * A command of the proxy's own about things it knows by name: UUIDs, and no word of a client's.
 * @throws UnscreenedTextError
 */
export function commandJson(command: Readonly<Record<string, string | readonly string[]>>): ScreenedBody {
  if (!Object.values(command).flat().every(isUuid))
    throw new UnscreenedTextError('a command names something that is no UUID');
  return new Body('application/json', new TextEncoder().encode(JSON.stringify(command)));
}

/** A body that is nothing but the prompt. */
export function screenedText(prompt: ScreenedPrompt, contentType: string): ScreenedBody {
  return new Body(contentType, new TextEncoder().encode(prompt.text));
}

/**
 * A multipart form with fresh part headers: names and texts that were screened, pictures that were judged.
 * @param own Fields that the dialect itself sets.
 * @throws UnscreenedTextError
 */
export async function screenedForm(
  texts: Iterable<readonly [name: string, value: string]>,
  pictures: Iterable<readonly [name: string, picture: GivenPicture, filename?: string]>,
  screened: { readonly prompt: ScreenedPrompt; readonly keys: ReadonlySet<string> },
  own: Readonly<Record<string, string>> = {},
): Promise<ScreenedBody> {
  const form = new FormData();
  const assertName = (name: string) => {
    if (!screened.keys.has(name)) assertCovered(screened.prompt, name);
  };
  for (const [name, value] of texts) {
    assertName(name);
    if (Object.hasOwn(own, name)) continue;
    assertCovered(screened.prompt, value);
    form.append(name, value);
  }
  for (const [name, value] of Object.entries(own)) form.append(name, value);
  for (const [name, { image }, filename] of pictures) {
    assertName(name);
    if (filename !== undefined) assertCovered(screened.prompt, filename);
    const blob = new Blob([image.bytes], { type: image.mediaType });
    form.append(name, blob, filename ?? `image.${image.mediaType === 'image/jpeg' ? 'jpg' : 'png'}`);
  }
  const encoded = new Response(form);
  const bytes = new Uint8Array(await encoded.arrayBuffer());
  return new Body(encoded.headers.get('Content-Type') ?? '', bytes);
}

function fill(body: Json, reading: Reading, { prompt, negatives, pictures }: Screened): Json {
  let negative = 0;
  let picture = 0;
  return mapStrings(body, reading, {
    key: (key) => assertCovered(prompt, key),
    text: (value, role) => {
      if (value === '') return value;
      switch (role) {
        case 'prompt':
        case 'name':
          assertCovered(prompt, value);
          return value;
        case 'negative':
          return demand(negatives[negative++]);
        case 'picture':
        case 'mask':
          return encode(demand(pictures[picture++]), value);
      }
    },
  });
}

function encode({ image: { bytes, mediaType } }: GivenPicture, asSent: string): string {
  const base64 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
  return asSent.startsWith('data:') ? `data:${mediaType};base64,${base64}` : base64;
}

function assertCovered(prompt: ScreenedPrompt, text: string): void {
  if (!prompt.covers(text)) throw new UnscreenedTextError('a text was not screened');
}

/** Whether a text is a UUID, which can say nothing. */
export function isUuid(text: string): boolean {
  return /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text);
}

function demand<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new UnscreenedTextError('a part of the body was not screened');
  return value;
}
