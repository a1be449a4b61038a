import type { ImageDecision, UnscreenedImage } from '@shoji/core';
import { z } from 'zod';
import type { BlockMode, Call } from '../../dialect-kit/call/call.ts';
import { httpClient } from '../../dialect-kit/client/client.ts';
import { readJsonAnswer } from '../../dialect-kit/client/read-answer.ts';
import { type FieldOptions, openFields } from '../../dialect-kit/fields/open-fields.ts';
import { sentenceOf } from '../../dialect-kit/placeholder/phrases.ts';
import {
  moderatePictures,
  type PictureCall,
  type Settled,
  settle,
} from '../../dialect-kit/screening/moderate-pictures.ts';
import { screenOrReplace } from '../../dialect-kit/screening/screen-picture.ts';
import { reasonOf, verdictField, verdictHeaders } from '../../dialect-kit/screening/verdict.ts';
import { answerJson } from '../../dialect-kit/serving/answer-json.ts';
import {
  asOperator,
  identity,
  type OpenedRoutes,
  openedRoutes,
  passGet,
  passPost,
} from '../../dialect-kit/serving/pass.ts';
import type { Route, Upstream } from '../../dialect-kit/serving/upstream.ts';
import { isObject, type JsonObject } from '../../wire/json/strict-json.ts';
import { readJson } from '../../wire/read-body.ts';
import { type Made, ownInfo, type Replaced, readMade, withNotes } from './answer.ts';
import { type Ask, readAsk } from './ask.ts';
import { openExtensions } from './extensions.ts';
import { options as optionsRoute, pictureTool, pngInfo, type Tool } from './extras.ts';
import { DETECT, EXTRA_BATCH, EXTRA_SINGLE, INTERROGATE, pictureFields, SETTINGS } from './fields.ts';
import { internalProgress, progress, stop } from './progress.ts';
import type { Style } from './prompts.ts';
import { refuse } from './refusal.ts';
import { RunningTasks } from './running.ts';
import { CAPTION, DONE, ERROR, PASSED, STYLES, TOOL } from './shapes.ts';

export interface Automatic1111Options extends FieldOptions {
  /** The server's address, e.g. `http://127.0.0.1:7860`. */
  readonly url: string;
  /** `user:password` for a server started with `--api-auth`. Without it the client's own is handed on. */
  readonly auth?: string;
  /** `placeholder` when left out: most apps of this protocol hide what an error says. */
  readonly blocked?: BlockMode;
  /** Whether requests may have the server keep its unscreened pictures on its disk. */
  readonly saveImages?: boolean;
  /** Names of further settings that requests may change. */
  readonly settings?: readonly string[];
  /** Further calls to pass on, such as `GET /sdapi/v1/vae-approx`. */
  readonly allow?: OpenedRoutes;
  /** Longest a generation may take, in seconds; 900 when left out, because a model of one's own may need minutes. */
  readonly maxSeconds?: number;
}

/** Commands without any parameter. */
const COMMANDS =
  `refresh-checkpoints refresh-vae refresh-embeddings refresh-loras unload-checkpoint reload-checkpoint`
    .split(' ')
    .map((name) => `/sdapi/v1/${name}`);

/** The web UI's API, and what else its server is known to answer: prompts and pictures travel there too. */
const DOORS =
  /^\/(sdapi|controlnet|internal|sd_extra_networks|adetailer|sdcpp|queue|run|upload|api|file)([/=]|$)/;

const stylesSchema = z.array(
  z.object({ name: z.string(), prompt: z.string().nullish(), negative_prompt: z.string().nullish() }),
);

/**
 * AUTOMATIC1111's web UI, Forge, SD.Next and stable-diffusion.cpp's server.
 *
 * Routes: the two that make pictures, the tools around them, previews, and lists. Fields: as their tables say, with
 * styles, info texts and scripts resolved to what they make of a prompt. Negative prompt: in each field of that kind. Pictures leave as base64: samples, grids, maps, previews. Blocked: a labelled picture, or status 422.
 */
