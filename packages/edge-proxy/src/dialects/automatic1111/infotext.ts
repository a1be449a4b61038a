import { SPACE, trimEnd, trimStart } from '../../dialect-kit/python/python-text.ts';
import { BodyError } from '../../wire/body-error.ts';
import { isObject, type Json, type JsonObject } from '../../wire/json/strict-json.ts';
import { SETTINGS } from './fields.ts';

/** The parameters of an info text by their labels, as the web UI reads them, including its defaults. */
export type Parameters = ReadonlyMap<string, string>;

type Kind = 'text' | 'whole' | 'number';

/** The fields that the web UI fills from an info text: for `txt2img` all of them, for `img2img` those of its scripts. */
const FIELDS: Readonly<Record<string, readonly [label: string, kind: Kind]>> = {
  prompt: ['Prompt', 'text'],
  negative_prompt: ['Negative prompt', 'text'],
  cfg_scale: ['CFG scale', 'number'],
  distilled_cfg_scale: ['Distilled CFG Scale', 'number'],
  width: ['Size-1', 'whole'],
  height: ['Size-2', 'whole'],
  batch_size: ['Batch size', 'whole'],
  denoising_strength: ['Denoising strength', 'number'],
  hr_scale: ['Hires upscale', 'number'],
  hr_upscaler: ['Hires upscaler', 'text'],
  hr_second_pass_steps: ['Hires steps', 'whole'],
  hr_resize_x: ['Hires resize-1', 'whole'],
  hr_resize_y: ['Hires resize-2', 'whole'],
  hr_checkpoint_name: ['Hires checkpoint', 'text'],
  hr_sampler_name: ['Hires sampler', 'text'],
  hr_scheduler: ['Hires schedule type', 'text'],
  hr_prompt: ['Hires prompt', 'text'],
  hr_negative_prompt: ['Hires negative prompt', 'text'],
  hr_cfg: ['Hires CFG Scale', 'number'],
  hr_distilled_cfg: ['Hires Distilled CFG Scale', 'number'],
};
const SCRIPT_FIELDS: typeof FIELDS = {
  steps: ['Steps', 'whole'],
  sampler_name: ['Sampler', 'text'],
  scheduler: ['Schedule type', 'text'],
  seed: ['Seed', 'whole'],
  subseed: ['Variation seed', 'whole'],
  subseed_strength: ['Variation seed strength', 'number'],
  // The web UI has the two swapped.
  seed_resize_from_h: ['Seed resize from-1', 'whole'],
  seed_resize_from_w: ['Seed resize from-2', 'whole'],
  refiner_checkpoint: ['Refiner', 'text'],
  refiner_switch_at: ['Refiner switch at', 'number'],
};
/** Settings that an info text overrides, and the labels under which a server looks for them. */
const OVERRIDES: Readonly<Record<string, readonly [labels: readonly string[], kind: Kind]>> = {
  sd_model_checkpoint: [['Model hash', 'Model'], 'text'],
  sd_vae: [['VAE'], 'text'],
  CLIP_stop_at_last_layers: [['Clip skip'], 'whole'],
  eta_noise_seed_delta: [['ENSD'], 'whole'],
  randn_source: [['RNG'], 'text'],
};
/** The web UI's word for "as in the first pass". */
const SAME = /^Use same (?:sampler|scheduler|checkpoint)$/;

/** Labels that the web UI writes for people, or uses only to interpret other labels. */
const ABOUT = /^(?:Version|Hypernet|Hypernet strength|First pass size-[12])$/;

/**
 * Labels of an info text without a field here, so that their values are dropped: settings of extensions, such
 * as `ControlNet 0`, and settings of the server that requests may not change.
 */
export function droppedLabels(fields: JsonObject, infotext: string): string[] {
  const isTxt2img = (fields.init_images ?? null) === null;
  const known = new Set([
    ...Object.values({ ...SCRIPT_FIELDS, ...(isTxt2img && FIELDS) }).map(([label]) => label),
    ...Object.entries(OVERRIDES).flatMap(([setting, [labels]]) => (SETTINGS.includes(setting) ? labels : [])),
  ]);
  // For img2img the web UI itself reads only the labels that its scripts know.
  const unread = isTxt2img ? [] : Object.values(FIELDS).map(([label]) => label);
  const written = new Set([...parseInfotext(infotext, false).keys()].filter((label) => !ABOUT.test(label)));
  return [...written].filter((label) => !known.has(label) && !unread.includes(label));
}

