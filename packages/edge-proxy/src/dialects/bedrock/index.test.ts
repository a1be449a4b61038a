import { CheckError, type Engine, presets } from '@shoji/core';
import { fakeClassifier } from '@shoji/core/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { callOf } from '../../dialect-kit/call/call.test-helper.ts';
import { BANNED } from '../../testing/engine.ts';
import { type Colour, coloursIn, shadesOf } from '../../testing/pictures.ts';
import { json, startRecorder, type UpstreamServer } from '../../testing/recorder.ts';
import { type BedrockUpstreamOptions, bedrockRuntime } from './index.ts';

const CORE = 'stability.stable-image-core-v1:1';
const SDXL = 'stability.stable-diffusion-xl-v1';

let server: UpstreamServer;
/** The answers to come: a picture of a colour, or the reason of the model's own filter. */
let answers: (Colour | { readonly filtered: string | null; readonly beside?: Colour })[];
/** Whether every call is answered with an error. */
let failing: boolean;
beforeAll(async () => {
  server = await startRecorder(async ({ path }, response) => {
    if (failing) return json(response, { message: 'The model is not ready.' }, 400);
    const answer = answers.shift() ?? 'green';
    if (typeof answer === 'object') {
      const images = answer.beside ? [(await shadesOf(answer.beside)).toString('base64')] : [];
      return json(response, { seeds: [], finish_reasons: [answer.filtered], images });
    }
    const base64 = (await shadesOf(answer)).toString('base64');
    if (path.includes('xl')) json(response, { artifacts: [{ seed: 7, base64, finishReason: 'SUCCESS' }] });
    else json(response, { seeds: [7], finish_reasons: [null], images: [base64] });
  });
});
beforeEach(() => {
  failing = false;
  server.reset();
  answers = [];
});
afterAll(() => server.close());

interface Posted {
  readonly options?: BedrockUpstreamOptions;
  readonly model?: string;
  readonly attempts?: number;
  readonly engineParts?: Partial<Engine>;
}

async function post(body: object, { options, model = CORE, attempts = 1, engineParts }: Posted = {}) {
  const policy = { ...presets.standard, regenerate: { attempts, from: 'withhold' } } as const;
  const [route] = bedrockRuntime({
    region: 'us-west-2',
    endpointUrl: server.url,
    credentials: { accessKeyId: 'AKIDOPERATOR', secretAccessKey: 'operator' },
    ...options,
  }).routes;
  if (route === undefined) throw new Error('There is no route.');
  const response = await route.answer(
    callOf({ body, params: { model }, engineParts: { policy, ...engineParts } }),
  );
  const text = await response.text();
  return { headers: response.headers, told: JSON.parse(text), colours: await coloursIn(text) };
}
const sent = () => server.requests.map(({ body }) => JSON.parse(String(body)));

describe('InvokeModel', () => {
  it('answers the judged pictures as the model does, with the verdict', async () => {
    const { headers, told, colours } = await post({ prompt: 'a dog' });
    expect(colours).toEqual(['green']);
    expect(told).toMatchObject({
      seeds: [7],
      finish_reasons: [null],
      shoji: { id: 'gen_1', decision: 'clear' },
    });
    expect(Object.fromEntries(headers)).toMatchObject({
      'cache-control': 'no-store',
      'x-shoji-decision': 'clear',
    });
    expect(sent()).toEqual([{ prompt: 'a dog', negative_prompt: expect.stringMatching(/^nsfw/) }]);
  });

  it('answers artifacts for Stable Diffusion XL', async () => {
    const { told } = await post({ text_prompts: [{ text: 'a dog' }] }, { model: SDXL });
    expect(told).toMatchObject({ result: 'success', artifacts: [{ seed: 7, finishReason: 'SUCCESS' }] });
    expect(sent()[0].text_prompts).toMatchObject([{ text: 'a dog' }, { weight: -1 }]);
  });

  it('sends the judged picture of a request, and none that is not clear', async () => {
    const image = (await shadesOf('green')).toString('base64');
    await post({ prompt: 'a dog', image });
    expect(await coloursIn(sent()[0].image)).toEqual(['green']);
    const crimson = (await shadesOf('crimson')).toString('base64');
    await post({ prompt: 'a dog', image: crimson });
    expect(sent()).toHaveLength(1);
  });

  it('names itself to the operator', async () => {
    const observed: unknown[] = [];
    failing = true;
    await expect(
      post({ prompt: 'a' }, { engineParts: { observe: (each) => observed.push(each) } }),
    ).rejects.toThrow();
    expect(observed).toContainEqual(
      expect.objectContaining({ type: 'generation-failed', generator: 'bedrock' }),
    );
  });

  it('calls only models of Stability', async () => {
    await expect(post({ prompt: 'a' }, { model: 'amazon.nova-canvas-v1:0' })).rejects.toMatchObject({
      status: 400,
      message: expect.stringContaining('not amazon.nova-canvas-v1:0'),
    });
    expect(sent()).toEqual([]);
  });

  it('makes a withheld picture again from another seed', async () => {
    answers = ['crimson', 'green'];
    expect((await post({ prompt: 'a', seed: 7 }, { attempts: 2 })).colours).toEqual(['green']);
    const [first, second] = sent();
    expect(first.seed).toBe(7);
    expect(second.seed).not.toBe(7);
    // The server chooses the seed of the first attempt by itself where the client wants that.
    server.reset();
    answers = ['crimson', 'green'];
    await post({ prompt: 'a', seed: -1 }, { attempts: 2 });
    expect([sent()[0].seed, sent()[1].seed >= 0]).toEqual([-1, true]);
  });

  it('makes none again of several, for which there is one seed', async () => {
    answers = ['crimson', 'green'];
    await post({ prompt: 'a', samples: 2 }, { attempts: 2 }).catch(() => {});
    expect(sent()).toHaveLength(1);
  });

  it('accepts prompts up to the model’s limit', async () => {
    await expect(post({ prompt: 'a word '.repeat(1_500) })).rejects.toThrow();
    expect(sent()).toEqual([]);
  });

  it('names what is dropped', async () => {
    const { headers } = await post({ prompt: 'a', surprise: 1 });
    expect(headers.get('x-shoji-warnings')).toBe('field_dropped');
  });
});

