import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { GeneratedImages, ScreenedRequest, UnscreenedImage } from '@shoji/core';
import type { GeneratorSettings } from '@shoji/core/generation';
import { commandJson, generatedJson } from '../../dialect-kit/screening/screened-body.ts';
import { type Made, readMade } from '../../dialects/automatic1111/answer.ts';
import { ERROR, PROGRESS, TASK_PROGRESS } from '../../dialects/automatic1111/shapes.ts';
import { base64Of } from '../../wire/base64.ts';
import { isObject, type JsonObject } from '../../wire/json/strict-json.ts';
import { type GeneratorServer, unusable } from '../server.ts';
import { optional, withoutApi } from './choices.ts';

const TXT2IMG = '/sdapi/v1/txt2img';
const IMG2IMG = '/sdapi/v1/img2img';
/** Of `resize_mode`: the picture is cropped to the requested shape, not distorted. */
const CROP_AND_RESIZE = 1;
/** Interval of progress requests to the server, in milliseconds. */
const PROGRESS_MS = 500;

/** The caller's signal, and its progress callback. */
interface Following {
  readonly signal: AbortSignal;
  readonly onProgress: ((fraction: number) => void) | undefined;
}

/** Makes one picture for each seed at the server. */
export async function picturesOf(
  server: GeneratorServer,
  request: ScreenedRequest,
  { signal, onProgress }: Following,
): Promise<GeneratedImages> {
  const loras = await lorasOf(server, request, signal);
  const images: UnscreenedImage[] = [];
  let made: Made | undefined;
  for (const seed of request.seeds) {
    const task = randomUUID();
    const done = images.length;
    const tell = (fraction: number) => onProgress?.((done + fraction) / request.seeds.length);
    const body = generatedJson(request, (screened) => fieldsOf(screened, seed, task, loras));
    const path = request.input ? IMG2IMG : TXT2IMG;
    const call = server.ask({ method: 'POST', path, body }, ERROR, signal);
    const answer = await followed(server, task, call, { signal, onProgress: tell });
    made = readMade(answer, 1);
    const [image] = made.samples;
    if (image === undefined) throw unusable();
    images.push(image);
    tell(1);
  }
  return {
    images,
    settings: settingsOf(request, made?.info ?? {}),
    usage: [{ item: 'automatic1111.image', quantity: images.length }],
  };
}

/** A LoRA in the form of this server: the web UI reads a tag in the prompt, stable-diffusion.cpp's server a field. */
interface Loras {
  readonly tags: string;
  readonly field: readonly { readonly path: string; readonly multiplier: number }[];
}

async function lorasOf(
  server: GeneratorServer,
  { chosen: { loras = [] } = {} }: ScreenedRequest,
  signal: AbortSignal,
): Promise<Loras> {
  if (loras.length === 0) return { tags: '', field: [] };
  const native = await server
    .ask({ method: 'GET', path: '/sdcpp/v1/capabilities' }, ERROR, signal)
    .then(() => true)
    .catch(() => false);
  if (!native)
    return { tags: loras.map(({ name, weight }) => `<lora:${name}:${weight}>`).join(''), field: [] };
  const listed = await optional(server, 'loras', signal);
  const known = (Array.isArray(listed) ? listed : []).filter(isObject);
  const field = loras.flatMap(({ name, weight }) => {
    const path = known.find((each) => each.name === name)?.path;
    return typeof path === 'string' ? [{ path, multiplier: weight }] : [];
  });
  return { tags: '', field };
}

function fieldsOf(
  { prompt, negativePrompt, width, height, steps, guidanceScale, input, chosen = {} }: ScreenedRequest,
  seed: number,
  task: string,
  loras: Loras,
): JsonObject {
  const { model, sampler, scheduler } = chosen;
  return {
    prompt: prompt.text + loras.tags,
    negative_prompt: negativePrompt,
    seed,
    width,
    height,
    steps,
    cfg_scale: guidanceScale,
    batch_size: 1,
    ...(input && {
      init_images: [base64Of(input.image.shown.bytes)],
      denoising_strength: input.strength,
      resize_mode: CROP_AND_RESIZE,
    }),
    n_iter: 1,
    ...(sampler !== undefined && { sampler_name: sampler }),
    ...(scheduler !== undefined && { scheduler }),
    ...(loras.field.length > 0 && { lora: loras.field.map((each) => ({ ...each })) }),
    // Restoring a model after every picture would take longer than the picture.
    ...(model !== undefined && {
      override_settings: { sd_model_checkpoint: model },
      override_settings_restore_afterwards: false,
    }),
    force_task_id: task,
    send_images: true,
    save_images: false,
    do_not_save_samples: true,
    do_not_save_grid: true,
  };
}

/** Waits for a call, reports its progress, and interrupts the server when the call is cancelled. */
async function followed<Value>(
  server: GeneratorServer,
  task: string,
  call: Promise<Value>,
  { signal, onProgress }: Following,
): Promise<Value> {
  const ended = new AbortController();
  void tellProgress(server, task, AbortSignal.any([signal, ended.signal]), onProgress).catch(() => {});
  try {
    return await call;
  } catch (error) {
    if (signal.aborted) await interrupt(server, task);
    throw withoutApi(error);
  } finally {
    ended.abort();
  }
}

/** Ends with the first request that the server does not answer: not every server of this protocol reports progress. */
async function tellProgress(
  server: GeneratorServer,
  task: string,
  signal: AbortSignal,
  onProgress: Following['onProgress'],
): Promise<void> {
  for (;;) {
    await wait(PROGRESS_MS, undefined, { signal });
    const { progress, current_task = task } = await runningOf(server, signal);
    // The server reports its progress to every caller, also while it works on another caller's task.
    if (current_task === task && typeof progress === 'number')
      onProgress?.(Math.min(1, Math.max(0, progress)));
  }
}

async function runningOf(server: GeneratorServer, signal: AbortSignal): Promise<JsonObject> {
  const path = '/sdapi/v1/progress?skip_current_image=true';
  return (await server.list(path, PROGRESS, ERROR, signal)).fields;
}

/**
 * Interrupts the server only while it works on `task`: the command stops any running task. A server without a web UI
 * cannot name its task; its only running task is then assumed to be this one.
 */
async function interrupt(server: GeneratorServer, task: string): Promise<void> {
  const signal = AbortSignal.timeout(PROGRESS_MS * 4);
  const body = commandJson({ id_task: task });
  const own = await server
    .ask({ method: 'POST', path: '/internal/progress', body }, ERROR, signal)
    .then((answer) => answer.screened(TASK_PROGRESS).fields.active === true)
    .catch(async () => {
      const { current_task = task } = await runningOf(server, signal);
      return current_task === task;
    })
    .catch(() => false);
  if (own) await server.command({ method: 'POST', path: '/sdapi/v1/interrupt' });
}

/** The settings that the server reports, or the requested ones if it reports none. */
function settingsOf(request: ScreenedRequest, info: JsonObject): GeneratorSettings {
  const { steps, guidanceScale, chosen = {} } = request;
  const told = {
    model: info.sd_model_name ?? chosen.model,
    sampler: info.sampler_name ?? chosen.sampler,
    scheduler: info.scheduler ?? chosen.scheduler,
    steps: info.steps ?? steps,
    guidance_scale: info.cfg_scale ?? guidanceScale,
    loras: chosen.loras?.map(({ name, weight }) => `${name}:${weight}`).join(', ') || undefined,
  };
  return Object.fromEntries(
    Object.entries(told).flatMap(([key, value]) =>
      typeof value === 'string' || typeof value === 'number' ? [[key, value]] : [],
    ),
  );
}