/**
 * Fills the fields that a request leaves out from its info text, as the web UI would, so that they are read by their
 * roles like those that the client sent. Parameters without a known field are dropped.
 * @throws BodyError naming a parameter that must be a number and is not.
 */
export function resolveInfotext(fields: JsonObject, infotext: string): JsonObject {
  const parameters = parseInfotext(infotext);
  const filled: Record<string, Json> = { ...fields };
  const isUnset = (field: string) => (fields[field] ?? null) === null;
  const isTxt2img = isUnset('init_images');
  const known = { ...SCRIPT_FIELDS, ...(isTxt2img && FIELDS) };
  for (const [field, [label, kind]] of Object.entries(known)) {
    const value = parameters.get(label);
    if (value !== undefined && isUnset(field) && !SAME.test(value))
      filled[field] = typedValue(label, value, kind);
  }
  // The web UI also needs a size of the second pass, and adds one to every info text that it reads.
  if (isTxt2img && isUnset('enable_hr') && parameters.has('Denoising strength')) filled.enable_hr = true;
  const overridden = overrides(parameters, fields.override_settings);
  if (overridden) filled.override_settings = overridden;
  return filled;
}

function overrides(parameters: Parameters, sent: Json | undefined): JsonObject | undefined {
  const own = isObject(sent) ? sent : {};
  const added = Object.entries(OVERRIDES).flatMap(([setting, [labels, kind]]): [string, Json][] => {
    const [found] = labels.flatMap((label): [label: string, value: string][] => {
      const value = parameters.get(label);
      return value === undefined ? [] : [[label, value]];
    });
    if (found === undefined || Object.hasOwn(own, setting) || !SETTINGS.includes(setting)) return [];
    return [[setting, typedValue(...found, kind)]];
  });
  return added.length > 0 ? { ...own, ...Object.fromEntries(added) } : undefined;
}

function typedValue(label: string, value: string, kind: Kind): Json {
  if (kind === 'text') return value;
  const written = trimEnd(trimStart(value));
  const fits = kind === 'whole' ? /^[+-]?\d{1,15}$/ : /^[+-]?(?:\d{1,15}(?:\.\d{0,20})?|\.\d{1,20})$/;
  if (!fits.test(written)) {
    const wanted = kind === 'whole' ? 'a whole number' : 'a number';
    throw new BodyError(400, `infotext: ${JSON.stringify(label)} must be ${wanted}.`);
  }
  return Number(written);
}

/**
 * Reads an info text: a prompt, a negative prompt, and a last line of at least three parameters.
 * @param defaults Whether to add the web UI's defaults.
 */
export function parseInfotext(infotext: string, defaults = true): Parameters {
  const lines = trimEnd(trimStart(infotext)).split('\n');
  const pairs = lines.slice(-1).flatMap((last) => parametersIn(last));
  if (pairs.length >= 3) lines.pop();
  const found = new Map<string, string>();
  for (const [label, written] of pairs.length >= 3 ? pairs : []) {
    // The web UI fails at a parameter without a value, and goes on to the next.
    if (written === '') continue;
    const value = unquoted(written);
    const [, width, height] = /^(\p{Nd}+)x(\p{Nd}+)\n?$/u.exec(value) ?? [];
    if (width === undefined || height === undefined) found.set(label, value);
    else found.set(`${label}-1`, width).set(`${label}-2`, height);
  }
  const { prompt, negative } = textsIn(lines);
  const network = found.get('Hypernet');
  const strength = found.get('Hypernet strength') ?? '1.0';
  found.set('Prompt', network === undefined ? prompt : `${prompt}<hypernet:${network}:${strength}>`);
  found.set('Negative prompt', negative);
  if (!defaults) return found;
  if (!found.has('Clip skip')) found.set('Clip skip', '1');
  if (!found.has('RNG')) found.set('RNG', 'GPU');
  restoreFirstPass(found);
  return found;
}

