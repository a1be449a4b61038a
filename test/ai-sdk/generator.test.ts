import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { createReplicate } from '@ai-sdk/replicate';
import { type AiSdkImageOptions, aiSdkImage } from '@shoji/ai-sdk';
import {
  type Engine,
  type GenerationRequest,
  type ImageGenerator,
  moderateGeneration,
  type Observation,
  resultOf,
} from '@shoji/core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { BANNED, engine, seen } from '../clients/support.ts';
import { type OpenAiServer, startOpenAi } from '../upstreams/openai/server.ts';
import { type ReplicateServer, startReplicate } from '../upstreams/replicate/server.ts';

let openAi: OpenAiServer;
let replicate: ReplicateServer;
beforeAll(async () => {
  [openAi, replicate] = await Promise.all([startOpenAi(), startReplicate()]);
});
afterEach(() => {
  for (const server of [openAi, replicate]) server.reset();
  openAi.mode = 'openai';
  replicate.mode = 'succeeds';
});
afterAll(() => Promise.all([openAi.close(), replicate.close()]));

const replicateModel = (options?: AiSdkImageOptions) =>
  aiSdkImage(
    createReplicate({ apiToken: 'r8-test', baseURL: replicate.url }).image('stability-ai/sdxl'),
    options,
  );
const compatibleModel = (options?: AiSdkImageOptions) =>
  aiSdkImage(
    createOpenAICompatible({ name: 'local', baseURL: `${openAi.url}/v1` }).imageModel('sd-turbo'),
    options,
  );

/** Runs a generation to its end. */
async function generate(
  generator: ImageGenerator,
  request: Partial<GenerationRequest> = {},
  parts: Partial<Engine> = {},
) {
  const asked = { prompt: 'a green dog', seed: 7, ...request };
  const { signal } = new AbortController();
  return resultOf(moderateGeneration(asked, engine({ generator, ...parts }), { id: 'gen_1', signal }));
}

/** The decisions of a completed generation, and the colours that are shown. */
async function shownBy(result: Awaited<ReturnType<typeof generate>>) {
  if (result.status !== 'completed') return result.status;
  return Promise.all(
    result.images.map(async ({ decision, shown }) => [decision, shown && (await seen(shown.bytes)).colour]),
  );
}

const bodies = (server: OpenAiServer | ReplicateServer): Record<string, unknown>[] =>
  server.requests.filter(({ method }) => method === 'POST').map(({ body }) => JSON.parse(body.toString()));
const inputs = () => bodies(replicate).map(({ input }) => input);

