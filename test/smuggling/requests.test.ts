/** Pictures, URLs and paths in unknown fields: none reaches a server unjudged. */
import { automatic1111, bedrockRuntime, openai, sagemakerRuntime, type Upstream } from '@shoji/edge-proxy';
import {
  ADDRESSES,
  ENCODINGS,
  leaks,
  placesOf,
  planted,
  send,
  type UpstreamServer,
} from '@shoji/edge-proxy/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type RunningProxy, startProxy } from '../clients/support.ts';
import { startAutomatic1111 } from '../upstreams/automatic1111/server.ts';
import { startBedrock } from '../upstreams/bedrock/server.ts';
import { startOpenAi } from '../upstreams/openai/server.ts';
import { picture } from '../upstreams/pictures.ts';
import { startSageMaker } from '../upstreams/sagemaker/server.ts';

const aws = {
  region: 'us-west-2',
  credentials: { accessKeyId: 'AKIDOPERATOR', secretAccessKey: 'operator' },
};
const green = (await picture('green')).toString('base64');

/** Requests as clients send them, with all groups of fields that a route's table has. */
const TXT2IMG = {
  prompt: 'a dog',
  negative_prompt: 'fog',
  hr_prompt: 'a dog',
  steps: 20,
  cfg_scale: 7,
  width: 512,
  height: 512,
  sampler_name: 'Euler a',
  styles: [],
  enable_hr: false,
  override_settings: { sd_vae: 'auto' },
  extra: { sampler_name: 'Euler a' },
  script_name: 'x/y/z plot',
  script_args: [1, '1,2', ['a']],
  alwayson_scripts: {
    ADetailer: { args: [true, { ad_model: 'face', ad_prompt: 'a face', ad_confidence: 0.3 }] },
    ControlNet: { args: [{ image: green, model: 'canny', module: 'canny', weight: 1 }] },
    Other: { args: ['a', { b: 'c' }] },
  },
};
const IMG2IMG = {
  ...TXT2IMG,
  init_images: [green],
  mask: green,
  ip_adapter: [{ adapter: 'base', images: [green], scale: 1 }],
  face: { mode: 'faceid', source_images: [green] },
};
const GENERATIONS = {
  model: 'gpt-image-1',
  prompt: 'a dog',
  n: 1,
  size: '1024x1024',
  quality: 'low',
  user: 'someone',
  stream: false,
  seed: 7,
  guidance_scale: 5,
};
const EDITS = {
  ...GENERATIONS,
  image: `data:image/png;base64,${green}`,
  images: [{ image_url: `data:image/png;base64,${green}` }],
  image_url: `data:image/png;base64,${green}`,
};
const JUMPSTART = {
  prompt: ['a dog'],
  negative_prompt: ['fog'],
  num_inference_steps: 20,
  guidance_scale: 7.5,
  seed: 1,
  image: green,
  mask_image: green,
};
const STABILITY = {
  text_prompts: [{ text: 'a dog', weight: 1 }],
  cfg_scale: 7,
  sampler: 'K_EULER',
  init_image: green,
  extras: { a: 1 },
};

const PROTOCOLS: Record<
  string,
  { start(): Promise<UpstreamServer>; upstream(url: string): Upstream; routes: Record<string, object> }
> = {
  AUTOMATIC1111: {
    start: startAutomatic1111,
    upstream: (url) => automatic1111({ url, blocked: 'error' }),
    routes: {
      '/sdapi/v1/txt2img': TXT2IMG,
      '/sdapi/v1/img2img': IMG2IMG,
      '/sdapi/v1/options': { sd_model_checkpoint: 'sd-v1-5', samples_format: 'png' },
      '/sdapi/v1/interrogate': { image: green, model: 'clip' },
      '/sdapi/v1/extra-single-image': { image: green, upscaler_1: 'Lanczos', upscaling_resize: 2 },
      '/sdapi/v1/extra-batch-images': { imageList: [{ data: green, name: 'a' }], upscaler_1: 'Lanczos' },
      '/controlnet/detect': { controlnet_module: 'canny', controlnet_input_images: [green] },
      '/sdapi/v1/interrupt': { now: true },
      '/sdapi/v1/refresh-checkpoints': {},
      '/internal/progress': { id_task: 'task', id_live_preview: -1 },
    },
  },
  OpenAI: {
    start: startOpenAi,
    upstream: (url) => openai({ url }),
    routes: {
      '/v1/images/generations': GENERATIONS,
      '/v1/images/edits': EDITS,
      '/v1/images/variations': { image: `data:image/png;base64,${green}`, n: 1 },
    },
  },
  SageMaker: {
    start: startSageMaker,
    upstream: (endpointUrl) => sagemakerRuntime({ endpointUrl, ...aws }),
    routes: {
      '/endpoints/sd21/invocations': JUMPSTART,
      '/endpoints/sdxl/invocations': STABILITY,
      '/endpoints/hf/invocations': { inputs: 'a dog', parameters: { guidance_scale: 7, scheduler: 'ddim' } },
    },
  },
  Bedrock: {
    start: startBedrock,
    upstream: (endpointUrl) => bedrockRuntime({ endpointUrl, ...aws, blocked: 'error' }),
    routes: {
      '/model/stability.sd3-large-v1:0/invoke': { prompt: 'a dog', mode: 'text-to-image', seed: 1 },
      '/model/stability.stable-diffusion-xl-v1/invoke': STABILITY,
    },
  },
};