function textsIn(lines: readonly string[]): { prompt: string; negative: string } {
  const texts = { prompt: '', negative: '' };
  let side: keyof typeof texts = 'prompt';
  for (const each of lines) {
    let line = trimEnd(trimStart(each));
    if (line.startsWith('Negative prompt:')) {
      side = 'negative';
      line = trimEnd(trimStart(line.slice('Negative prompt:'.length)));
    }
    texts[side] += (texts[side] === '' ? '' : '\n') + line;
  }
  return texts;
}

const LABEL = /[\p{L}\p{N}_ \-/]/u;
const LABEL_START = /[\p{L}\p{N}_]/u;
const LOW_SURROGATE = /[\udc00-\udfff]/;
const BLANKS = new RegExp(`[${SPACE}]*`, 'y');
const QUOTED = /"(?:\\[^\n]|[^\\"])+"(?=,|$)/y;

/**
 * Labels and values of a line, `Steps: 20, Hires prompt: "a, b"`: what the web UI's regular expression finds, colon by
 * colon, because that expression takes quadratic time. A value that has a comma is quoted, and a quote that does not
 * end before a comma is an ordinary character.
 */
export function parametersIn(line: string): [label: string, value: string][] {
  const found: [string, string][] = [];
  // The last value ends as every other.
  const closed = `${line},`;
  let from = 0;
  for (let colon = line.indexOf(':'); colon >= 0; colon = line.indexOf(':', Math.max(from, colon + 1))) {
    const start = labelStart(line, from, colon);
    if (start === undefined) continue;
    BLANKS.lastIndex = colon + 1;
    BLANKS.exec(line);
    const begin = BLANKS.lastIndex;
    QUOTED.lastIndex = begin;
    const quoted = QUOTED.exec(line)?.[0];
    const end = quoted === undefined ? closed.indexOf(',', begin) : begin + quoted.length;
    found.push([line.slice(start, colon), line.slice(begin, end)]);
    from = end + 1;
  }
  return found;
}

/** The start of the label before a colon: the first letter or digit in the run of label characters. */
function labelStart(line: string, from: number, colon: number): number | undefined {
  let start: number | undefined;
  let count = 0;
  for (let end = colon; end > from; ) {
    const at = end - (LOW_SURROGATE.test(line.charAt(end - 1)) ? 2 : 1);
    const character = line.slice(at, end);
    if (!LABEL.test(character)) break;
    count++;
    if (LABEL_START.test(character) && count > 1) start = at;
    end = at;
  }
  return start;
}

function unquoted(value: string): string {
  if (!value.startsWith('"') || !value.endsWith('"')) return value;
  try {
    const parsed: unknown = JSON.parse(value);
    return typeof parsed === 'string' ? parsed : value;
  } catch {
    return value;
  }
}

const FIRST_PASS_PIXELS = 512 * 512;

/** Old info texts have a separate size of the first pass; `Size` is then that of the second. */
function restoreFirstPass(found: Map<string, string>): void {
  const sides = ['First pass size-1', 'First pass size-2'].map((label) => found.get(label));
  if (sides.includes(undefined)) return;
  const width = Number(found.get('Size-1') ?? 512);
  const height = Number(found.get('Size-2') ?? 512);
  const scale = Math.sqrt(FIRST_PASS_PIXELS / (width * height));
  const inferred = [width, height].map((side) => Math.ceil((scale * side) / 64) * 64);
  const [first, second] = sides.some((side) => Number(side) === 0) ? inferred : sides.map(Number);
  found.set('Size-1', `${first}`).set('Size-2', `${second}`);
  found.set('Hires resize-1', `${width}`).set('Hires resize-2', `${height}`);
}

const NAMED_PROMPT = /(?:^|[\n,])[ \t]*((?!negative)[A-Za-z][\w ]{0,40} prompt)[ \t]*:([^\n]+)/gi;

/**
 * Texts after the label of a prompt anywhere in an info text, also where the web UI reads none: extensions and other
 * servers parse info texts in their own way.
 */
export function namedPrompts(infotext: string): string[] {
  return [...infotext.matchAll(NAMED_PROMPT)]
    .filter(([, label = '']) => !/negative/i.test(label))
    .map(([, , text = '']) => text.trim());
}
