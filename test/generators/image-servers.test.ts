import {
  type Engine,
  type GenerationRequest,
  type ImageGenerator,
  moderateGeneration,
  resultOf,
  UnscreenedImage,
} from '@shoji/core';
import { createApp } from '@shoji/edge-proxy';
import { automatic1111, comfyui, type OpenAiGeneratorOptions, openai } from '@shoji/edge-proxy/generators';
import { createOffers, discover } from '@shoji/edge-proxy/node';
import { json, startRecorder } from '@shoji/edge-proxy/testing';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { BANNED, engine, fromBase64, seen } from '../clients/support.ts';
import { startAutomatic1111 } from '../upstreams/automatic1111/server.ts';
import { startComfyUi } from '../upstreams/comfyui/server.ts';
import { startOpenAi } from '../upstreams/openai/server.ts';
import { picture } from '../upstreams/pictures.ts';

const webUi = await startAutomatic1111();
const comfy = await startComfyUi();
const openAi = await startOpenAi();
/** A busy machine is no server that does not answer. */
const PATIENT_MS = 30_000;
const servers = [webUi, comfy, openAi];
afterEach(() => {
  for (const server of servers) server.reset();
  openAi.mode = 'openai';
});
afterAll(() => Promise.all(servers.map((server) => server.close())));

const makers = {
  automatic1111: (url = webUi.url) => automatic1111({ url }),
  comfyui: (url = comfy.url) => comfyui({ url }),
  openai: (url = openAi.url) => openai({ url }),
};
/** With `/v1/images/edits`. */
const editor = (options: Partial<OpenAiGeneratorOptions> = {}) =>
  openai({ url: openAi.url, edits: true, ...options });
const each = Object.entries(makers);

function generate(
  generator: ImageGenerator,
  request: Partial<GenerationRequest> = {},
  signal = new AbortController().signal,
) {
  const asked = { prompt: 'a green dog', seed: 7, width: 64, height: 64, ...request };
  return resultOf(moderateGeneration(asked, engine({ generator }), { id: 'gen_1', signal }));
}

/** The bodies of posts to `path`. */
const sent = (server: (typeof servers)[number], path: string) =>
  server.requests
    .filter((request) => request.method === 'POST' && request.path === path)
    .map(({ body }) => JSON.parse(body.toString()));

describe.each(each)('%s', (_, make) => {
  it('gets no refused prompt, and has every picture judged', async () => {
    const result = await generate(make(), { prompt: 'an azure dog' });
    if (result.status !== 'completed') throw new Error(result.status);
    expect(result.images.map(({ decision }) => decision)).toEqual(['blur']);
    expect(result.seeds).toEqual([7]);
    for (const server of servers) server.reset();
    expect((await generate(make(), { prompt: `a dog in ${BANNED}` })).status).toBe('rejected');
    expect(servers.flatMap(({ requests }) => requests)).toEqual([]);
  });

  it('refuses instructions to the server in a prompt', async () => {
    const prompt = 'a dog <sd_cpp_extra_args>{}</sd_cpp_extra_args>';
    await expect(generate(make(), { prompt })).rejects.toMatchObject({ code: 'invalid_request' });
  });

  it.each([
    [401, { detail: 'no' }, 'generator_failed'],
    [400, { detail: 'no' }, 'generator_rejected'],
    [500, { error: 'CUDA out of memory' }, 'generator_rejected'],
    [503, { error: 'queue full' }, 'generator_busy'],
    [500, { error: 'no' }, 'generator_failed'],
    [200, 'garbage', 'answer_unusable'],
  ])('maps status %i with %j to an error', async (status, body, code) => {
    const server = await startRecorder((request, response) => {
      if (request.path.startsWith('/object_info')) return json(response, OBJECT_INFO);
      if (body === 'garbage') response.end('<html>');
      else json(response, body, status);
    });
    await expect(generate(make(server.url))).rejects.toMatchObject({ code });
    await server.close();
  });

  it('reports that a server is down', async () => {
    const server = await startRecorder(() => {});
    await server.close();
    await expect(generate(make(server.url))).rejects.toMatchObject({ code: 'generator_failed' });
  });
});

