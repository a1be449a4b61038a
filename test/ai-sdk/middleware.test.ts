import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { createReplicate } from '@ai-sdk/replicate';
import { type ShojiMiddlewareOptions, ShojiRefusedError, shojiMiddleware } from '@shoji/ai-sdk';
import type { GenerationResult } from '@shoji/core';
import { fakeClassifier } from '@shoji/core/testing';
import * as ai6 from 'ai';
import { APICallError, generateImage, NoImageGeneratedError, wrapImageModel } from 'ai-7';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { BANNED, byColour, engine, seen } from '../clients/support.ts';
import { type OpenAiServer, startOpenAi } from '../upstreams/openai/server.ts';
import { picture } from '../upstreams/pictures.ts';
import { type ReplicateServer, startReplicate } from '../upstreams/replicate/server.ts';

let openAi: OpenAiServer;
let replicate: ReplicateServer;
beforeAll(async () => {
  globalThis.AI_SDK_LOG_WARNINGS = false;
  [openAi, replicate] = await Promise.all([startOpenAi(), startReplicate()]);
});
afterEach(() => {
  for (const server of [openAi, replicate]) server.reset();
  openAi.mode = 'openai';
  replicate.mode = 'succeeds';
});
afterAll(() => Promise.all([openAi.close(), replicate.close()]));

const fields = {
  replicate: { negative_prompt: 'negative', pollIntervalMillis: 'number', guidance_scale: 'guidance' },
} as const;

/** Stable Diffusion on Replicate: one picture a call, by URL. */
const onReplicate = (options: ShojiMiddlewareOptions = {}, parts: Parameters<typeof engine>[0] = {}) =>
  wrapImageModel({
    model: createReplicate({ apiToken: 'r8-test', baseURL: replicate.url }).image('stability-ai/sdxl'),
    middleware: shojiMiddleware(engine(parts), { fields, ...options }),
  });
/** Up to ten pictures a call, as base64. */
const compatible = (
  options: ShojiMiddlewareOptions = { negativePrompt: false },
  parts: Parameters<typeof engine>[0] = {},
) =>
  wrapImageModel({
    model: createOpenAICompatible({ name: 'local', baseURL: `${openAi.url}/v1` }).imageModel('sd-turbo'),
    middleware: shojiMiddleware(engine(parts), options),
  });

const bodies = (server: OpenAiServer | ReplicateServer): Record<string, unknown>[] =>
  server.requests.filter(({ method }) => method === 'POST').map(({ body }) => JSON.parse(body.toString()));
const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => expect.unreachable('should have failed'),
    (error: unknown) => error,
  );
const formOf = ({ headers, body }: OpenAiServer['requests'][number]) =>
  new Response(new Uint8Array(body), {
    headers: { 'content-type': headers['content-type'] ?? '' },
  }).formData();

/** A prompt that edits a picture of one colour. */
const edit = async (colour: Parameters<typeof picture>[0], mask?: Uint8Array) => ({
  text: 'a green dog',
  images: [new Uint8Array(await picture(colour))],
  ...(mask && { mask }),
});

