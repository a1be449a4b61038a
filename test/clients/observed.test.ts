/** Observations for the operator about calls by the protocols of existing apps: failed checks, costs, failed servers. */

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Engine, GenerationError, type Observation } from '@shoji/core';
import { fakeGenerator } from '@shoji/core/testing';
import { automatic1111, bedrockRuntime, comfyui, openai, sagemakerRuntime } from '@shoji/edge-proxy';
import { json, startRecorder, type UpstreamServer } from '@shoji/edge-proxy/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Automatic1111Server, startAutomatic1111 } from '../upstreams/automatic1111/server.ts';
import { startComfyUi } from '../upstreams/comfyui/server.ts';
import { startOpenAi } from '../upstreams/openai/server.ts';
import { picture } from '../upstreams/pictures.ts';
import { api, type Graph, listen, workflow } from './comfyui-client.ts';
import { byColour, engine, type RunningProxy, startProxy } from './support.ts';

const green = (await picture('green')).toString('base64');
const PROMPT = 'a green giraffe';

/** A proxy whose observer records every event. */
async function watched(upstreams: Parameters<typeof startProxy>[0], parts: Partial<Engine> = {}) {
  const seen: Observation[] = [];
  const observe = (observation: Observation) => void seen.push(observation);
  const proxy = await startProxy(upstreams, { engine: engine({ prices: { look: 0.5 }, ...parts, observe }) });
  return { ...proxy, seen };
}
type Watched = Awaited<ReturnType<typeof watched>>;

function posted({ url }: RunningProxy, path: string, body: object): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  return fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
}

function formed({ url }: RunningProxy, path: string, fields: Readonly<Record<string, string>>) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  form.set('image', new Blob([Buffer.from(green, 'base64')], { type: 'image/png' }), 'dog.png');
  return fetch(url + path, { method: 'POST', body: form });
}