const OBJECT_INFO = {
  CheckpointLoaderSimple: { input: { required: { ckpt_name: [['a.safetensors']] } }, output: [] },
};

describe('the chosen model or sampler', () => {
  it('reaches the web UI, beside the predefined negative prompt', async () => {
    const chosen = { model: 'sd-v1-5', sampler: 'Euler a', loras: [{ name: 'paper-cut', weight: 0.5 }] };
    const result = await generate(makers.automatic1111(), { chosen, n: 2, negativePrompt: 'fog' });
    expect(sent(webUi, '/sdapi/v1/txt2img')).toMatchObject(
      [7, 8].map((seed) => ({
        prompt: 'a green dog<lora:paper-cut:0.5>',
        negative_prompt: expect.stringMatching(/^nsfw.*fog$/),
        seed,
        sampler_name: 'Euler a',
        override_settings: { sd_model_checkpoint: 'sd-v1-5' },
        save_images: false,
      })),
    );
    expect(result).toMatchObject({ generator: { settings: { model: 'sd-v1-5', sampler: 'Euler a' } } });
  });

  it('reaches the nodes of ComfyUI, and leaves no history', async () => {
    const chosen = { sampler: 'dpmpp_2m', loras: [{ name: 'paper-cut.safetensors', weight: 0.5 }] };
    const result = await generate(makers.comfyui(), { chosen, negativePrompt: 'fog' });
    const [{ prompt }] = sent(comfy, '/prompt');
    expect(prompt.sampler.inputs).toMatchObject({ seed: 7, sampler_name: 'dpmpp_2m', scheduler: 'normal' });
    expect(prompt['lora-1'].inputs).toMatchObject({
      lora_name: 'paper-cut.safetensors',
      strength_model: 0.5,
    });
    expect(prompt.negative.inputs.text).toMatch(/^nsfw.*fog$/);
    expect(result).toMatchObject({ generator: { settings: { model: 'sd-v1-5.safetensors' } } });
    expect(comfy.state.history.size).toBe(0);
  });

  it.each(each)('is refused by %s when the server does not list it', async (_, make) => {
    const refused = generate(make(), { chosen: { model: '../secret' } });
    await expect(refused).rejects.toMatchObject({ code: 'invalid_request' });
  });

  it('is one of the list of GET /v1/generators', async () => {
    const access = { keys: [], origins: [], maxBodyBytes: 10_000 };
    const app = createApp(engine({ generator: makers.comfyui() }), { access });
    const answer = await app.request('http://127.0.0.1/v1/generators');
    expect(await answer.json()).toMatchObject({
      current: {
        name: 'comfyui',
        chooses: ['model', 'sampler', 'scheduler', 'loras'],
        choices: {
          models: ['sd-v1-5.safetensors', 'bad.safetensors'],
          loras: ['paper-cut.safetensors'],
        },
      },
    });
  });
});