describe('generateImage() of AI SDK 7 with a screened model', () => {
  it('gets clear pictures, re-encoded, and the model gets the predefined negative prompt before the caller’s', async () => {
    const { image, images, warnings, providerMetadata } = await generateImage({
      model: onReplicate(),
      prompt: 'a green dog',
      n: 2,
      size: '128x64',
      seed: 7,
      providerOptions: { replicate: { negative_prompt: 'rain', pollIntervalMillis: 5 } },
    });
    expect(images).toHaveLength(2);
    expect(await seen(image.uint8Array)).toEqual({ colour: 'green', format: 'png', note: false });
    expect(warnings).toEqual([]);
    expect(bodies(replicate)).toHaveLength(2);
    expect(bodies(replicate)[0]).toEqual({
      input: {
        prompt: 'a green dog',
        size: '128x64',
        seed: 7,
        num_outputs: 1,
        negative_prompt: expect.stringMatching(/nud.*, rain$/),
      },
    });
    const entry = { decision: 'clear', findings: [], warnings: [], prompt: { decision: 'allow' } };
    expect(providerMetadata.shoji).toMatchObject({ images: [entry, entry] });
  });

  it('sends the predefined negative prompt if the call has none, and no size or seed without a request for it', async () => {
    await generateImage({ model: onReplicate(), prompt: 'a green dog' });
    expect(bodies(replicate)).toEqual([
      { input: { prompt: 'a green dog', num_outputs: 1, negative_prompt: expect.stringContaining('nud') } },
    ]);
  });

  it('sends the caller’s headers and its own key', async () => {
    await generateImage({ model: onReplicate(), prompt: 'a dog', headers: { 'x-team': 'art' } });
    expect(replicate.requests[0]?.headers).toMatchObject({
      'x-team': 'art',
      authorization: 'Bearer r8-test',
      'user-agent': expect.stringContaining('ai/7'),
    });
  });

  it('books the checks of input images and of pictures in one account', async () => {
    const results: GenerationResult[] = [];
    const moderate: typeof byColour.moderate = async (...asked) => ({
      ...(await byColour.moderate(...asked)),
      usage: [{ item: 'colour.image', quantity: 1 }],
    });
    await generateImage({
      model: compatible(
        { onResult: (result) => results.push(result) },
        { moderators: [{ ...byColour, moderate }] },
      ),
      prompt: await edit('green'),
    });
    expect(results[0]?.cost.items).toMatchObject([
      { item: 'colour.image', quantity: 2 },
      { item: 'ai-sdk.image', quantity: 1 },
      { item: 'ai-sdk.input-token', quantity: 10 },
      { item: 'ai-sdk.output-token', quantity: 40 },
    ]);
  });

  it('gets a warning about a predefined negative prompt that the model does not support', async () => {
    const { warnings } = await generateImage({
      model: compatible({}),
      prompt: 'a green dog',
    });
    expect(warnings).toEqual([
      {
        type: 'unsupported',
        feature: 'negativePrompt',
        details: expect.stringContaining('negativePrompt: false'),
      },
    ]);
  });

  it('gets a refusal with the reasons, once, and the model is not called', async () => {
    const error = await failure(generateImage({ model: onReplicate(), prompt: `a ${BANNED} dog` }));
    expect(ShojiRefusedError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({
      code: 'prompt_rejected',
      warnings: [{ category: 'toxicity' }],
      findings: [{ check: 'rules', span: [2, 2 + BANNED.length] }],
    });
    expect(String(error)).not.toContain(BANNED);
    expect(replicate.requests).toEqual([]);
  });

  it('gets a different error when the prompt could not be checked', async () => {
    const classifiers = [fakeClassifier(new Error('unreachable'))];
    const error = await failure(generateImage({ model: onReplicate({}, { classifiers }), prompt: 'a dog' }));
    expect(error).toMatchObject({ code: 'prompt_unchecked' });
    expect(replicate.requests).toEqual([]);
  });

  it('gets a blurred picture with its reasons', async () => {
    const { image, warnings, providerMetadata } = await generateImage({
      model: compatible(),
      prompt: 'an azure dog',
    });
    expect(await seen(image.uint8Array)).toMatchObject({ colour: 'azure', note: false });
    expect(warnings).toEqual([{ type: 'other', message: expect.stringMatching(/^Shoji: /) }]);
    expect(providerMetadata.shoji?.images).toMatchObject([
      { decision: 'blur', findings: [{ category: 'nudity' }], warnings: [{ category: 'nudity' }] },
    ]);
  });

  it('gets an error with the reason for a withheld picture, and does not pay for it again', async () => {
    const error = await failure(generateImage({ model: compatible(), prompt: 'a crimson dog', n: 2 }));
    expect(NoImageGeneratedError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({
      calls: [
        {
          warnings: expect.arrayContaining([
            { type: 'other', message: 'Shoji: 2 of 2 pictures were withheld.' },
          ]),
          providerMetadata: { shoji: { images: [{ decision: 'withhold' }, { decision: 'withhold' }] } },
        },
      ],
    });
    expect(openAi.requests).toHaveLength(1);
  });

  it('gets only screened pictures and counts of the answer', async () => {
    const { providerMetadata, responses, usage } = await generateImage({
      model: wrapImageModel({
        // Interface v3, of the generation of AI SDK 6; its metadata has the prompt as the model revised it.
        model: createOpenAI({ apiKey: 'sk-test', baseURL: `${openAi.url}/v1` }).image('dall-e-3'),
        middleware: shojiMiddleware(engine(), { negativePrompt: false }),
      }),
      prompt: 'a green dog',
    });
    expect(Object.keys(providerMetadata)).toEqual(['shoji']);
    expect(responses).toEqual([{ timestamp: expect.any(Date), modelId: 'dall-e-3', headers: undefined }]);
    expect(usage).toEqual({ inputTokens: 10, outputTokens: 40, totalTokens: 50 });
  });

  it('regenerates withheld pictures if the policy asks for it', async () => {
    const { policy } = engine();
    const regenerate = { attempts: 2, from: 'withhold' } as const;
    const results: GenerationResult[] = [];
    const model = compatible(
      { onResult: (result) => results.push(result) },
      { policy: { ...policy, regenerate } },
    );
    await failure(generateImage({ model, prompt: 'a crimson dog', n: 2 }));
    expect(bodies(openAi).map(({ n }) => n)).toEqual([2, 2]);
    expect(results).toMatchObject([{ status: 'completed', decision: 'withhold', attempts: 2 }]);
  });

  it('retries if the server is busy, and not after a charge', async () => {
    replicate.mode = 'busy';
    const busy = await failure(generateImage({ model: onReplicate(), prompt: 'a dog', maxRetries: 1 }));
    expect(busy).toMatchObject({ name: 'AI_RetryError', reason: 'maxRetriesExceeded' });
    expect(replicate.requests).toHaveLength(2);
    replicate.mode = 'fails';
    const broken = await failure(generateImage({ model: onReplicate(), prompt: 'a dog' }));
    expect(APICallError.isInstance(broken)).toBe(true);
    expect(broken).toMatchObject({ isRetryable: false, data: { code: 'answer_unusable' } });
    expect(String(broken)).not.toContain('CUDA');
    expect(bodies(replicate)).toHaveLength(3);
  });

  it('ends with its own reason when it is aborted', async () => {
    openAi.mode = 'silent';
    const abort = new AbortController();
    const arrived = openAi.next();
    const ended = failure(generateImage({ model: compatible(), prompt: 'a dog', abortSignal: abort.signal }));
    const { abandoned } = await arrived;
    const reason = new Error('the page was left');
    abort.abort(reason);
    expect(await ended).toBe(reason);
    await abandoned;
  });
});

describe('a call that holds more than a prompt', () => {
  it('gets its input images screened, and the model gets the pixels that were judged', async () => {
    await generateImage({ model: compatible(), prompt: await edit('green') });
    const [asked] = openAi.requests;
    if (asked === undefined) return expect.unreachable('the model was not asked');
    const image = (await formOf(asked)).get('image');
    if (!(image instanceof Blob)) return expect.unreachable('it got no image');
    expect(await seen(new Uint8Array(await image.arrayBuffer()))).toEqual({
      colour: 'green',
      format: 'png',
      note: false,
    });
  });

  it('gets a transparent input image flattened on white, so that the model sees no more than was judged', async () => {
    const hidden = await sharp(await picture('crimson'))
      .ensureAlpha(0)
      .png()
      .toBuffer();
    await generateImage({
      model: compatible(),
      prompt: { text: 'a dog', images: [new Uint8Array(hidden)] },
    });
    const [asked] = openAi.requests;
    const image = asked && (await formOf(asked)).get('image');
    if (!(image instanceof Blob)) return expect.unreachable('it got no image');
    const { data, info } = await sharp(await image.arrayBuffer())
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect(info.channels).toBe(3);
    expect(new Set(data)).toEqual(new Set([255]));
  });

  it.each(['azure', 'crimson'] as const)(
    'is refused for an input image that is not clear: %s',
    async (colour) => {
      const error = await failure(generateImage({ model: compatible(), prompt: await edit(colour) }));
      expect(error).toMatchObject({ code: 'input_rejected', warnings: [{ category: 'nudity' }] });
      expect(openAi.requests).toEqual([]);
    },
  );

  it('is refused for an input image that cannot be read', async () => {
    const prompt = { text: 'a dog', images: [new TextEncoder().encode('not a picture')] };
    const error = await failure(generateImage({ model: compatible(), prompt }));
    expect(error).toMatchObject({ code: 'input_unchecked' });
    expect(openAi.requests).toEqual([]);
  });

  it('is refused for an input image given by URL', async () => {
    const prompt = { text: 'a dog', images: ['http://127.0.0.1:9/dog.png'] };
    const error = await failure(generateImage({ model: compatible(), prompt }));
    expect(error).toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining('files.0.type'),
    });
  });

  it('is refused for a mask, unless the model reads its brightness', async () => {
    const mask = new Uint8Array(await picture('green'));
    const prompt = await edit('green', mask);
    const error = await failure(generateImage({ model: compatible(), prompt }));
    expect(error).toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining('mask: "brightness"'),
    });
    expect(openAi.requests).toEqual([]);
    await generateImage({ model: compatible({ mask: 'brightness' }), prompt });
    const [asked] = openAi.requests;
    expect(asked && [...(await formOf(asked)).keys()]).toEqual(expect.arrayContaining(['image', 'mask']));
    const crimson = await edit('green', new Uint8Array(await picture('crimson')));
    expect(
      await failure(generateImage({ model: compatible({ mask: 'brightness' }), prompt: crimson })),
    ).toMatchObject({ code: 'input_rejected' });
  });

  it.each([
    ['an option without a role', { replicate: { output_format: 'png' } }, "output_format: 'name'"],
    [
      'a picture in an option',
      { replicate: { image: 'data:image/png;base64,AAAA' } },
      'replicate.image has no role',
    ],
    ['a list in an option', { replicate: { negative_prompt: ['rain'] } }, 'is a list or an object'],
    ['a text where a number belongs', { replicate: { pollIntervalMillis: 'soon' } }, 'must be a number'],
    ['options of another provider', { fal: { prompt: 'a dog' } }, 'fal.prompt has no role'],
  ])('is refused for %s', async (_, providerOptions, sentence) => {
    const error = await failure(generateImage({ model: onReplicate(), prompt: 'a dog', providerOptions }));
    expect(error).toMatchObject({ code: 'invalid_request', message: expect.stringContaining(sentence) });
    expect(replicate.requests).toEqual([]);
  });

  it('gets prompts and names in provider options read as such', async () => {
    const options = { fields: { local: { style_prompt: 'prompt', style: 'name' } } } as const;
    const ask = (style_prompt: string, style: string) =>
      generateImage({
        model: compatible(options),
        prompt: 'a green dog',
        providerOptions: { local: { style_prompt, style } },
      });
    for (const [text, style] of [
      [`in ${BANNED}`, 'vivid'],
      ['in oil', BANNED],
    ] as const) {
      expect(await failure(ask(text, style))).toMatchObject({ code: 'prompt_rejected' });
    }
    expect(openAi.requests).toEqual([]);
    await ask('in oil', 'vivid');
    expect(bodies(openAi)).toMatchObject([{ style_prompt: 'in oil', style: 'vivid' }]);
  });

  it('gets its negative prompt screened where its guidance makes the model paint it', async () => {
    const providerOptions = { replicate: { negative_prompt: BANNED, guidance_scale: 0.5 } };
    const error = await failure(generateImage({ model: onReplicate(), prompt: 'a dog', providerOptions }));
    expect(error).toMatchObject({ code: 'prompt_rejected' });
  });

  it('is refused for an unknown call option', async () => {
    const model = compatible();
    const asked = { prompt: 'a dog', n: 1, size: undefined, aspectRatio: undefined, seed: undefined };
    const more = { files: undefined, mask: undefined, providerOptions: {}, referenceImages: ['AAAA'] };
    expect(await failure(Promise.resolve(model.doGenerate({ ...asked, ...more })))).toMatchObject({
      code: 'invalid_request',
      message: 'Unknown call options are not sent: referenceImages.',
    });
  });
});

describe('generateImage() of AI SDK 6 with a screened model', () => {
  const model = () =>
    ai6.wrapImageModel({
      model: createOpenAI({ apiKey: 'sk-test', baseURL: `${openAi.url}/v1` }).image('gpt-image-1'),
      middleware: shojiMiddleware(engine(), { negativePrompt: false }),
    });

  it('gets screened pictures', async () => {
    const { images, providerMetadata } = await ai6.generateImage({
      model: model(),
      prompt: 'a green dog',
      n: 2,
    });
    expect(images).toHaveLength(2);
    expect(providerMetadata.shoji?.images).toHaveLength(2);
  });

  it('gets an error for a refused prompt and for a withheld picture', async () => {
    expect(await failure(ai6.generateImage({ model: model(), prompt: BANNED }))).toMatchObject({
      code: 'prompt_rejected',
    });
    expect(openAi.requests).toEqual([]);
    const withheld = await failure(ai6.generateImage({ model: model(), prompt: 'a crimson dog' }));
    expect(ai6.NoImageGeneratedError.isInstance(withheld)).toBe(true);
    expect(openAi.requests).toHaveLength(1);
  });
});
