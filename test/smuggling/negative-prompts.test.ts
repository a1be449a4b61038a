/** A negative prompt makes no finding on any route, unless the model would paint its words. */
import {
  automatic1111,
  bedrockRuntime,
  comfyui,
  openai,
  sagemakerRuntime,
  type Upstream,
} from '@shoji/edge-proxy';
import { type RawRequest, send, type UpstreamServer } from '@shoji/edge-proxy/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { workflow } from '../clients/comfyui-client.ts';
import { BANNED, type RunningProxy, startProxy } from '../clients/support.ts';
import { startAutomatic1111 } from '../upstreams/automatic1111/server.ts';
import { startBedrock } from '../upstreams/bedrock/server.ts';
import { startComfyUi } from '../upstreams/comfyui/server.ts';
import { startOpenAi } from '../upstreams/openai/server.ts';
import { picture } from '../upstreams/pictures.ts';
import { startSageMaker } from '../upstreams/sagemaker/server.ts';

const aws = {
  region: 'us-west-2',
  credentials: { accessKeyId: 'AKIDOPERATOR', secretAccessKey: 'operator' },
};
const green = (await picture('green')).toString('base64');
const AVOIDED = `worst quality, ${BANNED}, a child`;
const post = (path: string, body: object): RawRequest => ({
  path,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});
const form = (fields: Record<string, string>): RawRequest => {
  const boundary = '----a-boundary-7MA4YWxkTrZu0gW';
  const parts = Object.entries(fields).map(
    ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  return {
    path: '/v1/images/edits',
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    body: `${parts.join('')}--${boundary}--\r\n`,
  };
};

interface Protocol {
  start(): Promise<UpstreamServer>;
  upstream(url: string): Upstream;
  /** The request with a negative prompt, and one whose guidance makes the model paint it. */
  readonly routes: Readonly<Record<string, readonly [kept: RawRequest, painted?: RawRequest]>>;
}

const A1111 = { prompt: 'a green dog', negative_prompt: AVOIDED };
const OPENAI = { prompt: 'a green dog', model: 'a' };
const JUMPSTART = { prompt: 'a green dog', negative_prompt: AVOIDED };
const weighted = [
  { text: 'a green dog', weight: 1 },
  { text: AVOIDED, weight: -1 },
];

const PROTOCOLS: Readonly<Record<string, Protocol>> = {
  AUTOMATIC1111: {
    start: startAutomatic1111,
    upstream: (url) => automatic1111({ url, blocked: 'error' }),
    routes: {
      txt2img: [post('/sdapi/v1/txt2img', A1111), post('/sdapi/v1/txt2img', { ...A1111, cfg_scale: 0.5 })],
      'txt2img, second pass': [
        post('/sdapi/v1/txt2img', { ...A1111, hr_negative_prompt: AVOIDED, enable_hr: true }),
        post('/sdapi/v1/txt2img', { ...A1111, hr_negative_prompt: AVOIDED, enable_hr: true, hr_cfg: 0 }),
      ],
      img2img: [post('/sdapi/v1/img2img', { ...A1111, init_images: [green] })],
      'an unknown field': [post('/sdapi/v1/txt2img', { ...A1111, negative_prompt_2: AVOIDED })],
    },
  },
  ComfyUI: {
    start: startComfyUi,
    upstream: (url) => comfyui({ url, blocked: 'error' }),
    routes: {
      prompt: [
        post('/prompt', { prompt: workflow('a green dog', { negative: AVOIDED }) }),
        post('/prompt', { prompt: workflow('a green dog', { negative: `(${BANNED}:-1)` }) }),
      ],
    },
  },
  OpenAI: {
    start: startOpenAi,
    upstream: (url) => openai({ url }),
    routes: {
      ...Object.fromEntries(
        ['negative_prompt', 'negative_prompt_2', 'negativePrompt', 'neg_prompt', 'negativeText'].map(
          (name) => [
            `generations, ${name}`,
            [
              post('/v1/images/generations', { ...OPENAI, [name]: AVOIDED }),
              post('/v1/images/generations', { ...OPENAI, [name]: AVOIDED, guidance_scale: 0.5 }),
            ] as const,
          ],
        ),
      ),
      'edits in JSON': [
        post('/v1/images/edits', { ...OPENAI, image: green, negative_prompt: AVOIDED }),
        post('/v1/images/edits', { ...OPENAI, image: green, negative_prompt: AVOIDED, cfg: 0 }),
      ],
      'edits as a form': [
        form({ prompt: 'a green dog', image: green, negative_prompt: AVOIDED }),
        form({ prompt: 'a green dog', image: green, negative_prompt: AVOIDED, cfg_scale: '0.5' }),
      ],
      'a field that nobody knows': [post('/v1/images/generations', { ...OPENAI, negative: AVOIDED })],
    },
  },
  SageMaker: {
    start: startSageMaker,
    upstream: (endpointUrl) => sagemakerRuntime({ endpointUrl, ...aws }),
    routes: {
      JumpStart: [
        post('/endpoints/sd21/invocations', JUMPSTART),
        post('/endpoints/sd21/invocations', { ...JUMPSTART, guidance_scale: 0.5 }),
      ],
      'Hugging Face': [
        post('/endpoints/hf/invocations', {
          inputs: 'a green dog',
          parameters: { negative_prompt: AVOIDED },
        }),
      ],
      'Stable Diffusion XL': [
        post('/endpoints/sdxl/invocations', { text_prompts: weighted }),
        post('/endpoints/sdxl/invocations', { text_prompts: weighted, cfg_scale: 0 }),
      ],
    },
  },
  Bedrock: {
    start: startBedrock,
    upstream: (endpointUrl) => bedrockRuntime({ endpointUrl, ...aws, blocked: 'error' }),
    routes: {
      'Stable Diffusion 3': [post('/model/stability.sd3-large-v1:0/invoke', JUMPSTART)],
      'Stable Diffusion XL': [
        post('/model/stability.stable-diffusion-xl-v1/invoke', { text_prompts: weighted }),
        post('/model/stability.stable-diffusion-xl-v1/invoke', { text_prompts: weighted, cfg_scale: 0 }),
      ],
    },
  },
};

describe.each(Object.entries(PROTOCOLS))('a negative prompt of %s', (_, { start, upstream, routes }) => {
  let server: UpstreamServer;
  let proxy: RunningProxy;
  beforeAll(async () => {
    server = await start();
    proxy = await startProxy([upstream(server.url)]);
  });
  afterEach(() => server.reset());
  afterAll(() => Promise.all([server.close(), proxy.close()]));
  const asked = () => server.requests.filter(({ method }) => method === 'POST').length;

  it.each(Object.entries(routes))('is no reason for a refusal: %s', async (_name, [kept]) => {
    const { status } = await send(proxy.url, kept);
    expect([status, asked()]).toEqual([200, 1]);
  });

  const turned = Object.entries(routes).flatMap(([name, [, painted]]) =>
    painted ? [[name, painted] as const] : [],
  );
  it.each(turned)('is judged if the model paints it: %s', async (_name, painted) => {
    const { status } = await send(proxy.url, painted);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(asked()).toBe(0);
  });
});

it('is no reason for a refusal in Shoji’s API', async () => {
  const proxy = await startProxy([]);
  const ask = (fields: object) =>
    send(proxy.url, post('/v1/generations', { prompt: 'a green dog', negative_prompt: AVOIDED, ...fields }));
  try {
    expect((await ask({})).status).toBe(200);
    expect((await ask({ guidance_scale: 0.5 })).status).toBe(422);
  } finally {
    await proxy.close();
  }
});
