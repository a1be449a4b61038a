import { describe, expect, it } from 'vitest';
import { callOf } from '../dialect-kit/call/call.test-helper.ts';
import type { Upstream } from '../dialect-kit/serving/upstream.ts';
import { automatic1111 } from './automatic1111/index.ts';
import { bedrockRuntime } from './bedrock/index.ts';
import { comfyui } from './comfyui/index.ts';
import { openai } from './openai/index.ts';
import { sagemakerRuntime } from './sagemaker/index.ts';

const url = 'http://127.0.0.1:9';
const routesOf = ({ routes }: Upstream) => routes.map(({ method, path }) => `${method} ${path}`).toSorted();
const lines = (text: string) =>
  text
    .trim()
    .split(/\s*\n\s*/)
    .toSorted();
/** The paths that a protocol owns: those without a route are denied, all others belong to other protocols. */
const owned = ({ owns }: Upstream, paths: string) => paths.split(/\s+/).filter((path) => owns(path));

describe('AUTOMATIC1111', () => {
  const upstream = automatic1111({ url, allow: ['GET /sdapi/v1/vae-approx'] });

  it('has these routes', () => {
    expect(upstream.name).toBe('automatic1111');
    expect(routesOf(upstream)).toEqual(
      lines(`
        POST /sdapi/v1/txt2img
        POST /sdapi/v1/img2img
        GET /sdapi/v1/progress
        POST /internal/progress
        POST /sdapi/v1/interrupt
        POST /sdapi/v1/skip
        POST /sdapi/v1/options
        POST /sdapi/v1/png-info
        POST /sdapi/v1/interrogate
        POST /sdapi/v1/extra-single-image
        POST /sdapi/v1/extra-batch-images
        POST /controlnet/detect
        POST /sdapi/v1/refresh-checkpoints
        POST /sdapi/v1/refresh-vae
        POST /sdapi/v1/refresh-embeddings
        POST /sdapi/v1/refresh-loras
        POST /sdapi/v1/unload-checkpoint
        POST /sdapi/v1/reload-checkpoint
        GET /sdapi/v1/vae-approx
        GET /sdapi/v1/options
        GET /sdapi/v1/cmd-flags
        GET /sdapi/v1/samplers
        GET /sdapi/v1/schedulers
        GET /sdapi/v1/upscalers
        GET /sdapi/v1/latent-upscale-modes
        GET /sdapi/v1/sd-models
        GET /sdapi/v1/sd-vae
        GET /sdapi/v1/sd-modules
        GET /sdapi/v1/hypernetworks
        GET /sdapi/v1/face-restorers
        GET /sdapi/v1/realesrgan-models
        GET /sdapi/v1/prompt-styles
        GET /sdapi/v1/embeddings
        GET /sdapi/v1/memory
        GET /sdapi/v1/scripts
        GET /sdapi/v1/script-info
        GET /sdapi/v1/extensions
        GET /sdapi/v1/loras
        GET /controlnet/version
        GET /controlnet/model_list
        GET /controlnet/module_list
        GET /controlnet/control_types
        GET /controlnet/settings
      `),
    );
  });

  it('owns every known path of its server', () => {
    const own = `/sdapi/v1/x /controlnet/x /internal/x /sd_extra_networks/x /adetailer/x /sdcpp/x /queue/join /run/x
      /upload /api/predict /file=/etc/hosts /file/x`;
    expect(owned(upstream, own)).toEqual(own.split(/\s+/));
    expect(owned(upstream, '/ /sdapix /v1/images /x/sdapi/v1 /files /prompt')).toEqual([]);
  });
});

