import type { GenerationRequest, ScreenedRequest } from '@shoji/core';
import type { Fields } from '../../dialect-kit/fields/field.ts';
import {
  lowestGuidance,
  pictureSlots,
  readFields,
  textSlots,
  typedFields,
  type UnknownFields,
} from '../../dialect-kit/fields/read-fields.ts';
import { requestTexts } from '../../dialect-kit/fields/request-texts.ts';
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
} from '../../dialect-kit/screening/screened-body.ts';
import { BodyError } from '../../wire/body-error.ts';
import { isObject, type Json, type JsonObject } from '../../wire/json/strict-json.ts';
import { asObject } from '../../wire/read-body.ts';
import { extensionFields, scriptFields } from './extensions.ts';
import { assertExtra } from './fields.ts';
import { droppedLabels, namedPrompts, resolveInfotext } from './infotext.ts';
import { assertKept, detailPrompts, mayInvert, type Style, scriptPrompts, withStyles } from './prompts.ts';

/** A request with the web UI's defaults for what the client left out. */
interface FilledRequest extends GenerationRequest {
  readonly negativePrompt: string;
  readonly otherNegativePrompts: readonly string[];
  readonly n: number;
  readonly width: number;
  readonly height: number;
}

/** A call for pictures, read once. */
export interface Ask {
  readonly request: FilledRequest;
  readonly inputs: readonly InputPicture[];
  /** Whether a script decides how many pictures come. */
  readonly scripted: boolean;
  /** The client's own name for its task; empty where it has none. */
  readonly named: string;
  /** Paths of dropped fields. */
  readonly dropped: readonly string[];
  /** The client's request as it was sent, without pictures and dropped fields. */
  readonly typed: JsonObject;
  /** The body for the pictures of these seeds. */
  body(request: ScreenedRequest, inputs: GivenPictures, seeds: readonly number[]): ScreenedBody;
}

export interface AskOptions extends UnknownFields {
  /** The table of the routes, with the operator's own fields. */
  readonly table: Fields;
  /** The table of extensions, with the operator's own fields. */
  readonly extensions: Fields;
  /** Names of the settings that a request may override. */
  readonly settings: readonly string[];
  /** The server's styles, fetched only when a request names one. */
  styles(): Promise<readonly Style[]>;
  readonly saveImages: boolean;
  /** The name under which the server gets the task, in place of the client's own. */
  readonly task: string;
}

/**
 * Reads the parsed body of `/sdapi/v1/txt2img` or `/img2img`.
 * @throws BodyError
 */
export async function readAsk(body: Json, options: AskOptions): Promise<Ask> {
  const sent = asObject(body);
  const script = textOf(sent, 'script_name');
  const table = {
    ...options.table,
    ...extensionFields(sent.alwayson_scripts, options.extensions),
    ...scriptFields(script),
  };
  const read = readFields(await canonical(sent, options), table, options);
  const scripted = 'script_name' in read.tree && !['', 'none'].includes(script.trim().toLowerCase());
  const fields = typedFields(read);
  const prompt = textOf(fields, 'prompt');
  const args = scripted ? stringValues(fields.script_args) : [];
  const texts = requestTexts(read);
  const { prompts, negatives } = texts;
  const others = [
    ...prompts.flatMap((text) => detailPrompts(text, prompt)),
    ...(scripted ? scriptPrompts(script, args, prompt) : []),
    ...namedPrompts(textOf(sent, 'infotext')),
  ];
  const named = textOf(sent, 'force_task_id');
  const labels = droppedLabels(sent, textOf(sent, 'infotext'));
  const names = [...new Set([...texts.names, ...stringValues(sent.styles), named, ...labels])].filter(
    (text) => text !== '',
  );
  refuseDirectives([...prompts, ...negatives, ...names]);
  const n = countOf(fields, 'batch_size') * countOf(fields, 'n_iter');
  return {
    scripted,
    named,
    inputs: inputPictures(pictureSlots(read), 'grey'),
    dropped: [...read.dropped, ...labels.map(toldLabel)],
    typed: echoOf(sent, fields),
    request: {
      prompt,
      otherPrompts: [
        ...new Set(
          [...prompts, ...others, ...(mayInvert(args) ? negatives : [])].filter((text) => text !== prompt),
        ),
      ],
      names,
      negativePrompt: textOf(fields, 'negative_prompt'),
      // The empty last part becomes the operator's own terms.
      otherNegativePrompts: [...negatives, ''],
      n: scripted ? 1 : n,
      width: numberOf(fields, 'width') ?? 512,
      height: numberOf(fields, 'height') ?? 512,
      seed: seedOf(fields),
      steps: numberOf(fields, 'steps'),
      guidanceScale: lowestGuidance(read),
    },
    body: (request, pictures, seeds) => {
      assertKept(request.negativePrompt, args);
      const operators = request.otherNegativePrompts.at(-1) ?? '';
      const merged = request.otherNegativePrompts.map((each, index) =>
        mergeParts(negatives[index], each, operators),
      );
      const screened = {
        prompt: request.prompt,
        negatives: mergedInto(textSlots(read, 'negative'), merged),
        pictures,
      };
      const alone = seeds.length < n && !scripted;
      return screenedJson(read, screened, {
        negative_prompt: request.negativePrompt,
        seed: seeds[0] ?? -1,
        ...(alone && { batch_size: 1, n_iter: 1 }),
        force_task_id: options.task,
        send_images: true,
        save_images: options.saveImages && sent.save_images === true,
        ...('override_settings' in fields && { override_settings_restore_afterwards: true }),
      });
    },
  };
}

