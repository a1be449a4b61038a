import type { EncodedImage, ScreenedImage, ScreenedPrompt, ScreenedRequest } from '@shoji/core';
import type { GivenImage } from '@shoji/core/generation';
import { greyAsAlpha, joinAlpha } from '@shoji/pixels';
import { base64Of } from '../../wire/base64.ts';
import { type ExactIntegers, withExact } from '../../wire/json/exact-integers.ts';
import type { Json, JsonObject } from '../../wire/json/strict-json.ts';
import { isUuid } from '../../wire/uuid.ts';
import type { ReadFields } from '../fields/read-fields.ts';
import { fillSlots, isPictureSlot, type Slot, type Slotted } from '../fields/slot.ts';

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

/** A picture in the form that a model's server receives. */
export type GivenPicture = Given;

/**
 * A clear picture unchanged, or, for a server that reads the transparency of a mask, with its brightness as
 * transparency.
 */
export async function givenPicture(image: ClearImage, as: 'picture' | 'alpha'): Promise<GivenPicture> {
  return new Given(as === 'alpha' ? await greyAsAlpha(image.shown) : image.shown);
}

/** A picture whose colours and whose transparency, as grey, were both judged. */
export async function givenTransparent(colour: ClearImage, alpha: ClearImage): Promise<GivenPicture> {
  return new Given(await joinAlpha(colour.shown, alpha.shown));
}

/** Judged pictures by their slots. */
export type GivenPictures = ReadonlyMap<Slot, GivenPicture>;

/** The results of screening for the slots of a body. */
export interface ScreenedParts {
  readonly prompt: ScreenedPrompt;
  /** The merged negative prompt of each slot with the role `negative`. */
  readonly negatives?: ReadonlyMap<Slot, string>;
  readonly pictures?: GivenPictures;
}

/**
 * The merged negative prompt of each slot, for a request that named the slots' texts in the same order.
 * @throws UnscreenedTextError when there are fewer.
 */
export function mergedInto(slots: readonly Slot[], merged: readonly string[]): ReadonlyMap<Slot, string> {
  return new Map(slots.map((slot, index) => [slot, demand(merged[index])]));
}

/** Nominal: the class is not exported, so a raw body, or one that was only parsed, cannot be sent. */
class Body {
  readonly #bytes: Uint8Array<ArrayBuffer>;
  readonly contentType: string;

  constructor(contentType: string, bytes: Uint8Array<ArrayBuffer>) {
    this.contentType = contentType;
    this.#bytes = bytes;
  }

  /** The bytes that go over the wire. */
  get bytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes;
  }
}

/** A body that may be sent upstream. Only the functions of this file make it, each from screened parts. */
export type ScreenedBody = Body;

/** A string that would have gone upstream without being screened: a mistake in a dialect. */
class UnscreenedTextError extends Error {
  override readonly name = 'UnscreenedTextError';
}

/**
 * The judged value, serialised anew: every string in it was screened, merged or is a judged picture, and it has no
 * field that its route's table does not name.
 * @param own Top-level fields that the dialect itself sets, over those of the client.
 * @param exact Integers that are written exactly as they were sent.
 * @throws UnscreenedTextError
 */
export function screenedJson(
  { tree, keys }: Pick<ReadFields, 'tree' | 'keys'>,
  screened: ScreenedParts,
  own: JsonObject = {},
  contentType = 'application/json',
  exact: ExactIntegers = new Map(),
): ScreenedBody {
  for (const key of keys) assertCovered(screened.prompt, key);
  const rest = Object.entries(tree).filter(([key]) => !Object.hasOwn(own, key));
  const written = rest.map(([key, value]): [string, Json] => [key, fill(value, screened)]);
  return bodyOf(withExact({ ...Object.fromEntries(written), ...own }, exact), contentType);
}

/** A text body that is one JSON value: a string or a list. @throws UnscreenedTextError */
export function screenedValue(value: Slotted, screened: ScreenedParts, contentType: string): ScreenedBody {
  return bodyOf(fill(value, screened), contentType);
}

function bodyOf(value: Json, contentType: string): ScreenedBody {
  return new Body(contentType, new TextEncoder().encode(JSON.stringify(value)));
}

/**
 * A command that the proxy writes itself, with UUIDs as its only names and no text of a client.
 * @throws UnscreenedTextError
 */