describe('servers that were found on this machine', () => {
  const portOf = (url: string) => Number(new URL(url).port);
  const access = { keys: [], origins: [], maxBodyBytes: 10_000 };

  it('are recognised by what they answer, and each is one offer', async () => {
    const language = await startRecorder((_, response) => json(response, { data: [{ id: 'llama' }] }));
    const images = await startRecorder(({ path }, response) => {
      if (path !== '/v1/images/generations') return json(response, { detail: 'Not Found' }, 404);
      response.setHeader('allow', 'OPTIONS, POST');
      json(response, { detail: 'Method Not Allowed' }, 405);
    });
    const elsewhere = await startRecorder((_, response) => {
      response.writeHead(302, { location: webUi.url }).end();
    });
    const silent = await startRecorder(() => {});
    const others = [language, images, elsewhere, silent];
    const ports = [webUi, comfy, ...others].map(({ url }) => portOf(url));
    const found = await discover(ports, PATIENT_MS);
    expect(found.filter(({ url }) => ports.includes(portOf(url))).map(({ id, name }) => [id, name])).toEqual([
      [`comfyui-${portOf(comfy.url)}`, `ComfyUI at 127.0.0.1:${portOf(comfy.url)}`],
      [`automatic1111-${portOf(webUi.url)}`, `Stable Diffusion web UI at 127.0.0.1:${portOf(webUi.url)}`],
      [`openai-${portOf(images.url)}`, `OpenAI-compatible image server at 127.0.0.1:${portOf(images.url)}`],
    ]);
    const asked = [webUi, comfy, ...others].flatMap(({ requests }) => requests);
    expect(new Set(asked.map(({ method }) => method))).toEqual(new Set(['GET']));
    await Promise.all(others.map((server) => server.close()));
  });

  it('are said to have no checkpoint where they list none', async () => {
    const nodes = (names: string[]) => ({
      CheckpointLoaderSimple: { input: { required: { ckpt_name: [names] } }, output: [] },
    });
    const comfyWith = (names: string[]) =>
      startRecorder(({ path }, response) =>
        json(response, path === '/system_stats' ? { system: {}, devices: [] } : nodes(names)),
      );
    const others = [await comfyWith([]), await comfyWith(['a.safetensors'])];
    const ports = others.map(({ url }) => portOf(url));
    const found = (await discover(ports, PATIENT_MS)).filter(({ url }) => ports.includes(portOf(url)));
    expect(found.map(({ name, hasModel }) => [name, hasModel])).toEqual([
      [`ComfyUI at 127.0.0.1:${ports[0]}, without a checkpoint`, false],
      [`ComfyUI at 127.0.0.1:${ports[1]}`, true],
    ]);
    await Promise.all(others.map((server) => server.close()));
  });

  it('are asked once for a list that says what they are and what they have', async () => {
    const server = await startRecorder(({ path }, response) =>
      json(response, path === '/sdapi/v1/sd-models' ? [] : {}),
    );
    const port = portOf(server.url);
    const [found] = (await discover([port], PATIENT_MS)).filter(({ url }) => portOf(url) === port);
    expect(found?.name).toBe(`Stable Diffusion web UI at 127.0.0.1:${port}, without a checkpoint`);
    // By each of the two kinds of server that have this list.
    expect(server.requests.filter(({ path }) => path === '/sdapi/v1/sd-models')).toHaveLength(2);
    await server.close();
  });

  it.each([
    ['refuses every GET', 'POST', 405],
    ['refuses every GET, and does not say what it takes', undefined, 405],
    ['does not say what its route takes', undefined, 404],
    ['takes only GET and HEAD there', 'GET, HEAD', 404],
  ])('are not recognised in a server that %s', async (_, allow, beside) => {
    const server = await startRecorder(({ path }, response) => {
      if (allow !== undefined) response.setHeader('allow', allow);
      json(response, { detail: 'no' }, path === '/v1/images/generations' ? 405 : beside);
    });
    const found = await discover([portOf(server.url)], PATIENT_MS);
    expect(found.filter(({ url }) => portOf(url) === portOf(server.url))).toEqual([]);
    await server.close();
  });

  it('make pictures as soon as one is chosen, and no more after the proxy’s own generator is', async () => {
    const own = engine();
    const found = await discover([portOf(comfy.url)], PATIENT_MS);
    const app = createApp(own, { access, offers: createOffers(own.generator, found) });
    const call = (path: string, body?: object) =>
      app.request(`http://127.0.0.1${path}`, {
        ...(body && {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
      });
    const id = `comfyui-${portOf(comfy.url)}`;
    const before = await (await call('/v1/generators')).json();
    expect(before.offered).toContainEqual({ id, name: expect.stringMatching(/^ComfyUI at/), used: false });
    expect((await call('/v1/generators', { use: 'elsewhere' })).status).toBe(400);

    const chosen = await call('/v1/generators', { use: id });
    expect(await chosen.json()).toMatchObject({
      current: { name: 'comfyui' },
      offered: expect.arrayContaining([expect.objectContaining({ id, used: true })]),
    });
    expect(await (await call('/v1/policy')).json()).toMatchObject({ generator: { name: 'comfyui' } });
    const picture = { prompt: 'a green dog', width: 64, height: 64 };
    expect((await call('/v1/generations', picture)).status).toBe(200);
    expect(sent(comfy, '/prompt')).toHaveLength(1);
    expect((await call('/v1/generations', { prompt: `a dog in ${BANNED}` })).status).toBe(422);
    expect(sent(comfy, '/prompt')).toHaveLength(1);

    await call('/v1/generators', { use: null });
    expect((await call('/v1/generations', picture)).status).toBe(200);
    expect(sent(comfy, '/prompt')).toHaveLength(1);
  });

  it('cannot be chosen where none is offered', async () => {
    const app = createApp(engine(), { access });
    const answer = await app.request('http://127.0.0.1/v1/generators', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"use":null}',
    });
    expect(answer.status).toBe(404);
    expect(await (await app.request('http://127.0.0.1/v1/generators')).json()).toMatchObject({
      offered: null,
    });
  });
});

