import type { GenerationRequest, ScreenedRequest } from '@shoji/core';
import { isObject, type Json, type JsonObject } from '../../guard/strict-json.ts';
import { type Path, type Reading, type Role, surveyJson } from '../../providers/http/reading.ts';
import { type GivenPicture, type ScreenedBody, screenedJson } from '../../providers/http/screened-body.ts';
import type { InputPicture } from '../moderate-pictures.ts';
import { inputPictures, refuseDirectives } from '../wire/input-pictures.ts';
import { BodyError } from '../wire/read-body.ts';
import { assertExtra, roleInExtra } from './extra.ts';
import { KEYS, NAMES, SETTINGS, UNIT_NAMES } from './fields.ts';
import { resolveInfotext } from './infotext.ts';
import { assertKept, detailPrompts, mayInvert, type Style, scriptPrompts, withStyles } from './prompts.ts';

/** A call for pictures, read once. */
export interface Ask {
  readonly request: GenerationRequest;
  readonly inputs: readonly InputPicture[];
  /** Whether a script decides how many pictures come. */
  readonly scripted: boolean;
  /** What the client calls its task; empty where it has no name for it. */
  readonly named: string;
  /** The body for the pictures of these seeds. */
  body(request: ScreenedRequest, inputs: readonly GivenPicture[], seeds: readonly number[]): ScreenedBody;
}

export interface AskOptions {
  /** The server's styles, asked for only when a request names one. */
  styles(): Promise<readonly Style[]>;
  /** Names of settings that a request may override, beside the usual ones. */
  readonly settings: readonly string[];
  readonly saveImages: boolean;
  /** What the server is to call the task, in place of the client's own name for it. */
  readonly task: string;
}

/** Where the texts and pictures of a `txt2img` or `img2img` body are. */
const READING: Reading = { keys: KEYS, role: roleOf };

function roleOf(path: Path, value: string): Role {
  const [top, ...rest] = path.map(String);
  const last = rest.at(-1) ?? '';
  switch (top) {
    case 'negative_prompt':
    case 'hr_negative_prompt':
    case 'refiner_negative':
    case 'detailer_negative':
      return 'negative';
    case 'init_images':
      return 'picture';
    case 'mask':
      return 'mask';
    case 'extra_images':
      return 'picture';
    case 'extra':
      return roleInExtra(rest[0]);
    case 'override_settings':
    case 'lora':
      return 'name';
    case 'alwayson_scripts':
      if (/^ad_negative_prompt(_\d+)?$/.test(last)) return 'negative';
      if (UNIT_NAMES.has(last)) return 'name';
      // ControlNet also takes the path of a file of the server there; it is refused as no picture.
      return isPicture(value) || rest.some((key) => PICTURE_KEYS.test(key)) ? 'picture' : 'prompt';
    case 'script_args':
      return isPicture(value) ? 'picture' : 'prompt';
    default:
      return rest.length === 0 && NAMES.has(top ?? '') ? 'name' : 'prompt';
  }
}

const PICTURE_KEYS = /^(image|input_image|mask|mask_image|mask_image_fg|effective_region_mask)$/;

function isPicture(value: string): boolean {
  return /^(data:image\/|iVBORw0KGgo|\/9j\/|UklGR|R0lGOD)/.test(value);
}

/**
 * Reads the parsed body of `/sdapi/v1/txt2img` or `/img2img`.
 * @throws BodyError
 */
export async function readAsk(sent: Json, options: AskOptions): Promise<Ask> {
  if (!isObject(sent)) throw new BodyError(400, 'The body must be a JSON object.');
  const fields = await canonical(sent, options);
  const survey = surveyJson(fields, READING);
  const prompt = textOf(fields, 'prompt');
  const script = textOf(fields, 'script_name');
  const scripted = !['', 'none'].includes(script.trim().toLowerCase());
  const args = scripted ? stringsIn(fields.script_args) : [];
  const others = [
    ...survey.prompts.flatMap((text) => detailPrompts(text, prompt)),
    ...scriptPrompts(script, args, prompt),
  ];
  const { negatives } = survey;
  refuseDirectives([...survey.prompts, ...negatives, ...survey.names]);
  const n = countOf(fields, 'batch_size') * countOf(fields, 'n_iter');
  return {
    scripted,
    named: textOf(fields, 'force_task_id'),
    inputs: inputPictures(survey, 'grey'),
    request: {
      prompt,
      otherPrompts: [
        ...new Set(
          [...survey.prompts, ...others, ...(mayInvert(args) ? negatives : [])].filter(
            (text) => text !== prompt,
          ),
        ),
      ],
      names: [...new Set(survey.names)],
      negativePrompt: textOf(fields, 'negative_prompt'),
      // The empty one at the end comes back as the operator's own terms.
      otherNegativePrompts: [...negatives, ''],
      n: scripted ? 1 : n,
      width: numberOf(fields, 'width') ?? 512,
      height: numberOf(fields, 'height') ?? 512,
      seed: seedOf(fields),
      steps: numberOf(fields, 'steps'),
      guidanceScale: guidanceOf(fields),
    },
    body: (request, pictures, seeds) => {
      assertKept(request.negativePrompt, args);
      const operators = request.otherNegativePrompts.at(-1) ?? '';
      const merged = negatives.map((typed, index) =>
        mergeParts(typed, request.otherNegativePrompts[index] ?? '', operators),
      );
      const screened = { prompt: request.prompt, negatives: merged, pictures };
      const alone = seeds.length < n && !scripted;
      return screenedJson(fields, READING, screened, {
        negative_prompt: request.negativePrompt,
        seed: seeds[0] ?? -1,
        ...(alone && { batch_size: 1, n_iter: 1 }),
        force_task_id: options.task,
        send_images: true,
        save_images: options.saveImages && fields.save_images === true,
        ...('override_settings' in fields && { override_settings_restore_afterwards: true }),
      });
    },
  };
}