describe('the model’s own filter', () => {
  it('gives its own reason, without a verdict', async () => {
    answers = [{ filtered: 'Filter reason: prompt' }];
    const { headers, told } = await post({ prompt: 'a' });
    expect(told).toEqual({ seeds: [], finish_reasons: ['Filter reason: prompt'], images: [] });
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-shoji-decision')).toBeNull();
  });

  it('does not count where there is a picture beside it', async () => {
    answers = [{ filtered: 'Filter reason: prompt', beside: 'green' }];
    const { told, colours } = await post({ prompt: 'a' });
    expect([colours, told.shoji.decision]).toEqual([['green'], 'clear']);
  });

  it.each([null, 'SUCCESS'])('has none where the reason is %s: the answer is broken', async (filtered) => {
    answers = [{ filtered }];
    const { told } = await post({ prompt: 'a' });
    expect(told).toMatchObject({
      finish_reasons: ['Inference error'],
      shoji: { decision: 'withhold', warnings: [{ code: 'check_failed' }] },
    });
  });
});

describe('a blocked call', () => {
  const body = { prompt: `a ${BANNED} sky` };

  it('is answered as the model’s own filter does', async () => {
    const { headers, told } = await post(body);
    expect(told).toMatchObject({
      ...{ seeds: [], finish_reasons: ['Filter reason: prompt'], images: [] },
      shoji: { decision: 'rejected', prompt: 'reject' },
    });
    expect(headers.get('x-shoji-decision')).toBe('rejected');
    const xl = await post({ text_prompts: [{ text: body.prompt }] }, { model: SDXL });
    expect(xl.told.artifacts).toEqual([{ seed: 0, base64: '', finishReason: 'CONTENT_FILTERED' }]);
    expect(sent()).toEqual([]);
  });

  it('is an error if the operator chose errors', async () => {
    await expect(post(body, { options: { blocked: 'error' } })).rejects.toMatchObject({
      reason: { what: 'prompt' },
    });
  });

  it('is an error where the prompt could not be checked, so that it can be sent again', async () => {
    const classifier = fakeClassifier(new CheckError('unavailable', 'down'));
    await expect(post({ prompt: 'a' }, { engineParts: { classifiers: [classifier] } })).rejects.toMatchObject(
      { reason: { what: 'prompt', unchecked: true } },
    );
  });

  it('names the picture where that is withheld', async () => {
    answers = ['crimson'];
    expect((await post({ prompt: 'a' })).told.finish_reasons).toEqual(['Filter reason: output image']);
  });
});

it('refuses a caller without a signature for Bedrock', async () => {
  const request = new Request('http://127.0.0.1/', {
    method: 'POST',
    headers: { authorization: 'Bearer key' },
  });
  expect(await bedrockRuntime().admits?.(request, ['key'], 1_000)).toBe(false);
});
