import { type Engine, moderateGeneration, resultOf, UnscreenedImage } from '@shoji/core';
import { createApp } from '@shoji/edge-proxy';
import { type OpenAiGeneratorOptions, openai } from '@shoji/edge-proxy/generators';
import { describe, expect, it } from 'vitest';
import { engine, fromBase64, seen } from '../clients/support.ts';
import { picture } from '../upstreams/pictures.ts';
import { generate, startImageServers } from './servers.ts';

const { webUi, comfy, openAi, servers, makers, editor, sent } = await startImageServers();

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
});

it('refuses a picture to start from where the protocol has none', async () => {
  const image = new UnscreenedImage(new Uint8Array(await picture('green')));
  await expect(generate(makers.openai(), { input: { image } })).rejects.toMatchObject({
    code: 'invalid_request',
    message: expect.stringMatching(/^image cannot be given here/),
  });
});