/** ADetailer takes each part of its negative prompt for another face: the operator's terms belong to all of them. */
function mergeParts(typed: string, merged: string, operators: string): string {
  if (!typed.includes('[SEP]')) return merged;
  return typed
    .split('[SEP]')
    .map((part) => [operators, part.trim()].filter((each) => each !== '').join(', '))
    .join('[SEP]');
}

/** The body with everything that the server would look up itself replaced by what it would find. */
async function canonical(sent: JsonObject, options: AskOptions): Promise<JsonObject> {
  // SillyTavern sends the server's address and password along; they are none of the server's business.
  const { url: _url, auth: _auth, infotext, styles, ...rest } = sent;
  const filled = typeof infotext === 'string' && infotext !== '' ? resolveInfotext(rest, infotext) : rest;
  const { override_settings } = filled;
  const names = stringsIn(styles);
  const known = names.length > 0 ? await options.styles() : [];
  const chosen = names.flatMap((name) => known.find((style) => style.name === name) ?? []);
  const positive = chosen.map((style) => style.prompt).filter((text) => text !== '');
  const negative = chosen.map((style) => style.negativePrompt).filter((text) => text !== '');
  const styled = (key: string, texts: readonly string[]) => {
    const text = textOf(filled, key);
    return key === 'prompt' || key === 'negative_prompt' || text !== '' ? withStyles(text, texts) : text;
  };
  assertExtra(filled.extra);
  const allowed = [...SETTINGS, ...options.settings];
  return {
    ...filled,
    prompt: styled('prompt', positive),
    negative_prompt: styled('negative_prompt', negative),
    ...('hr_prompt' in filled && { hr_prompt: styled('hr_prompt', positive) }),
    ...('hr_negative_prompt' in filled && { hr_negative_prompt: styled('hr_negative_prompt', negative) }),
    ...(isObject(override_settings) && {
      override_settings: Object.fromEntries(
        Object.entries(override_settings).filter(([key]) => allowed.includes(key)),
      ),
    }),
  };
}

function guidanceOf(fields: JsonObject): number | undefined {
  const found: number[] = [];
  const visit = (value: Json | undefined, key: string) => {
    if (Array.isArray(value)) for (const each of value) visit(each, key);
    else if (isObject(value)) for (const [name, each] of Object.entries(value)) visit(each, name);
    else if (GUIDANCE.test(key) && value !== null && value !== undefined) {
      if (typeof value !== 'number') throw new BodyError(400, `${key} must be a number.`);
      found.push(value);
    }
  };
  visit(fields, '');
  return found.length > 0 ? Math.min(...found) : undefined;
}

/** The guidance of the first pass, of the second, and of ADetailer's. */
const GUIDANCE = /^(cfg_scale|hr_cfg|ad_cfg_scale)$/;

function seedOf(fields: JsonObject): number | undefined {
  const seed = numberOf(fields, 'seed');
  return seed === undefined || seed < 0 ? undefined : seed;
}

function countOf(fields: JsonObject, key: string): number {
  const count = numberOf(fields, key) ?? 1;
  if (!Number.isInteger(count) || count < 1)
    throw new BodyError(400, `${key} must be a whole number from 1 on.`);
  return count;
}

function numberOf(fields: JsonObject, key: string): number | undefined {
  const value = fields[key] ?? undefined;
  if (value === undefined || typeof value === 'number') return value;
  throw new BodyError(400, `${key} must be a number.`);
}

function textOf(fields: JsonObject, key: string): string {
  const value = fields[key] ?? '';
  if (typeof value === 'string') return value;
  throw new BodyError(400, `${key} must be a string.`);
}

function stringsIn(value: Json | undefined): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(stringsIn);
  return isObject(value) ? Object.values(value).flatMap(stringsIn) : [];
}
