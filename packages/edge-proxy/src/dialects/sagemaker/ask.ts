import type { GenerationRequest, ScreenedRequest } from '@shoji/core';
import { isObject, type Json, type JsonObject, parseStrictJson } from '../../guard/strict-json.ts';
import { type Path, type Reading, surveyJson } from '../../providers/http/reading.ts';
import {
  type GivenPicture,
  type ScreenedBody,
  screenedJson,
  screenedText,
  screenedValue,
} from '../../providers/http/screened-body.ts';
import type { InputPicture } from '../moderate-pictures.ts';
import { inputPictures, refuseDirectives } from '../wire/input-pictures.ts';
import { asJson, BodyError } from '../wire/read-body.ts';

/** A call for pictures, read once. */
export interface Ask {
  readonly request: GenerationRequest;
  readonly inputs: readonly InputPicture[];
  body(request: ScreenedRequest, inputs: readonly GivenPicture[], attempt: number): ScreenedBody;
}

const JSON_TYPE = 'application/json';
const KEYS = new Set(
  `prompt negative_prompt text_prompts text weight inputs parameters instances image mask_image init_image mask_source image_strength
  init_image_mode style_preset clip_guidance_preset sampler width height num_images_per_prompt num_images samples steps
  num_inference_steps guidance_scale cfg_scale seed eta batch_size strength use_refiner refiner_steps refiner_strength extras
  mode aspect_ratio output_format model taskType`
    .split(/\s+/)
    .filter((key) => key !== ''),
);
const NAMES = new Set([
  'sampler',
  'style_preset',
  'clip_guidance_preset',
  'mask_source',
  'init_image_mode',
  'mode',
  'aspect_ratio',
  'output_format',
  'model',
]);
/** Stands where the client has no negative prompt, for the operator's to be put there. */
const NONE = ' ';

/**
 * Reads a container's request: a bare prompt as text, or JSON of the JumpStart, Hugging Face or Stability kind.
 * @throws BodyError
 */
export function readAsk(bytes: Uint8Array, contentType: string, names: readonly string[]): Ask {
  // Rebuilt and not handed on, because a parameter could say anything.
  const [type = '', ...parameters] = contentType
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  if (type === 'application/x-text' || type === 'text/plain') return readText(bytes, type, names);
  if (type !== JSON_TYPE)
    throw new BodyError(415, 'Send application/json, application/json;jpeg or application/x-text.');
  return readFields(asJson(bytes), parameters.includes('jpeg') ? `${JSON_TYPE};jpeg` : JSON_TYPE, names);
}

