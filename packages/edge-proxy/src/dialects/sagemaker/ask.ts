import type { GenerationRequest, ScreenedRequest } from '@shoji/core';
import { type Fields, prompt as promptField } from '../../dialect-kit/fields/field.ts';
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
  screenedJson,
  screenedText,
  screenedValue,
} from '../../dialect-kit/screening/screened-body.ts';
import { BodyError } from '../../wire/body-error.ts';
import { isObject, type Json, type JsonObject, parseStrictJson } from '../../wire/json/strict-json.ts';
import { asJson, asObject } from '../../wire/read-body.ts';
import { isNegativeEntry } from './fields.ts';

/** A call for pictures, read once. */
export interface Ask {
  readonly request: GenerationRequest;
  readonly inputs: readonly InputPicture[];
  /** Paths of dropped fields. */
  readonly dropped: readonly string[];
  body(request: ScreenedRequest, inputs: GivenPictures, attempt: number): ScreenedBody;
}

/** The operator's settings for reading a call. */
export interface AskOptions extends UnknownFields {
  /** The table of the protocol, with the operator's own fields. */
  readonly table: Fields;
  /** The model's name, and other choices outside the body. */
  readonly names: readonly string[];
}

const JSON_TYPE = 'application/json';
/** The empty negative prompt for a client that sent none, so that the operator's can be merged. */
const NONE = ' ';

/**
 * Reads a container's request: a bare prompt as text, or JSON of the JumpStart, Hugging Face or Stability kind.
 * @throws BodyError
 */
export function readAsk(bytes: Uint8Array, contentType: string, options: AskOptions): Ask {
  // Rebuilt instead of forwarded, because a parameter could hold any text.
  const [type = '', ...parameters] = contentType
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  if (type === 'application/x-text' || type === 'text/plain') return readText(bytes, type, options);
  if (type !== JSON_TYPE)
    throw new BodyError(415, 'Send application/json, application/json;jpeg or application/x-text.');
  return readJsonAsk(asJson(bytes), parameters.includes('jpeg') ? `${JSON_TYPE};jpeg` : JSON_TYPE, options);
}

/** Text is sent raw, as one quoted JSON string, or as a whole JSON object under the wrong name. */
function readText(bytes: Uint8Array, contentType: string, options: AskOptions): Ask {
  let value: Json;
  try {
    value = parseStrictJson(bytes);
  } catch {
    const text = new TextDecoder().decode(bytes);
    if (/^\s*["{[]/.test(text)) throw new BodyError(400, 'The text looks like JSON, and is not valid JSON.');
    return textAsk(text, options, ({ prompt }) => screenedText(prompt, contentType));
  }
  if (typeof value !== 'string') return readJsonAsk(value, JSON_TYPE, options);
  const slot = new Slot('prompt', 'the text', value);
  return textAsk(value, options, ({ prompt }) => screenedValue(slot, { prompt }, contentType));
}

function textAsk(text: string, { names }: AskOptions, body: Ask['body']): Ask {
  // A bare text is a prompt, and is read like a prompt in a field.
  const [{ value: prompt } = { value: '' }] = textSlots(
    readFields({ text }, { text: promptField }),
    'prompt',
  );
  refuseDirectives([prompt, ...names]);
  return { request: { prompt, names, width: 512, height: 512 }, inputs: [], dropped: [], body };
}

/**
 * Reads the JSON of a model of any kind.
 * @throws BodyError
 */
export function readJsonAsk(body: Json, contentType: string, options: AskOptions): Ask {
  const sent = asObject(body);
  assertNoPixels(sent);
  const read = readFields(withNegative(sent), options.table, options);
  const negatives = textSlots(read, 'negative');
  return {
    request: requestOf(read, options.names),
    inputs: inputPictures(pictureSlots(read), 'grey'),
    dropped: read.dropped,
    body: (request, pictures, attempt) => {
      const [seed] = request.seeds;
      const own = attempt > 1 && 'seed' in read.tree && seed !== undefined ? { seed } : {};
      const screened = {
        prompt: request.prompt,
        negatives: mergedInto(negatives, request.otherNegativePrompts),
        pictures,
      };
      return screenedJson(read, screened, own, contentType);
    },
  };
}

/** The body with a field for a negative prompt, if its kind has one. */
function withNegative(sent: JsonObject): JsonObject {
  const { prompt, negative_prompt, text_prompts, inputs, parameters } = sent;
  if (Array.isArray(text_prompts)) {
    const has = text_prompts.some(isNegativeEntry);
    return has ? sent : { ...sent, text_prompts: [...text_prompts, { text: NONE, weight: -1 }] };
  }
  if (inputs !== undefined) {
    const given = isObject(parameters) ? parameters : {};
    return { ...sent, parameters: { ...given, negative_prompt: filled(given.negative_prompt, inputs) } };
  }
  return { ...sent, negative_prompt: filled(negative_prompt, prompt) };
}

/** If the prompts are a list, the container expects as many negative prompts. */
function filled(negative: Json | undefined, prompt: Json | undefined): Json {
  const given = negative === undefined || negative === null || negative === '' ? NONE : negative;
  if (!Array.isArray(prompt)) return given;
  const list: readonly Json[] = Array.isArray(given) ? given : prompt.map(() => given);
  return list.map((each) => (each === '' || each === null ? NONE : each));
}

/** Rows of numbers in a picture field cannot be judged. */
function assertNoPixels(value: Json, depth = 0): void {
  if (Array.isArray(value)) {
    if (depth >= 2)
      throw new BodyError(400, 'Send pictures as base64 with Content-Type application/json;jpeg.');
    for (const each of value) assertNoPixels(each, depth + 1);
  } else if (isObject(value)) for (const each of Object.values(value)) assertNoPixels(each, 0);
}

function requestOf(read: ReadFields, outer: readonly string[]): GenerationRequest {
  const fields = typedFields(read);
  const inner: JsonObject = isObject(fields.parameters) ? { ...fields.parameters, ...fields } : fields;
  const number = (...keys: string[]) => {
    const [value] = keys.map((key) => inner[key]).filter((each) => typeof each === 'number');
    return value;
  };
  const { prompts, negatives, names: inside } = requestTexts(read);
  const names = [...new Set([...outer, ...inside])];
  refuseDirectives([...prompts, ...names, ...negatives]);
  const lists = Array.isArray(fields.prompt) ? fields.prompt.length : 1;
  const seed = number('seed');
  return {
    prompt: prompts[0] ?? '',
    otherPrompts: [...new Set(prompts.slice(1))],
    names,
    negativePrompt: negatives[0],
    otherNegativePrompts: negatives,
    n: lists * (number('num_images_per_prompt', 'num_images', 'samples') ?? 1),
    width: number('width'),
    height: number('height'),
    seed: seed !== undefined && seed >= 0 ? seed : undefined,
    steps: number('num_inference_steps', 'steps'),
    guidanceScale: lowestGuidance(read),
  };
}