/** A label is a text of the client: it is shown only where it could be one that the web UI writes. */
function toldLabel(label: string): string {
  return /^[\w -]{1,60}$/.test(label) ? `infotext.${label}` : 'A label of infotext without a plain name';
}

/**
 * ADetailer applies each part of its negative prompt to another face, so the operator's terms are added to every part.
 */
function mergeParts(typed: string | undefined, merged: string, operators: string): string {
  if (!typed?.includes('[SEP]')) return merged;
  return typed
    .split('[SEP]')
    .map((part) => [operators, part.trim()].filter((each) => each !== '').join(', '))
    .join('[SEP]');
}

/** The body with each reference that the server would look up, such as a style, replaced by its content. */
async function canonical(sent: JsonObject, options: AskOptions): Promise<JsonObject> {
  const { infotext, styles, ...rest } = sent;
  assertExtra(sent.extra);
  const filled = typeof infotext === 'string' && infotext !== '' ? resolveInfotext(rest, infotext) : rest;
  const { override_settings } = filled;
  const names = stringValues(styles);
  const known = names.length > 0 ? await options.styles() : [];
  const chosen = names.flatMap((name) => known.find((style) => style.name === name) ?? []);
  const positive = chosen.map((style) => style.prompt).filter((text) => text !== '');
  const negative = chosen.map((style) => style.negativePrompt).filter((text) => text !== '');
  const styled = (key: string, texts: readonly string[]) => {
    const text = textOf(filled, key);
    return key === 'prompt' || key === 'negative_prompt' || text !== '' ? withStyles(text, texts) : text;
  };
  return {
    ...filled,
    prompt: styled('prompt', positive),
    negative_prompt: styled('negative_prompt', negative),
    ...('hr_prompt' in filled && { hr_prompt: styled('hr_prompt', positive) }),
    ...('hr_negative_prompt' in filled && { hr_negative_prompt: styled('hr_negative_prompt', negative) }),
    // Apps send whole sets of settings back, so settings that are not open cause no warning.
    ...(isObject(override_settings) && {
      override_settings: Object.fromEntries(
        Object.entries(override_settings).filter(([key]) => options.settings.includes(key)),
      ),
    }),
  };
}

const NOT_ECHOED = ['init_images', 'mask', 'alwayson_scripts'];

/** The client's own request, before styles are added to its prompt. */
function echoOf(sent: JsonObject, fields: JsonObject): JsonObject {
  const kept = Object.keys(sent).filter((key) => !NOT_ECHOED.includes(key) && Object.hasOwn(fields, key));
  const typed = kept.map((key): [string, Json] => {
    const value = sent[key] ?? null;
    return [key, typeof value === 'string' ? value : (fields[key] ?? null)];
  });
  return {
    ...Object.fromEntries(typed),
    ...(sent.styles !== undefined && { styles: stringValues(sent.styles) }),
  };
}

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

function stringValues(value: Json | undefined): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(stringValues);
  return isObject(value) ? Object.values(value).flatMap(stringValues) : [];
}