export function automatic1111(options: Automatic1111Options): Upstream {
  const client = httpClient(options.url);
  const mode = options.blocked ?? 'placeholder';
  const maxMs = (options.maxSeconds ?? 900) * 1_000;
  const settings = [...SETTINGS, ...(options.settings ?? [])];
  const running = new RunningTasks();
  const table = openFields(pictureFields(settings), options);
  const extensions = openExtensions(options);
  const own = options.auth ? `Basic ${btoa(options.auth)}` : undefined;
  const headers = (call: Call) => (own ? { authorization: own } : identity(call));

  const styles = async (call: Call): Promise<readonly Style[]> => {
    const path = '/sdapi/v1/prompt-styles';
    const answer = await readJsonAnswer(
      await client.send({ method: 'GET', path, headers: headers(call) }, call.signal),
      ERROR,
    );
    return stylesSchema.parse(answer.screened(STYLES).value).map(({ name, prompt, negative_prompt }) => ({
      name,
      prompt: prompt ?? '',
      negativePrompt: negative_prompt ?? '',
    }));
  };

  const pictures = (path: string): Route['answer'] => {
    return async (call) => {
      const sent = await readJson(call.request, call.maxBodyBytes);
      const task = `task(${call.id})`;
      const ask = await readAsk(sent, {
        table,
        extensions,
        unknown: options.unknown,
        task,
        settings,
        styles: () => styles(call),
        saveImages: options.saveImages ?? false,
      });
      const made: Made[] = [];
      let replaced: readonly Replaced[] = [];
      const asked: PictureCall = {
        upstream: 'automatic1111',
        request: ask.request,
        inputs: ask.inputs,
        dropped: ask.dropped,
        regenerates: !ask.scripted,
        maxMs,
        make: async (request, inputs, signal) => {
          const typed = [ask.request.negativePrompt ?? '', ...(ask.request.otherNegativePrompts ?? [])];
          replaced = [request.negativePrompt, ...request.otherNegativePrompts].map((text, index) => ({
            sent: text,
            typed: typed[index] ?? '',
          }));
          const images: UnscreenedImage[] = [];
          for (const seeds of batches(request.seeds, ask)) {
            const body = ask.body(request, inputs, seeds);
            const answer = await client.send({ method: 'POST', path, headers: headers(call), body }, signal);
            const one = readMade(await readJsonAnswer(answer, ERROR), seeds.length);
            made.push(one);
            images.push(...one.samples);
          }
          return images;
        },
      };
      const result = await running.follow(
        { id: task, named: ask.named, caller: call.caller },
        moderatePictures(call, asked),
      );
      const settled = await settle(result, asked, call, mode);
      const seeds = result.status === 'completed' ? result.seeds : [];
      const [first] = made;
      const untouched =
        made.length === 1 && settled.verdict.images.every((decision: ImageDecision) => decision === 'clear');
      const beside = first ? [...(untouched && first.grid ? [first.grid] : []), ...first.others] : [];
      const { width = 512, height = 512 } = ask.request;
      const besides = await Promise.all(
        beside.map((image) => screenOrReplace(image, settled.prompt, call, { width, height })),
      );
      const grids = untouched && first?.grid ? 1 : 0;
      const images = [...besides.slice(0, grids), ...settled.pictures, ...besides.slice(grids)];
      const info = settled.refused
        ? refusedInfo(settled, ask, call)
        : {
            ...withNotes(ownInfo(first?.info ?? {}, replaced, ask.scripted ? [] : seeds), settled.notes),
            index_of_first_image: grids,
          };
      return answerJson(
        {
          images: !isObject(sent) || sent.send_images !== false ? images : [],
          parameters: ask.typed,
          info: JSON.stringify(info),
          shoji: verdictField(settled.verdict),
        },
        { headers: { ...verdictHeaders(settled.verdict), 'Cache-Control': 'no-store' } },
      );
    };
  };

  const passed = [
    ...PASSED.map((each) => passGet(client, each)),
    ...COMMANDS.map((path) => passPost(client, { path, answer: DONE, errors: ERROR })),
    ...openedRoutes(client, options.allow),
  ];
  const tools = TOOLS.map((each) =>
    pictureTool(client, headers, { ...each, fields: openFields(each.fields, options) }),
  );
  return {
    name: 'automatic1111',
    owns: (path) => DOORS.test(path),
    routes: [
      { method: 'POST', path: '/sdapi/v1/txt2img', answer: pictures('/sdapi/v1/txt2img') },
      { method: 'POST', path: '/sdapi/v1/img2img', answer: pictures('/sdapi/v1/img2img') },
      progress(client, headers, running),
      internalProgress(client, headers, running),
      asOperator(stop(client, headers, running, '/sdapi/v1/interrupt'), own),
      asOperator(stop(client, headers, running, '/sdapi/v1/skip'), own),
      optionsRoute(client, headers, settings),
      pngInfo(),
      ...tools,
      ...passed.map((each) => asOperator(each, own)),
    ],
    refuse,
  };
}

/** The tools around the pictures. */
const TOOLS: readonly Tool[] = [
  { path: '/sdapi/v1/interrogate', fields: INTERROGATE, answer: CAPTION },
  { path: '/sdapi/v1/extra-single-image', fields: EXTRA_SINGLE, answer: TOOL, pictures: 'image' },
  { path: '/sdapi/v1/extra-batch-images', fields: EXTRA_BATCH, answer: TOOL, pictures: 'images' },
  { path: '/controlnet/detect', fields: DETECT, answer: TOOL, pictures: 'images' },
];

/** All at once as the client asked; single ones, whose seeds do not follow each other, one by one. */
function batches(seeds: readonly number[], { request, scripted }: Ask): (readonly number[])[] {
  return scripted || seeds.length === request.n ? [seeds] : seeds.map((seed) => [seed]);
}

/** `info` where nothing was made: apps read the first info text, the seed and the size. */
function refusedInfo({ verdict }: Settled, { request }: Ask, { language }: Call): JsonObject {
  const text = sentenceOf(reasonOf('prompt', verdict.warnings, verdict.decision === 'unchecked'), language);
  const { width = 512, height = 512, prompt, negativePrompt = '', n = 1 } = request;
  return {
    prompt,
    negative_prompt: negativePrompt,
    all_prompts: Array.from({ length: n }, () => prompt),
    seed: -1,
    all_seeds: Array.from({ length: n }, () => -1),
    width,
    height,
    index_of_first_image: 0,
    infotexts: Array.from({ length: n }, () => text),
  };
}
