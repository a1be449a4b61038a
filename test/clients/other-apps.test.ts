/** Requests of other apps, taken from their sources: each gets its picture. */
import { automatic1111, openai, type Upstream } from '@shoji/edge-proxy';
import { field } from '@shoji/edge-proxy/dialect';
import type { UpstreamServer } from '@shoji/edge-proxy/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startAutomatic1111 } from '../upstreams/automatic1111/server.ts';
import { startOpenAi } from '../upstreams/openai/server.ts';
import { picture } from '../upstreams/pictures.ts';
import { type RunningProxy, startProxy } from './support.ts';

const green = (await picture('green')).toString('base64');
const uri = `data:image/png;base64,${green}`;
const prompt = 'a green dog';

/** The app's request, and the fields that are dropped. */
type Case = readonly [app: string, path: string, body: object, dropped?: readonly string[]];

const WEB_UI: readonly Case[] = [
  [
    'SillyTavern',
    '/sdapi/v1/txt2img',
    {
      url: 'http://127.0.0.1:7860',
      auth: 'user:pass',
      prompt,
      negative_prompt: 'fog',
      sampler_name: 'Euler a',
      scheduler: 'automatic',
      steps: 20,
      cfg_scale: 7,
      restore_faces: false,
      enable_hr: true,
      hr_upscaler: 'Latent',
      hr_scale: 2,
      denoising_strength: 0.7,
      hr_second_pass_steps: 0,
      override_settings: { CLIP_stop_at_last_layers: 1, sd_vae: 'vae-ft-mse.pt' },
      override_settings_restore_afterwards: true,
      clip_skip: 1,
      save_images: true,
      send_images: true,
      do_not_save_grid: false,
      do_not_save_samples: false,
    },
  ],
  [
    'a client that sends every field, empty ones too',
    '/sdapi/v1/txt2img',
    {
      prompt,
      styles: [],
      script_args: [],
      script_name: null,
      alwayson_scripts: {},
      override_settings: {},
      lora: [],
    },
  ],
  [
    'a client of Forge',
    '/sdapi/v1/txt2img',
    {
      prompt,
      distilled_cfg_scale: 3.5,
      hr_distilled_cfg: 3.5,
      hr_additional_modules: ['/srv/forge/models/VAE/ae.safetensors'],
      override_settings: {
        sd_model_checkpoint: 'flux.dev/flux1-dev.safetensors',
        forge_additional_modules: ['/srv/forge/models/VAE/ae.safetensors', 'clip_l.safetensors'],
      },
    },
  ],
  [
    'a client of SD.Next',
    '/sdapi/v1/txt2img',
    { prompt, guidance_name: 'Default', cfg_true: 0, detailer_enabled: false, hdr_mode: 0, ip_adapter: [] },
  ],
  [
    'node-sd-webui with ControlNet',
    '/sdapi/v1/txt2img',
    {
      prompt,
      alwayson_scripts: {
        controlnet: {
          args: [
            { input_image: uri, mask: '', module: 'none', model: 'none', guessmode: true, lowvram: false },
          ],
        },
      },
    },
  ],
  [
    'an app with an extension that nobody described',
    '/sdapi/v1/txt2img',
    { prompt, alwayson_scripts: { AnimateDiff: { args: [{ model: 'mm_sd_v15_v2.ckpt', fps: 8 }] } } },
    ['alwayson_scripts.AnimateDiff'],
  ],
  [
    'an app that upscales files',
    '/sdapi/v1/extra-batch-images',
    { imageList: [{ data: green, name: 'image.png' }], upscaler_1: 'Lanczos' },
  ],
  [
    'Open WebUI, which sends all settings back',
    '/sdapi/v1/options',
    {
      samples_save: true,
      outdir_samples: '/srv/out',
      sd_model_checkpoint: 'x.safetensors [6ce0161689]',
      forge_additional_modules: ['/srv/forge/models/VAE/ae.safetensors'],
    },
  ],
];