describe('ComfyUI', () => {
  const upstream = comfyui({ url, allow: ['GET /userdata'] });

  it('has these routes, each also below /api', () => {
    expect(upstream.name).toBe('comfyui');
    const own = lines(`
      POST /prompt
      GET /queue
      POST /queue
      POST /interrupt
      GET /history
      POST /history
      GET /history/{id}
      GET /view
      POST /upload/image
      POST /upload/mask
      GET /object_info/{name}
      GET /ws
      GET /prompt
      GET /system_stats
      GET /features
      GET /embeddings
      GET /models
      GET /models/{folder}
      GET /extensions
      GET /i18n
      GET /workflow_templates
      GET /object_info
      POST /free
    `);
    const jobs = ['GET /api/jobs', 'GET /api/jobs/{id}', 'GET /userdata'];
    expect(routesOf(upstream)).toEqual(
      [...own, ...own.map((line) => line.replace(' /', ' /api/')), ...jobs].toSorted(),
    );
    expect(upstream.sockets?.map(({ path }) => path)).toEqual(['/ws', '/api/ws']);
  });

  it('names nodes by more than plain words, in one segment that is no dot', () => {
    const word = upstream.routes.find(({ path }) => path === '/object_info/{name}')?.word;
    for (const name of ['KSampler', 'Any Switch (rgthree)', 'a.b', 'x'.repeat(128)])
      expect(word?.test(name)).toBe(true);
    for (const name of ['.', '..', '', 'é', 'a\nb', 'x'.repeat(129)]) expect(word?.test(name)).toBe(false);
  });

  it('asks a plain request of a socket’s path for an upgrade', async () => {
    const route = upstream.routes.find(({ path }) => path === '/ws');
    const response = await route?.answer(callOf());
    expect(response?.status).toBe(426);
    expect(await response?.text()).toContain('needs a WebSocket upgrade');
  });

  it('owns every known path of its server', () => {
    const own = `/api/x /ws /prompt /queue /history/x /interrupt /free /view /view_metadata/x /upload/x /object_info
      /system_stats /features /embeddings /models/x /extensions /settings/x /userdata/x /users /i18n /workflow_templates/x
      /global_subgraphs /experiment/x /internal/x /jobs /v2/x /manager/x /customnode/x /comfyui_manager/x`;
    expect(owned(upstream, own)).toEqual(own.split(/\s+/));
    expect(owned(upstream, '/ /api /wsx /v1/images /x/prompt /prompts')).toEqual([]);
  });
});

describe('OpenAI', () => {
  const upstream = openai({ url, allow: ['GET /v1/files'] });

  it('has these routes', () => {
    expect(upstream.name).toBe('openai');
    expect(routesOf(upstream)).toEqual(
      lines(`
        POST /v1/images/generations
        POST /v1/images/edits
        POST /v1/images/variations
        GET /v1/models
        GET /v1/models/{model}
        GET /v1/files
      `),
    );
  });

  it('owns every known path of the API', () => {
    const own = `/v1/images/x /v1/models /v1/responses /v1/chat/completions /v1/completions /v1/files /v1/uploads
      /v1/batches /v1/audio/x /v1/embeddings /v1/videos /v1/assistants /v1/threads/x /v1/vector_stores /v1/conversations
      /v1/realtime /v1/fine_tuning/x /v1/edits /v1/engines/x /v1/containers`;
    expect(owned(upstream, own)).toEqual(own.split(/\s+/));
    expect(owned(upstream, '/ /v1 /v1/imagesx /v1/generations /x/v1/images /images/x')).toEqual([]);
  });
});

it('SageMaker has these routes', () => {
  const upstream = sagemakerRuntime();
  expect(upstream.name).toBe('sagemaker');
  expect(routesOf(upstream)).toEqual(
    lines(`
      POST /endpoints/{name}/invocations
      POST /endpoints/{name}/invocations-response-stream
      POST /endpoints/{name}/async-invocations
    `),
  );
  expect(owned(upstream, '/endpoints/a/x /endpoints /model/a /x/endpoints/')).toEqual(['/endpoints/a/x']);
});

it('SageMaker screens no stream and no asynchronous call', async () => {
  const [, stream, asynchronous] = sagemakerRuntime().routes;
  for (const [route, message] of [
    [stream, 'A stream cannot be screened'],
    [asynchronous, 'names its prompt in S3'],
  ] as const) {
    const response = await route?.answer(callOf());
    expect(response?.status).toBe(400);
    expect(await response?.text()).toContain(message);
  }
});

it('Bedrock has this route, and clients that speak HTTP/2', () => {
  const upstream = bedrockRuntime();
  expect(upstream).toMatchObject({ name: 'bedrock', http2: true });
  expect(routesOf(upstream)).toEqual(['POST /model/{model}/invoke']);
  expect(owned(upstream, '/model/a/x /model /endpoints/a /x/model/')).toEqual(['/model/a/x']);
});