describe('a picture outside of the flow', () => {
  let web: Automatic1111Server;
  let servers: UpstreamServer[];
  const usage = [{ item: 'look', quantity: 1 }];
  const proxies: Record<string, Watched> = {};
  beforeAll(async () => {
    const [comfy, images] = await Promise.all([startComfyUi(), startOpenAi()]);
    web = await startAutomatic1111();
    servers = [web, comfy, images];
    const upstreams = () => [
      automatic1111({ url: web.url }),
      comfyui({ url: comfy.url }),
      openai({ url: images.url }),
    ];
    const moderate = () => Promise.reject(new Error('the moderator is down'));
    proxies.down = await watched(upstreams(), { moderators: [{ ...byColour, moderate }] });
    proxies.paid = await watched(upstreams(), {
      moderators: [{ ...byColour, moderate: async () => ({ findings: [], usage }) }],
    });
  });
  afterAll(async () => {
    await Promise.all(Object.values(proxies).map((proxy) => proxy.close()));
    await Promise.all(servers.map((server) => server.close()));
  });

  /** Asks for a preview while a generation runs. */
  const preview = async (proxy: Watched) => {
    Object.assign(web, { silent: true, preview: 'green' });
    const gone = new AbortController();
    const arrived = web.next();
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ prompt: PROMPT });
    const call = fetch(`${proxy.url}/sdapi/v1/txt2img`, {
      method: 'POST',
      headers,
      body,
      signal: gone.signal,
    });
    call.catch(() => {});
    const { abandoned } = await arrived;
    await fetch(`${proxy.url}/sdapi/v1/progress`);
    gone.abort();
    await abandoned;
    Object.assign(web, { silent: false, preview: undefined });
  };
  const partials = async (proxy: Watched) => {
    const asked = { model: 'gpt-image-1', prompt: PROMPT, stream: true, partial_images: 1 };
    await (await posted(proxy, '/v1/images/generations', asked)).text();
  };
  const view = async (proxy: Watched) => {
    const { prompt_id } = await api(proxy.url).queue(workflow(PROMPT), { client_id: 'viewer' });
    const listener = await listen(proxy.url, 'viewer');
    await listener.ended(prompt_id);
    const [file] = listener.files(prompt_id);
    await listener.close();
    if (file) await api(proxy.url).view(file);
  };
  const moderation = { input: [{ type: 'image', b64: green }] };
  const openAiModeration = {
    input: [{ type: 'image_url', image_url: { url: `data:image/png;base64,${green}` } }],
  };

  /** Routes of pictures, and the least number of calls to the moderator. */
  const WAYS: Readonly<Record<string, [ask: (proxy: Watched) => Promise<unknown>, looks: number]>> = {
    'a picture that img2img starts from': [
      (proxy) => posted(proxy, '/sdapi/v1/img2img', { prompt: PROMPT, init_images: [green] }),
      1,
    ],
    'a picture that OpenAI is to edit': [
      (proxy) => formed(proxy, '/v1/images/edits', { prompt: PROMPT, model: 'gpt-image-1' }),
      1,
    ],
    'a picture to be described': [
      (proxy) => posted(proxy, '/sdapi/v1/interrogate', { image: green, model: 'clip' }),
      1,
    ],
    'a picture to be scaled': [
      (proxy) => posted(proxy, '/sdapi/v1/extra-single-image', { image: green, upscaler_1: 'Lanczos' }),
      1,
    ],
    'an upload to ComfyUI': [(proxy) => formed(proxy, '/upload/image', {}), 1],
    'a preview of the web UI’s': [preview, 1],
    'partial pictures of OpenAI’s': [partials, 2],
    'a picture of ComfyUI’s': [view, 1],
    'our own moderations': [(proxy) => posted(proxy, '/v1/moderations', moderation), 1],
    'moderations as OpenAI’s': [(proxy) => posted(proxy, '/v1/moderations', openAiModeration), 1],
  };

  describe.each(Object.entries(WAYS))('%s', (_, [ask, looks]) => {
    it('has its failed check reported', async () => {
      const { down } = proxies;
      if (!down) return expect.unreachable();
      down.seen.length = 0;
      await ask(down);
      const failed = down.seen.filter(({ type }) => type === 'check-failed');
      expect(failed.length).toBeGreaterThanOrEqual(looks);
      expect(failed[0]).toMatchObject({ check: 'colour', cause: 'Error: the moderator is down' });
    });

    it('has its cost reported', async () => {
      const { paid } = proxies;
      if (!paid) return expect.unreachable();
      paid.seen.length = 0;
      await ask(paid);
      const used = paid.seen.filter(({ type }) => type === 'usage');
      expect(used.length).toBeGreaterThanOrEqual(looks);
      expect(used[0]).toMatchObject({ by: 'colour', usage, usd: 0.5 });
    });
  });
});