describe('the price of OpenAI’s images', () => {
  const prices = { 'openai.image': 0.04 };
  const costAt = async (url: string, table: Record<string, number>) => {
    const asked = { prompt: 'a green dog', seed: 7, width: 64, height: 64 };
    const priced = { ...engine({ generator: makers.openai(url) }), prices: table };
    const signal = new AbortController().signal;
    const result = await resultOf(moderateGeneration(asked, priced, { id: 'gen_1', signal }));
    return result.cost.estimate;
  };

  it('is not that of a compatible server, which costs what the operator says', async () => {
    expect(await costAt(openAi.url, prices)).toBe(0);
    expect(await costAt(openAi.url, { ...prices, 'openai-compatible.image': 0.01 })).toBe(0.01);
  });
});

describe('a failure during a generation', () => {
  it('of ComfyUI is reported', async () => {
    const failed = generate(makers.comfyui(), { chosen: { model: 'bad.safetensors' } });
    await expect(failed).rejects.toMatchObject({ code: 'answer_unusable' });
  });
});

describe('a cancelled request', () => {
  it('interrupts ComfyUI', async () => {
    comfy.state.hold = true;
    const stop = new AbortController();
    const cancelled = generate(makers.comfyui(), {}, stop.signal);
    cancelled.catch(() => {});
    await expect.poll(() => comfy.state.sampled.length).toBe(1);
    stop.abort();
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    await expect.poll(() => comfy.state.interrupted).toBe(true);
  });

  it.each([true, false])('interrupts the web UI only while it works on that request: %s', async (active) => {
    const server = await startRecorder((request, response) => {
      if (request.path === '/internal/progress') json(response, { active });
      else if (request.path !== '/sdapi/v1/txt2img') json(response, {});
    });
    const paths = () => server.requests.map(({ path }) => path);
    const stop = new AbortController();
    const cancelled = generate(makers.automatic1111(server.url), {}, stop.signal);
    cancelled.catch(() => {});
    await expect.poll(paths).toContain('/sdapi/v1/txt2img');
    stop.abort();
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    await expect.poll(paths).toContain('/internal/progress');
    if (active) await expect.poll(paths).toContain('/sdapi/v1/interrupt');
    else expect(paths()).not.toContain('/sdapi/v1/interrupt');
    await server.close();
  });
});