export function commandJson(command: Readonly<Record<string, string | readonly string[]>>): ScreenedBody {
  if (!Object.values(command).flat().every(isUuid))
    throw new UnscreenedTextError('a command names something that is not a UUID');
  return new Body('application/json', new TextEncoder().encode(JSON.stringify(command)));
}

/**
 * The body of a generator's own call. `write` combines screened texts, names from the server's own lists, and the
 * operator's settings; it receives nothing else of a client.
 */
export function generatedJson(
  request: ScreenedRequest,
  write: (request: ScreenedRequest) => JsonObject,
): ScreenedBody {
  return bodyOf(write(request), 'application/json');
}

/**
 * A multipart form with the picture that a generator starts from, as it was judged.
 * @param field Name of the file's part.
 * @param name Name of the file, without its ending.
 * @param own Further fields: screened texts, names from the server's own lists, and settings of the generator itself.
 */
export function generatedUpload(
  { image }: GivenImage,
  field: string,
  name: string,
  own: Readonly<Record<string, string>>,
): Promise<ScreenedBody> {
  const form = new FormData();
  for (const [key, value] of Object.entries(own)) form.append(key, value);
  appendFile(form, field, image.shown, fileName(name, image.shown));
  return formBody(form);
}

/** A body that is only the prompt. */
export function screenedText(prompt: ScreenedPrompt, contentType: string): ScreenedBody {
  return new Body(contentType, new TextEncoder().encode(prompt.text));
}

/** A file of a form: its picture's slot, and the name it is sent under, if that was screened. */
export interface FormPicture {
  readonly slot: Slot;
  readonly filename?: string;
}

/**
 * A multipart form with fresh part headers: fields of the route's table, texts that were screened, pictures that were
 * judged.
 * @param own Fields that the dialect itself sets.
 * @throws UnscreenedTextError
 */
export async function screenedForm(
  { tree, keys }: Pick<ReadFields, 'tree' | 'keys'>,
  files: readonly FormPicture[],
  screened: ScreenedParts,
  own: Readonly<Record<string, string>> = {},
): Promise<ScreenedBody> {
  for (const key of keys) assertCovered(screened.prompt, key);
  const form = new FormData();
  for (const [name, value] of Object.entries(tree)) {
    if (Object.hasOwn(own, name)) continue;
    for (const each of [fill(value, screened)].flat()) if (each !== null) form.append(name, String(each));
  }
  for (const [name, value] of Object.entries(own)) form.append(name, value);
  for (const { slot, filename } of files) {
    const { image } = demand(screened.pictures?.get(slot));
    if (filename !== undefined) assertCovered(screened.prompt, filename);
    appendFile(form, slot.path, image, filename ?? fileName('image', image));
  }
  return formBody(form);
}

function appendFile(form: FormData, field: string, { bytes, mediaType }: EncodedImage, name: string): void {
  form.append(field, new Blob([bytes], { type: mediaType }), name);
}

function fileName(name: string, { mediaType }: EncodedImage): string {
  return `${name}.${mediaType === 'image/jpeg' ? 'jpg' : 'png'}`;
}

/** The runtime writes the parts, as it would for a request. */
async function formBody(form: FormData): Promise<ScreenedBody> {
  const encoded = new Request('http://upstream', { method: 'POST', body: form });
  const bytes = new Uint8Array(await encoded.arrayBuffer());
  return new Body(encoded.headers.get('Content-Type') ?? '', bytes);
}

function fill(tree: Slotted, { prompt, negatives, pictures }: ScreenedParts): Json {
  return fillSlots(tree, (slot) => {
    const { role, value } = slot;
    if (value === '') return value;
    if (isPictureSlot(slot)) return encode(demand(pictures?.get(slot)), value);
    if (role === 'negative') return demand(negatives?.get(slot));
    assertCovered(prompt, value);
    return value;
  });
}

function encode({ image: { bytes, mediaType } }: GivenPicture, asSent: string): string {
  const base64 = base64Of(bytes);
  return /^\s*data:/i.test(asSent) ? `data:${mediaType};base64,${base64}` : base64;
}

function assertCovered(prompt: ScreenedPrompt, text: string): void {
  if (!prompt.covers(text)) throw new UnscreenedTextError('a text was not screened');
}

function demand<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new UnscreenedTextError('a part of the body was not screened');
  return value;
}
