import { moderateGeneration, resultOf } from '@shoji/core';
import { createApp } from '@shoji/edge-proxy';
import { json, startRecorder } from '@shoji/edge-proxy/testing';
import { describe, expect, it } from 'vitest';
import { BANNED, engine } from '../clients/support.ts';
import { generate, startImageServers } from './servers.ts';

const { webUi, comfy, openAi, servers, makers, sent } = await startImageServers();
const each = Object.entries(makers);

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