/** Text is sent raw, as one quoted JSON string, or as a whole JSON object under the wrong name. */
function readText(bytes: Uint8Array, contentType: string, names: readonly string[]): Ask {
  let value: Json;
  try {
    value = parseStrictJson(bytes);
  } catch {
    const text = new TextDecoder().decode(bytes);
    if (/^\s*["{[]/.test(text)) throw new BodyError(400, 'The text looks like JSON, and is none.');
    const request = requestOf({ prompt: text }, [text], names, []);
    return { request, inputs: [], body: ({ prompt }) => screenedText(prompt, contentType) };
  }
  if (typeof value !== 'string') return readFields(value, JSON_TYPE, names);
  const reading: Reading = { role: () => 'prompt', keys: new Set() };
  return {
    request: requestOf({ prompt: value }, [value], names, []),
    inputs: [],
    body: ({ prompt }) => screenedValue(value, reading, { prompt, negatives: [], pictures: [] }, contentType),
  };
}

/**
 * Reads the JSON of a model, of whichever kind.
 * @throws BodyError
 */
export function readFields(sent: Json, contentType: string, names: readonly string[]): Ask {
  if (!isObject(sent)) throw new BodyError(400, 'The body must be a JSON object.');
  assertNoPixels(sent);
  const fields = withNegative(sent);
  const reading: Reading = { keys: KEYS, role: (path) => roleOf(fields, path) };
  const survey = surveyJson(fields, reading);
  const request = requestOf(fields, survey.prompts, [...names, ...survey.names], survey.negatives);
  return {
    request,
    inputs: inputPictures(survey, 'grey'),
    body: (screened, pictures, attempt) => {
      const negatives = screened.otherNegativePrompts;
      const own = attempt > 1 && 'seed' in fields ? { seed: screened.seeds[0] ?? 0 } : {};
      return screenedJson(
        fields,
        reading,
        { prompt: screened.prompt, negatives, pictures },
        own,
        contentType,
      );
    },
  };
}

function roleOf(fields: JsonObject, path: Path) {
  const key = String(path.findLast((step) => typeof step === 'string'));
  if (key === 'negative_prompt') return 'negative';
  if (/^mask(_image)?$/.test(key)) return 'mask';
  if (/(^|_)image$/.test(key)) return 'picture';
  if (key === 'text' && path[0] === 'text_prompts')
    return isNegative(fields, path[1]) ? 'negative' : 'prompt';
  return NAMES.has(key) ? 'name' : 'prompt';
}

/** In Stable Diffusion XL's list a text with a weight below zero is a negative prompt. */
function isNegative({ text_prompts }: JsonObject, index: unknown): boolean {
  const entry = Array.isArray(text_prompts) ? text_prompts[Number(index)] : undefined;
  return isObject(entry) && typeof entry.weight === 'number' && entry.weight < 0;
}

/** The body with a place for a negative prompt wherever its kind has one. */
function withNegative(sent: JsonObject): JsonObject {
  const { prompt, negative_prompt, text_prompts, inputs, parameters } = sent;
  if (Array.isArray(text_prompts)) {
    const has = text_prompts.some((_, index) => isNegative(sent, index));
    return has ? sent : { ...sent, text_prompts: [...text_prompts, { text: NONE, weight: -1 }] };
  }
  if (inputs !== undefined) {
    const given = isObject(parameters) ? parameters : {};
    return { ...sent, parameters: { ...given, negative_prompt: filled(given.negative_prompt, inputs) } };
  }
  return { ...sent, negative_prompt: filled(negative_prompt, prompt) };
}

/** Where prompts are a list, the container wants as many negative prompts. */
function filled(negative: Json | undefined, prompt: Json | undefined): Json {
  const given = negative === undefined || negative === null || negative === '' ? NONE : negative;
  if (!Array.isArray(prompt)) return given;
  const list: readonly Json[] = Array.isArray(given) ? given : prompt.map(() => given);
  return list.map((each) => (each === '' || each === null ? NONE : each));
}

/** Rows of numbers where a picture belongs cannot be judged as they are. */
function assertNoPixels(value: Json, depth = 0): void {
  if (Array.isArray(value)) {
    if (depth >= 2)
      throw new BodyError(400, 'Send pictures as base64 with Content-Type application/json;jpeg.');
    for (const each of value) assertNoPixels(each, depth + 1);
  } else if (isObject(value)) for (const each of Object.values(value)) assertNoPixels(each, 0);
}

function requestOf(
  fields: JsonObject,
  prompts: readonly string[],
  names: readonly string[],
  negatives: readonly string[],
): GenerationRequest {
  refuseDirectives([...prompts, ...names, ...negatives]);
  const inner = isObject(fields.parameters) ? { ...fields.parameters, ...fields } : fields;
  const number = (...keys: string[]) => {
    const [value] = keys.flatMap((key) =>
      inner[key] === undefined || inner[key] === null ? [] : [inner[key]],
    );
    if (value === undefined || typeof value === 'number') return value;
    throw new BodyError(400, `${keys.join(' or ')} must be a number.`);
  };
  const lists = Array.isArray(fields.prompt) ? fields.prompt.length : 1;
  const seed = number('seed');
  const guidances = [number('guidance_scale'), number('cfg_scale')].filter((each) => each !== undefined);
  return {
    prompt: prompts[0] ?? '',
    otherPrompts: [...new Set(prompts.slice(1))],
    names: [...new Set(names)],
    negativePrompt: negatives[0],
    otherNegativePrompts: negatives,
    n: lists * (number('num_images_per_prompt', 'num_images', 'samples') ?? 1),
    width: number('width'),
    height: number('height'),
    seed: seed !== undefined && seed >= 0 ? seed : undefined,
    steps: number('num_inference_steps', 'steps'),
    guidanceScale: guidances.length > 0 ? Math.min(...guidances) : undefined,
  };
}