describe('a model of @ai-sdk/replicate, whose pictures come by URL', () => {
  it('makes one picture for each seed, with the merged negative prompt, steps and guidance in the configured options', async () => {
    const fields = {
      replicate: { negative_prompt: 'negative', num_inference_steps: 'steps', guidance_scale: 'guidance' },
    } as const;
    const providerOptions = { replicate: { output_format: 'png', pollIntervalMillis: 5 } };
    const result = await generate(replicateModel({ fields, providerOptions }), {
      n: 2,
      width: 128,
      height: 64,
      steps: 12,
      guidanceScale: 5,
      negativePrompt: 'rain',
    });
    expect(await shownBy(result)).toEqual([
      ['clear', 'green'],
      ['clear', 'green'],
    ]);
    const asked = {
      prompt: 'a green dog',
      size: '128x64',
      num_outputs: 1,
      num_inference_steps: 12,
      guidance_scale: 5,
      output_format: 'png',
      negative_prompt: expect.stringMatching(/nud.*, rain$/),
    };
    expect(inputs()).toEqual([
      { ...asked, seed: 7 },
      { ...asked, seed: 8 },
    ]);
    expect(result).toMatchObject({ seeds: [7, 8], generator: { name: 'replicate/stability-ai/sdxl' } });
    expect(result.cost.items).toEqual([{ item: 'ai-sdk.image', quantity: 2, usd: 0 }]);
  });

  it('is not asked for a prompt that the policy refuses', async () => {
    expect((await generate(replicateModel(), { prompt: `a ${BANNED} dog` })).status).toBe('rejected');
    expect(replicate.requests).toEqual([]);
  });

  it('has its pictures blurred and withheld', async () => {
    expect(await shownBy(await generate(replicateModel(), { prompt: 'an azure dog' }))).toEqual([
      ['blur', 'azure'],
    ]);
    expect(await shownBy(await generate(replicateModel(), { prompt: 'a crimson dog' }))).toEqual([
      ['withhold', null],
    ]);
  });

  it.each([
    ['busy', { code: 'generator_busy', retryAfter: 1 }],
    ['refuses', { code: 'generator_rejected' }],
    ['fails', { code: 'answer_unusable' }],
  ] as const)('reports the kind of failure when the server %s', async (mode, error) => {
    replicate.mode = mode;
    const failed = await generate(replicateModel()).catch((thrown: unknown) => thrown);
    expect(failed).toMatchObject({ name: 'GenerationError', ...error });
    expect(String(failed)).not.toMatch(/CUDA|NSFW|throttled/);
  });

  it('stops at the server when the generation is cancelled', async () => {
    const abort = new AbortController();
    const flow = moderateGeneration({ prompt: 'a green dog' }, engine({ generator: replicateModel() }), {
      id: 'gen_1',
      signal: abort.signal,
    });
    const arrived = replicate.next();
    const ended = resultOf(flow);
    await arrived;
    abort.abort();
    await expect(ended).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('a model of @ai-sdk/openai-compatible, whose pictures come as base64', () => {
  it('is called for several pictures at once, up to its limit, if it has no seeds', async () => {
    const fields = { local: { negative_prompt: 'negative' } } as const;
    const result = await generate(compatibleModel({ seeds: false, fields, limits: { maxImages: 12 } }), {
      n: 12,
    });
    expect(await shownBy(result)).toHaveLength(12);
    expect(bodies(openAi)).toEqual(
      [10, 2].map((n) => ({
        model: 'sd-turbo',
        prompt: 'a green dog',
        n,
        size: '512x512',
        negative_prompt: expect.stringContaining('nud'),
      })),
    );
    expect(result.cost.items).toEqual([
      { item: 'ai-sdk.image', quantity: 12, usd: 0 },
      { item: 'ai-sdk.input-token', quantity: 20, usd: 0 },
      { item: 'ai-sdk.output-token', quantity: 80, usd: 0 },
    ]);
  });

  it('warns the operator about an ignored seed, and about the predefined negative prompt that is not sent', async () => {
    const observed: Observation[] = [];
    const observe = (each: Observation) => observed.push(each);
    const notices = () => observed.splice(0).flatMap((each) => (each.type === 'notice' ? [each.notice] : []));
    await generate(compatibleModel(), { n: 2 }, { observe });
    expect(notices()).toEqual([
      { code: 'negative-prompt-unsent', message: expect.stringContaining('"negative"') },
      { code: 'provider-warning', message: 'seed' },
    ]);
    await generate(compatibleModel({ negativePrompt: false, seeds: false }), {}, { observe });
    expect(notices()).toEqual([]);
  });

  it('sends the size as an aspect ratio, or not at all', async () => {
    const observed: Observation[] = [];
    const observe = (each: Observation) => observed.push(each);
    await generate(
      compatibleModel({ dimensions: 'aspect-ratio', seeds: false, negativePrompt: false }),
      {},
      { observe },
    );
    expect(observed).toContainEqual(
      expect.objectContaining({
        notice: { code: 'provider-warning', message: expect.stringMatching(/^aspectRatio/) },
      }),
    );
    await generate(compatibleModel({ dimensions: 'none' }));
    expect(bodies(openAi).map(({ size }) => size)).toEqual([undefined, undefined]);
  });
});
