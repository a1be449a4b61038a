import { type GenerationRequest, type ScreenedRequest, UnscreenedImage } from '@shoji/core';
import type { Call } from '../../dialect-kit/call/call.ts';
import type { Fields } from '../../dialect-kit/fields/field.ts';
import {
  lowestGuidance,
  pictureSlots,
  type ReadFields,
  readFields,
  textSlots,
  typedFields,
  type UnknownFields,
} from '../../dialect-kit/fields/read-fields.ts';
import { requestTexts } from '../../dialect-kit/fields/request-texts.ts';
import { Slot } from '../../dialect-kit/fields/slot.ts';
import {
  type InputPicture,
  inputPictures,
  refuseDirectives,
} from '../../dialect-kit/screening/input-pictures.ts';
import {
  type GivenPictures,
  mergedInto,
  type ScreenedBody,
  screenedForm,
  screenedJson,
} from '../../dialect-kit/screening/screened-body.ts';
import { BodyError } from '../../wire/body-error.ts';
import type { JsonObject } from '../../wire/json/strict-json.ts';
import { readJson } from '../../wire/read-body.ts';
import { type FormFile, readForm } from '../../wire/read-form.ts';
import { PICTURE_PART } from './fields.ts';

/** How a compatible server takes the negative prompt, which OpenAI's own protocol does not have. */
export type NegativePromptPlace =
  /** A field with this name. */
  | { readonly field: string }
  /** A mark at the prompt's end that stable-diffusion.cpp reads. */
  | 'sd_cpp_extra_args';

/** The operator's settings for reading a call. */
export interface AskOptions extends UnknownFields {
  /** The table of the routes, with the operator's own fields. */
  readonly table: Fields;
  readonly negative: NegativePromptPlace | undefined;
}

/** A call for pictures, in JSON or as a form, read once. */
export interface Ask {
  readonly request: GenerationRequest;
  readonly inputs: readonly InputPicture[];
  /** The parameters, in either form, as JSON without pictures. */
  readonly fields: JsonObject;
  /** Paths of dropped fields. */
  readonly dropped: readonly string[];
  /** Whether the server takes a negative prompt. */
  readonly takesNegative: boolean;
  /** The body for one attempt. */
  body(request: ScreenedRequest, inputs: GivenPictures): Promise<ScreenedBody>;
}

/**
 * Reads `/v1/images/*` in JSON.
 * @throws BodyError
 */
export async function readJsonAsk(call: Call, options: AskOptions): Promise<Ask> {
  const body = await readJson(call.request, call.maxBodyBytes);
  const read = readFields(body, options.table, options);
  const slots = pictureSlots(read);
  return askOf(read, inputPictures(slots, 'alpha'), options, async (screened, own) =>
    screenedJson(read, screened, own),
  );
}

/**
 * Reads `/v1/images/edits` and `/variations` as a multipart form.
 * @throws BodyError
 */
export async function readFormAsk(call: Call, options: AskOptions): Promise<Ask> {
  const { texts, files } = await readForm(call.request, call.maxBodyBytes, ['image', 'image[]', 'images[]']);
  const read = readFields(Object.fromEntries(texts), options.table, options);
  const given = files.map((file) => inputOf(file));
  const inputs = [...inputPictures(pictureSlots(read), 'alpha'), ...given];
  const parts = given.map(({ slot }) => ({ slot }));
  return askOf(read, inputs, options, (screened, own) => {
    const words = Object.entries(own).map(([name, value]) => [name, String(value)]);
    return screenedForm(read, parts, screened, Object.fromEntries(words));
  });
}

/** @throws BodyError for a file that is not a picture to start from. */
function inputOf({ name, bytes }: FormFile): InputPicture {
  const [, part] = PICTURE_PART.exec(name) ?? [];
  if (part === undefined) throw new BodyError(400, 'The form has a file that is neither image nor mask.');
  const role = part === 'mask' ? 'mask' : 'picture';
  return {
    slot: new Slot(role, name, ''),
    image: new UnscreenedImage(bytes),
    mask: role === 'mask' && 'alpha',
  };
}

function askOf(
  read: ReadFields,
  inputs: readonly InputPicture[],
  { negative }: AskOptions,
  write: (screened: Parameters<typeof screenedJson>[1], own: JsonObject) => Promise<ScreenedBody>,
): Ask {
  const fields = typedFields(read);
  const negatives = textSlots(read, 'negative');
  const takesNegative = negative !== undefined || negatives.length > 0;
  return {
    request: requestOf(read, fields),
    inputs,
    fields,
    dropped: read.dropped,
    takesNegative,
    body: (request, pictures) => {
      const merged = mergedInto(negatives, request.otherNegativePrompts);
      const own = ownFields(fields, request, negative);
      return write({ prompt: request.prompt, negatives: merged, pictures }, own);
    },
  };
}

function requestOf(read: ReadFields, fields: JsonObject): GenerationRequest {
  const { prompt = '', n, size, width, height } = fields;
  const number = (value: unknown) => (typeof value === 'number' ? value : undefined);
  const { prompts, negatives, names } = requestTexts(read);
  refuseDirectives([...prompts, ...negatives, ...names]);
  const [, across, down] = /^(\d{1,5})\s*[x*:]\s*(\d{1,5})$/i.exec(String(size)) ?? [];
  return {
    prompt: String(prompt ?? ''),
    otherPrompts: prompts.filter((text) => text !== prompt),
    names,
    negativePrompt: negatives[0],
    otherNegativePrompts: negatives,
    n: number(n),
    width: Number(across ?? number(width) ?? 1024),
    height: Number(down ?? number(height) ?? 1024),
    guidanceScale: lowestGuidance(read),
  };
}

/**
 * The prompt with the negative prompt in a mark at its end, as stable-diffusion.cpp reads it.
 * @param more Further settings in the mark.
 */
export function markedPrompt({ prompt, negativePrompt }: ScreenedRequest, more: JsonObject = {}): string {
  const args = JSON.stringify({ negative_prompt: negativePrompt, ...more });
  return `${prompt.text}<sd_cpp_extra_args>${args}</sd_cpp_extra_args>`;
}

/** The fields that the proxy sets, over those of the client. */
function ownFields(
  fields: JsonObject,
  request: ScreenedRequest,
  negative: NegativePromptPlace | undefined,
): JsonObject {
  const n = request.seeds.length;
  const { negativePrompt } = request;
  const asField =
    typeof negative === 'object' && negativePrompt !== '' && !fields[negative.field]
      ? { [negative.field]: negativePrompt }
      : {};
  const marked =
    negative === 'sd_cpp_extra_args' && negativePrompt !== '' ? { prompt: markedPrompt(request) } : {};
  return {
    ...asField,
    ...marked,
    ...((n !== 1 || 'n' in fields) && { n }),
    // A client may not weaken the upstream's own moderation.
    ...('moderation' in fields && { moderation: 'auto' }),
  };
}