describe.each([
  ['automatic1111', () => makers.automatic1111(), () => givenToWebUi()],
  ['comfyui', () => makers.comfyui(), () => givenToComfy()],
  ['openai', () => editor({ negativePrompt: 'sd_cpp_extra_args' }), () => givenToOpenAi()],
] as const)('image to image with %s', (_, make, givenTo) => {
  const input = async (colour: Parameters<typeof picture>[0]) => ({
    input: { image: new UnscreenedImage(new Uint8Array(await picture(colour))), strength: 0.4 },
  });

  it('starts from the picture as it was judged, without its metadata', async () => {
    const result = await generate(make(), await input('green'));
    expect(result.status).toBe('completed');
    const [given] = await givenTo();
    expect(given?.strength).toBe(0.4);
    expect(await seen(given?.bytes ?? new Uint8Array())).toMatchObject({ colour: 'green', note: false });
  });

  it.each(['azure', 'crimson'] as const)('sends no picture that is not clear (%s)', async (colour) => {
    await expect(generate(make(), await input(colour))).rejects.toMatchObject({ code: 'image_rejected' });
    expect(servers.flatMap(({ requests }) => requests).filter(({ method }) => method === 'POST')).toEqual([]);
  });
});

/** The pictures that a server was given to start from, with the denoising strength. */
async function givenToWebUi() {
  return sent(webUi, '/sdapi/v1/img2img').map((body) => ({
    bytes: fromBase64(String(body.init_images[0])),
    strength: Number(body.denoising_strength),
  }));
}

async function givenToComfy() {
  const [uploaded] = comfy.requests.filter(({ path }) => path === '/upload/image');
  const [queued] = sent(comfy, '/prompt');
  if (!uploaded) return [];
  const headers = { 'content-type': String(uploaded.headers['content-type']) };
  const form = await new Response(new Uint8Array(uploaded.body), { headers }).formData();
  const file = form.get('image');
  if (!(file instanceof File)) return [];
  // Into the folder that the server empties, and from there into the sampler.
  expect(form.get('type')).toBe('temp');
  const { loaded, scaled, latent, sampler } = queued.prompt;
  expect(loaded.inputs.image).toBe(`${file.name} [temp]`);
  expect([scaled.inputs.image, latent.inputs.pixels, sampler.inputs.latent_image]).toEqual([
    ['loaded', 0],
    ['scaled', 0],
    ['latent', 0],
  ]);
  return [{ bytes: new Uint8Array(await file.arrayBuffer()), strength: Number(sampler.inputs.denoise) }];
}

async function givenToOpenAi() {
  const form = await editOf();
  const file = form.get('image');
  if (!(file instanceof File)) return [];
  const [, mark = '{}'] =
    /<sd_cpp_extra_args>(.*)<\/sd_cpp_extra_args>$/.exec(String(form.get('prompt'))) ?? [];
  const { strength }: { strength?: number } = JSON.parse(mark);
  return [{ bytes: new Uint8Array(await file.arrayBuffer()), strength }];
}

/** The form of the only edit that the server was asked for. */
async function editOf(): Promise<FormData> {
  expect(openAi.requests.map(({ method, path }) => [method, path])).toEqual([['POST', '/v1/images/edits']]);
  const [{ headers, body } = { headers: {}, body: Buffer.alloc(0) }] = openAi.requests;
  const type = { 'content-type': String(headers['content-type']) };
  return new Response(new Uint8Array(body), { headers: type }).formData();
}