/** In a prompt a URL is ordinary text. */
const PROMPTS = /^(prompt|text|inputs|negative_prompt|hr_prompt|ad_prompt|script_args)$/;

/** Every string of a value, except in fields of these names. */
function stringsBeside(value: unknown, names: RegExp): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => (names.test(key) ? [] : stringsBeside(each, names)));
}

/** A picture in the colour that the moderator of these tests withholds. */
const crimson = await picture('crimson');

describe.each(Object.entries(PROTOCOLS))('%s', (_, { start, upstream, routes }) => {
  let server: UpstreamServer;
  let proxy: RunningProxy;
  beforeAll(async () => {
    server = await start();
    proxy = await startProxy([upstream(server.url)]);
  });
  beforeEach(() => server.reset());
  afterAll(() => Promise.all([server.close(), proxy.close()]));

  const headers = { 'content-type': 'application/json' };
  const base = (route: string) => routes[route] ?? {};

  /** Sends `value` at every place of the route's request in turn, and in fields of other names. */
  const plant = (route: string, where: number, name: string, value: unknown) => {
    const places = placesOf(base(route), name);
    return planted(base(route), places[where % places.length] ?? [name], value);
  };
  const asked = fc.record({
    route: fc.constantFrom(...Object.keys(routes)),
    where: fc.nat(),
    // Names that compatible servers and their extensions use, and an unknown one.
    name: fc.constantFrom('image_url', 'reference_images', 'init_image', 'control_image', 'webhook', 'x'),
  });

  it.each(Object.entries(ENCODINGS))('passes on no picture as %s', async (_, encode) => {
    const written = encode(crimson);
    await fc.assert(
      fc.asyncProperty(asked, async ({ route, where, name }) => {
        server.reset();
        const body = JSON.stringify(plant(route, where, name, written));
        await send(proxy.url, { path: route, headers, body });
        for (const { body: heard } of server.requests) {
          const told: unknown = heard.length > 0 ? JSON.parse(heard.toString()) : null;
          expect(leaks(told, written)).toBe(false);
        }
      }),
      { numRuns: 5 },
    );
  });

  it.each(ADDRESSES)('passes on nothing of %j', async (address) => {
    await fc.assert(
      fc.asyncProperty(asked, fc.boolean(), async ({ route, where, name }, listed) => {
        server.reset();
        const given = plant(route, where, name, listed ? [address] : address);
        const { status } = await send(proxy.url, { path: route, headers, body: JSON.stringify(given) });
        for (const { body } of server.requests) {
          const heard: unknown = body.length > 0 ? JSON.parse(body.toString()) : null;
          expect(stringsBeside(heard, PROMPTS)).not.toContain(address);
        }
        // A client that sent it on purpose gets a warning that it was not used.
        expect([200, 400, 422, 424, 502]).toContain(status);
      }),
      { numRuns: 5 },
    );
  });
});

