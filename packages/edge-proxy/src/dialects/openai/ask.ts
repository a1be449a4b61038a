import { type GenerationRequest, type ScreenedRequest, UnscreenedImage } from '@shoji/core';
import { isObject, type Json, type JsonObject } from '../../guard/strict-json.ts';
import { type Reading, surveyJson } from '../../providers/http/reading.ts';
import {
  type GivenPicture,
  type ScreenedBody,
  screenedForm,
  screenedJson,
} from '../../providers/http/screened-body.ts';
import type { InputPicture } from '../moderate-pictures.ts';
import type { Call } from '../upstream.ts';
import { inputPictures, refuseDirectives } from '../wire/input-pictures.ts';
import { BodyError, readJson } from '../wire/read-body.ts';
import { readForm } from '../wire/read-form.ts';

/** Where a compatible server takes the negative prompt, which OpenAI's own protocol does not have. */
export type NegativePromptPlace =
  /** A field of that name. */
  | { readonly field: string }
  /** A mark at the prompt's end that stable-diffusion.cpp reads. */
  | 'sd_cpp_extra_args';

/** A call for pictures, in JSON or as a form, read once. */
export interface Ask {
  readonly request: GenerationRequest;
  readonly inputs: readonly InputPicture[];
  /** The parameters, in either form, as JSON. */
  readonly fields: JsonObject;
  /** The body for one attempt. */
  body(request: ScreenedRequest, inputs: readonly GivenPicture[]): Promise<ScreenedBody>;
}

const NAMES = [
  'model',
  'size',
  'quality',
  'style',
  'background',
  'response_format',
  'output_format',
  'input_fidelity',
  'moderation',
  'user',
];
const OTHERS = [
  'prompt',
  'n',
  'stream',
  'partial_images',
  'output_compression',
  'images',
  'image_url',
  'mask',
  'image',
  'image[]',
];
const KEYS = new Set([...NAMES, ...OTHERS]);

/** Where the texts and pictures of a JSON body are. */
function readingOf(negative: NegativePromptPlace | undefined): Reading {
  const field = typeof negative === 'object' ? negative.field : undefined;
  return {
    keys: field === undefined ? KEYS : new Set([...KEYS, field]),
    role: (path) => {
      const top = String(path[0]);
      if (top === field && path.length === 1) return 'negative';
      if (path.at(-1) === 'file_id')
        throw new BodyError(400, 'file_id: send the picture itself; a stored file cannot be judged.');
      if (top === 'mask') return 'mask';
      if (top === 'images' || top === 'image') return 'picture';
      return path.length === 1 && NAMES.includes(top) ? 'name' : 'prompt';
    },
  };
}

/**
 * Reads `/v1/images/*` in JSON.
 * @throws BodyError
 */
export async function readJsonAsk(call: Call, negative: NegativePromptPlace | undefined): Promise<Ask> {
  const fields = await readJson(call.request, call.maxBodyBytes);
  if (!isObject(fields)) throw new BodyError(400, 'The body must be a JSON object.');
  const reading = readingOf(negative);
  const survey = surveyJson(fields, reading);
  return {
    request: requestOf(fields, survey.prompts, survey.names, survey.negatives),
    inputs: inputPictures(survey, 'alpha'),
    fields,
    body: async (request, pictures) => {
      const negatives = request.otherNegativePrompts;
      const screened = { prompt: request.prompt, negatives, pictures };
      return screenedJson(fields, reading, screened, ownFields(fields, request, negative));
    },
  };
}

/**
 * Reads `/v1/images/edits` and `/variations` as a multipart form.
 * @throws BodyError
 */
export async function readFormAsk(call: Call, negative: NegativePromptPlace | undefined): Promise<Ask> {
  const { texts, files } = await readForm(call.request, call.maxBodyBytes, ['image', 'image[]']);
  const stray = files.find(({ name }) => !['image', 'image[]', 'mask'].includes(name));
  if (stray) throw new BodyError(400, 'The form has a file that is neither image nor mask.');
  const fields: JsonObject = Object.fromEntries(
    [...texts].map(([name, value]) => [name, parameterOf(name, value)]),
  );
  const reading = readingOf(negative);
  // A picture as a text part is no picture to the server: it is read as the words it is.
  const worded: Reading = { ...reading, role: (path, value) => formRole(reading.role(path, value)) };
  const survey = surveyJson(Object.fromEntries(texts), worded);
  return {
    request: requestOf(fields, survey.prompts, survey.names, survey.negatives),
    inputs: files.map(({ name, bytes }) => ({
      image: new UnscreenedImage(bytes),
      mask: name === 'mask' && 'alpha',
    })),
    fields,
    body: (request, pictures) => {
      const named = pictures.map((picture, index) => [files[index]?.name ?? 'image', picture] as const);
      const own = Object.entries(ownFields(fields, request, negative)).map(([name, value]) => [
        name,
        String(value),
      ]);
      return screenedForm(
        [...texts].filter(([, value]) => value !== ''),
        named,
        { prompt: request.prompt, keys: reading.keys },
        Object.fromEntries(own),
      );
    },
  };
}

function formRole(role: ReturnType<Reading['role']>) {
  return role === 'picture' || role === 'mask' ? 'prompt' : role;
}

function requestOf(
  fields: JsonObject,
  prompts: readonly string[],
  names: readonly string[],
  negatives: readonly string[],
): GenerationRequest {
  const { prompt = '', n, size } = fields;
  if (typeof prompt !== 'string') throw new BodyError(400, 'prompt must be a string.');
  if (n !== undefined && n !== null && typeof n !== 'number') throw new BodyError(400, 'n must be a number.');
  refuseDirectives([...prompts, ...negatives]);
  const [, width, height] = /^(\d{1,4})x(\d{1,4})$/.exec(String(size)) ?? [];
  return {
    prompt,
    otherPrompts: prompts.filter((text) => text !== prompt),
    names: [...new Set(names)],
    negativePrompt: negatives[0],
    otherNegativePrompts: negatives,
    n: n ?? undefined,
    width: Number(width ?? 1024),
    height: Number(height ?? 1024),
  };
}

/** What the proxy decides, over whatever the client wrote. */
function ownFields(
  fields: JsonObject,
  request: ScreenedRequest,
  negative: NegativePromptPlace | undefined,
): JsonObject {
  const n = request.seeds.length;
  const { negativePrompt } = request;
  const asField =
    typeof negative === 'object' && negativePrompt !== '' ? { [negative.field]: negativePrompt } : {};
  const marked =
    negative === 'sd_cpp_extra_args' && negativePrompt !== ''
      ? {
          prompt: `${request.prompt.text}<sd_cpp_extra_args>${JSON.stringify({ negative_prompt: negativePrompt })}</sd_cpp_extra_args>`,
        }
      : {};
  return {
    ...asField,
    ...marked,
    ...((n !== 1 || 'n' in fields) && { n }),
    // A client may not turn the upstream's own moderation down.
    ...('moderation' in fields && { moderation: 'auto' }),
  };
}

/** Forms carry numbers and truth values as words. */
function parameterOf(name: string, value: string): Json {
  if (name === 'stream') return value === 'true';
  const isNumber = ['n', 'partial_images', 'output_compression'].includes(name) && /^\d{1,4}$/.test(value);
  return isNumber ? Number(value) : value;
}