describe('an edit at a server of OpenAI’s protocol', () => {
  const start = async () => ({
    image: new UnscreenedImage(new Uint8Array(await picture('green'))),
    strength: 0.4,
  });

  it('has the fields of a generation, and no strength, which is said', async () => {
    const notices: string[] = [];
    const generator = editor({ model: 'qwen-image-edit', negativePrompt: { field: 'negative_prompt' } });
    const observe: Engine['observe'] = (event) => {
      if (event.type === 'notice') notices.push(event.notice.code);
    };
    const flow = moderateGeneration(
      { prompt: 'a green dog', negativePrompt: 'fog', width: 64, height: 128, input: await start() },
      engine({ generator, observe }),
      { id: 'gen_1', signal: new AbortController().signal },
    );
    expect((await resultOf(flow)).status).toBe('completed');
    const { image, ...fields } = Object.fromEntries(await editOf());
    expect(image).toMatchObject({ name: 'start.png', type: 'image/png' });
    expect(fields).toEqual({
      model: 'qwen-image-edit',
      prompt: 'a green dog',
      negative_prompt: expect.stringMatching(/fog$/),
      n: '1',
      size: '64x128',
      response_format: 'b64_json',
    });
    expect(notices).toEqual(['seed-unsent', 'strength-unsent']);
    expect(generator.limits).toMatchObject({ inputImage: true, inputStrength: false });
  });

  it('is possible with OpenAI’s own models, and with others where the operator says so', () => {
    const facts = (options: Partial<OpenAiGeneratorOptions>) => {
      const { inputImage, inputStrength } = openai({ url: openAi.url, ...options }).limits;
      return [inputImage, inputStrength];
    };
    expect(facts({})).toEqual([false, false]);
    expect(facts({ model: 'dall-e-3' })).toEqual([false, false]);
    expect(facts({ model: 'gpt-image-1' })).toEqual([true, false]);
    expect(facts({ model: 'gpt-image-1', edits: false })).toEqual([false, false]);
    expect(facts({ edits: true, negativePrompt: 'sd_cpp_extra_args' })).toEqual([true, true]);
  });

  it.each([
    ['comfyui', makers.comfyui(), [true, true]],
    ['an editor', editor(), [true, false]],
    ['a server without edits', makers.openai(), [false, false]],
  ])('is in the policy, with whether a strength has an effect (%s)', async (_, generator, expected) => {
    const access = { keys: [], origins: [], maxBodyBytes: 10_000 };
    const answer = await createApp(engine({ generator }), { access }).request('http://127.0.0.1/v1/policy');
    const { input_image, input_strength } = (await answer.json()).generator;
    expect([input_image, input_strength]).toEqual(expected);
  });

  it('is one call for each picture, with one upload each', async () => {
    const result = await generate(editor(), { n: 2, input: await start() });
    if (result.status !== 'completed') throw new Error(result.status);
    expect(result.images).toHaveLength(2);
    expect(openAi.requests.map(({ path }) => path)).toEqual(['/v1/images/edits', '/v1/images/edits']);
  });

  it('is not asked for without a picture to start from', async () => {
    await generate(editor());
    expect(sent(openAi, '/v1/images/generations')).toEqual([
      { prompt: 'a green dog', n: 1, size: '64x64', response_format: 'b64_json' },
    ]);
  });

  it.each([
    [['generations', 'edits'], true],
    [['generations'], false],
  ])('is known of a server on this machine that refuses GET at %j', async (routes, edits) => {
    const server = await startRecorder(({ path }, response) => {
      if (!routes.some((route) => path === `/v1/images/${route}`)) return json(response, {}, 404);
      response.setHeader('allow', 'POST');
      json(response, { detail: 'Method Not Allowed' }, 405);
    });
    const port = Number(new URL(server.url).port);
    const [found] = (await discover([port], PATIENT_MS)).filter(({ url }) => url === server.url);
    expect(found?.generator.limits.inputImage).toBe(edits);
    expect(new Set(server.requests.map(({ method }) => method))).toEqual(new Set(['GET']));
    await server.close();
  });
});

it('refuses a picture to start from where the protocol has none', async () => {
  const image = new UnscreenedImage(new Uint8Array(await picture('green')));
  await expect(generate(makers.openai(), { input: { image } })).rejects.toMatchObject({
    code: 'invalid_request',
    message: expect.stringMatching(/^image cannot be given here/),
  });
});