describe('forms', () => {
  let server: UpstreamServer;
  let proxy: RunningProxy;
  beforeAll(async () => {
    server = await startOpenAi();
    proxy = await startProxy([openai({ url: server.url })]);
  });
  beforeEach(() => server.reset());
  afterAll(() => Promise.all([server.close(), proxy.close()]));

  const names = [
    ...Object.keys(GENERATIONS),
    'image',
    'image[]',
    'image[0]',
    'mask',
    'image_url',
    'extra',
    'x[y]',
  ];
  const asked = fc.record({
    path: fc.constantFrom('/v1/images/edits', '/v1/images/variations'),
    name: fc.constantFrom(...names),
    // As a text, as a file, as a file's name, as a file's type, as the name of a field.
    place: fc.constantFrom('text', 'text', 'file', 'filename', 'type', 'name'),
  });
  const formOf = (name: string, place: string, text: string): FormData => {
    const form = new FormData();
    form.append('prompt', 'a dog');
    form.append('image', new Blob([Buffer.from(green, 'base64')], { type: 'image/png' }), 'a.png');
    const bytes = Buffer.from(text);
    if (place === 'text') form.append(name, text);
    else if (place === 'name') form.append(text, 'x');
    else if (place === 'file') form.append(name, new Blob([bytes]), 'a');
    else form.append(name, new Blob([bytes], { type: text }), place === 'filename' ? text : 'a');
    return form;
  };

  it.each(Object.entries(ENCODINGS))('bring no picture as %s', async (_, encode) => {
    const value = encode(crimson);
    const written = typeof value === 'string' ? value : JSON.stringify(value);
    await fc.assert(
      fc.asyncProperty(asked, async ({ path, name, place }) => {
        server.reset();
        await fetch(proxy.url + path, { method: 'POST', body: formOf(name, place, written) });
        for (const { body } of server.requests) expect(leaks(body.toString('latin1'), written)).toBe(false);
      }),
      { numRuns: 5 },
    );
  });

  it.each(ADDRESSES)('bring nothing of %j', async (address) => {
    await fc.assert(
      fc.asyncProperty(asked, async ({ path, name, place }) => {
        server.reset();
        await fetch(proxy.url + path, { method: 'POST', body: formOf(name, place, address) });
        if (name === 'prompt') return;
        for (const { body } of server.requests) expect(body.toString()).not.toContain(address);
      }),
      { numRuns: 5 },
    );
  });
});

describe('routes and fields that the operator opened', () => {
  let server: UpstreamServer;
  let proxy: RunningProxy;
  beforeAll(async () => {
    server = await startAutomatic1111();
    const fields = {
      style_image: 'picture',
      'deep.words': 'text',
      'deep.name': 'name',
      lora: 'name',
    } as const;
    const allow = [
      'POST /sdapi/v1/enhance',
      {
        route: 'POST /sdapi/v1/known',
        fields: { ...fields, prompt: 'prompt', negative: 'negative' } as const,
      },
    ];
    proxy = await startProxy([automatic1111({ url: server.url, allow, fields, blocked: 'error' })]);
  });
  beforeEach(() => server.reset());
  afterAll(() => Promise.all([server.close(), proxy.close()]));

  const base = {
    prompt: 'a dog',
    style_image: green,
    deep: { words: ['some words'], name: 'x' },
    lora: ['a', 'b'],
    other: [1, { a: 'b' }],
  };
  const asked = fc.record({
    path: fc.constantFrom('/sdapi/v1/txt2img', '/sdapi/v1/enhance', '/sdapi/v1/known'),
    where: fc.nat(),
    name: fc.constantFrom('image_url', 'style_image', 'words', 'x'),
  });
  const bodyOf = (path: string, where: number, name: string, value: unknown) => {
    const given = path.endsWith('enhance') ? { ...base, style_image: 'none' } : base;
    const places = placesOf(given, name);
    return JSON.stringify(planted(given, places[where % places.length] ?? [name], value));
  };
  const headers = { 'content-type': 'application/json' };

  it('give the server what was judged, and the operator’s negative prompt', async () => {
    const ask = (style_image: string) =>
      send(proxy.url, {
        path: '/sdapi/v1/known',
        headers,
        body: JSON.stringify({ ...base, style_image, negative: 'fog' }),
      });
    const blocked = await ask(crimson.toString('base64'));
    expect([blocked.status, server.requests.length]).toEqual([422, 0]);
    await ask(green);
    const { style_image, negative, deep, other } = JSON.parse(server.requests[0]?.body.toString() ?? '{}');
    expect(style_image).toMatch(/^iVBOR/);
    expect(negative).toMatch(/^nsfw, .*, fog$/);
    expect([deep, other]).toEqual([base.deep, undefined]);
  });

  it.each(Object.entries(ENCODINGS))('bring no picture as %s', async (_, encode) => {
    const written = encode(crimson);
    await fc.assert(
      fc.asyncProperty(asked, async ({ path, where, name }) => {
        server.reset();
        await send(proxy.url, { path, headers, body: bodyOf(path, where, name, written) });
        for (const { body } of server.requests) {
          const told: unknown = body.length > 0 ? JSON.parse(body.toString()) : null;
          expect(leaks(told, written)).toBe(false);
        }
      }),
      { numRuns: 5 },
    );
  });

  it.each(ADDRESSES)('bring nothing of %j', async (address) => {
    await fc.assert(
      fc.asyncProperty(asked, async ({ path, where, name }) => {
        server.reset();
        await send(proxy.url, { path, headers, body: bodyOf(path, where, name, address) });
        for (const { body } of server.requests) {
          const told: unknown = body.length > 0 ? JSON.parse(body.toString()) : null;
          expect(stringsBeside(told, /^(prompt|words)$/)).not.toContain(address);
        }
      }),
      { numRuns: 5 },
    );
  });
});