const OPENAI: readonly Case[] = [
  [
    'Open WebUI',
    '/v1/images/generations?api-version=2024-05-01',
    { model: 'dall-e-2', prompt, n: 1, size: '512x512', response_format: 'b64_json' },
  ],
  ['LocalAI', '/v1/images/generations', { model: 'sd', prompt, step: 20, mode: 0, file: green }],
  [
    'Together',
    '/v1/images/generations',
    { model: 'black-forest-labs/FLUX.1-kontext-dev', prompt, image_url: uri, disable_safety_checker: true },
    ['disable_safety_checker'],
  ],
  [
    'xAI',
    '/v1/images/edits',
    { model: 'grok-imagine-image', prompt, image: { url: uri, type: 'image_url' } },
  ],
  [
    'OpenRouter',
    '/v1/images/generations',
    { model: 'google/gemini-2.5-flash-image', prompt, modalities: ['image', 'text'] },
  ],
  ['Ollama’s names', '/v1/images/generations', { model: 'hf.co/city96/FLUX.1-dev-gguf:Q4_0', prompt }],
  [
    'empty fields',
    '/v1/images/generations',
    { model: 'x', prompt, size: '', user: '', style: null, loras: [] },
  ],
];

const droppedOf = (answer: unknown): readonly string[] => {
  const messages = JSON.stringify(answer).matchAll(/"([^"]*) was left out/g);
  return [...messages].map(([, path = '']) => path);
};

describe.each<{
  name: string;
  start: () => Promise<UpstreamServer>;
  upstream: (url: string) => Upstream;
  cases: readonly Case[];
}>([
  { name: 'the web UI', start: startAutomatic1111, upstream: (url) => automatic1111({ url }), cases: WEB_UI },
  { name: 'OpenAI', start: startOpenAi, upstream: (url) => openai({ url }), cases: OPENAI },
])('apps that speak to $name', ({ start, upstream, cases }) => {
  let server: UpstreamServer;
  let proxy: RunningProxy;
  beforeAll(async () => {
    server = await start();
    proxy = await startProxy([upstream(server.url)]);
  });
  afterEach(() => server.reset());
  afterAll(() => Promise.all([server.close(), proxy.close()]));

  it.each(cases)('%s', async (_, path, body, dropped = []) => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(proxy.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
    const answer: unknown = await response.json();
    // The stand-in has no batches: the request alone counts.
    expect([200, 404]).toContain(response.status);
    expect(server.requests).toHaveLength(1);
    expect(droppedOf(answer)).toEqual(dropped);
    // The server finds a file by its name as it does by a path.
    expect(server.heard()).not.toContain('/srv');
  });
});

describe('a stored file in place of a picture', () => {
  it('is refused, because it cannot be judged', async () => {
    const server = await startOpenAi();
    const proxy = await startProxy([openai({ url: server.url })]);
    const body = JSON.stringify({ prompt, images: [{ file_id: 'file-abc' }] });
    const headers = { 'content-type': 'application/json' };
    const { status } = await fetch(`${proxy.url}/v1/images/edits`, { method: 'POST', headers, body });
    await Promise.all([server.close(), proxy.close()]);
    expect([status, server.requests.length]).toEqual([400, 0]);
  });
});

describe('an extension that the operator describes', () => {
  const args = field.list(field.either(field.toggle, field.picture));

  it.each([
    ['by a role', { 'alwayson_scripts.faceswap.args.source': 'picture' } as const, [{ source: green }]],
    ['as tables do', { 'alwayson_scripts.FaceSwap.args': args }, [true, green]],
  ])('gets its pictures judged, %s', async (_, fields, sent) => {
    const server = await startAutomatic1111();
    const proxy = await startProxy([automatic1111({ url: server.url, fields, blocked: 'error' })]);
    const post = async (alwayson_scripts: object) => {
      const headers = { 'content-type': 'application/json' };
      const body = JSON.stringify({ prompt, alwayson_scripts });
      return (await fetch(`${proxy.url}/sdapi/v1/txt2img`, { method: 'POST', headers, body })).status;
    };
    const crimson = (await picture('crimson')).toString('base64');
    const blocked = JSON.parse(JSON.stringify(sent).replace(green, () => crimson));
    const statuses = [await post({ FaceSwap: { args: sent } }), await post({ FaceSwap: { args: blocked } })];
    const heard = server.requests.map(({ body }) => JSON.parse(body.toString()).alwayson_scripts);
    await Promise.all([server.close(), proxy.close()]);
    expect(statuses).toEqual([200, 422]);
    expect(heard).toHaveLength(1);
    expect(JSON.stringify(heard)).toContain('iVBOR');
  });
});