describe('a failing server', () => {
  const aws = (endpointUrl: string) => ({
    endpointUrl,
    region: 'us-west-2',
    credentials: { accessKeyId: 'AKIDOPERATOR', secretAccessKey: 'operator' },
  });
  const servers: UpstreamServer[] = [];
  const proxies: Watched[] = [];
  afterAll(async () => {
    await Promise.all(proxies.map((proxy) => proxy.close()));
    await Promise.all(servers.map((server) => server.close()));
  });
  const inFront = async (upstream: Parameters<typeof startProxy>[0][number]) => {
    const proxy = await watched([upstream]);
    proxies.push(proxy);
    return proxy;
  };
  const failing = async (answer: Parameters<typeof startRecorder>[0]) => {
    const server = await startRecorder(answer);
    servers.push(server);
    return server.url;
  };
  /** An address that refuses connections. */
  const nobody = async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    return `http://127.0.0.1:${port}`;
  };
  const told = ({ seen }: Watched) => seen.filter(({ type }) => type === 'generation-failed');
  const MAKES = {
    automatic1111: (url: string) => automatic1111({ url }),
    comfyui: (url: string) => comfyui({ url }),
    openai: (url: string) => openai({ url }),
    sagemaker: (url: string) => sagemakerRuntime(aws(url)),
    bedrock: (url: string) => bedrockRuntime(aws(url)),
  };
  const CALLS: readonly [
    what: string,
    protocol: keyof typeof MAKES,
    (proxy: Watched) => Promise<Response>,
  ][] = [
    ['txt2img', 'automatic1111', (proxy) => posted(proxy, '/sdapi/v1/txt2img', { prompt: PROMPT })],
    ['a list', 'automatic1111', (proxy) => fetch(`${proxy.url}/sdapi/v1/samplers`)],
    ['a tool', 'automatic1111', (proxy) => posted(proxy, '/sdapi/v1/interrogate', { image: green })],
    [
      'images/generations',
      'openai',
      (proxy) => posted(proxy, '/v1/images/generations', { model: 'gpt-image-1', prompt: PROMPT }),
    ],
    [
      'a stream of images/generations',
      'openai',
      async (proxy) => {
        const asked = { model: 'gpt-image-1', prompt: PROMPT, stream: true };
        const answer = await posted(proxy, '/v1/images/generations', asked);
        return new Response(await answer.text());
      },
    ],
    ['models', 'openai', (proxy) => fetch(`${proxy.url}/v1/models`)],
    ['a workflow', 'comfyui', (proxy) => posted(proxy, '/prompt', { prompt: workflow(PROMPT) })],
    ['an endpoint', 'sagemaker', (proxy) => posted(proxy, '/endpoints/sd21/invocations', { prompt: PROMPT })],
    [
      'a model',
      'bedrock',
      (proxy) =>
        posted(proxy, '/model/stability.sd3-5-large-v1%3A0/invoke', {
          prompt: PROMPT,
          mode: 'text-to-image',
        }),
    ],
  ];

  describe.each(CALLS)('at %s', (_, protocol, ask) => {
    it('that refuses the connection is reported to the operator once, with the reason', async () => {
      const proxy = await inFront(MAKES[protocol](await nobody()));
      await (await ask(proxy)).text();
      expect(told(proxy)).toContainEqual(
        expect.objectContaining({ cause: expect.stringContaining('ECONNREFUSED') }),
      );
      const errors = told(proxy).map((each) => 'error' in each && each.error);
      expect(new Set(errors).size).toBe(errors.length);
    });

    it('that answers an error is reported with its message, without a word of the prompt', async () => {
      const url = await failing(async ({ body }, response) => {
        const [quoted = 'nothing'] = /giraffe/.exec(body.toString()) ?? [];
        json(response, { error: 'RuntimeError', message: `out of memory at ${quoted}` }, 500);
      });
      const proxy = await inFront(MAKES[protocol](url));
      await (await ask(proxy)).text();
      const causes = told(proxy).map((each) => 'cause' in each && each.cause);
      expect(causes).toContainEqual(expect.stringContaining('out of memory'));
      expect(causes.join()).not.toContain('giraffe');
    });
  });

  it('is reported for an error within a workflow, although its client gets the error, too', async () => {
    const comfy = await startComfyUi();
    servers.push(comfy);
    const proxy = await inFront(comfyui({ url: comfy.url }));
    const graph: Graph = workflow(PROMPT, { checkpoint: 'bad.safetensors' });
    const listener = await listen(proxy.url, 'runner');
    const { prompt_id } = await api(proxy.url).queue(graph, { client_id: 'runner' });
    await listener.ended(prompt_id);
    await listener.close();
    expect(told(proxy)).toMatchObject([
      { generator: 'comfyui', code: 'generator_failed', cause: expect.stringContaining('header too large') },
    ]);
  });
  it('is reported for a failed WebSocket upgrade', async () => {
    const proxy = await inFront(comfyui({ url: await nobody() }));
    const closed = new Promise((resolve) => {
      new WebSocket(`${proxy.url.replace('http', 'ws')}/ws?clientId=a`).addEventListener('close', resolve);
    });
    await closed;
    expect(told(proxy)).toMatchObject([{ cause: expect.stringContaining('ECONNREFUSED') }]);
  });

  it('is reported for Shoji’s API, with its cause', async () => {
    const error = new GenerationError('generator_failed', 'The image model failed.', {
      cause: new Error('Could not load credentials from any providers'),
    });
    const proxy = await watched([], { generator: fakeGenerator(error) });
    proxies.push(proxy);
    const answer = await posted(proxy, '/v1/generations', { prompt: PROMPT });
    expect(answer.status).toBe(502);
    expect(told(proxy)).toMatchObject([
      { generator: 'generator', code: 'generator_failed', cause: expect.stringContaining('credentials') },
    ]);
  });
});
