import { type Engine, presets } from '@shoji/core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { callOf } from '../../dialect-kit/call/call.test-helper.ts';
import type { Upstream } from '../../dialect-kit/serving/upstream.ts';
import { BANNED } from '../../testing/engine.ts';
import { type Colour, coloursIn, shadesOf } from '../../testing/pictures.ts';
import { json, startRecorder, type UpstreamServer } from '../../testing/recorder.ts';
import { type SageMakerUpstreamOptions, sagemakerRuntime } from './index.ts';

let server: UpstreamServer;
/** The colours of the answers to come, one answer after another. */
let answers: Colour[];
/** Whether every call is answered with an error. */
let failing: boolean;
beforeAll(async () => {
  server = await startRecorder(async (_, response) => {
    if (failing) return json(response, { message: 'The model is not ready.' }, 400);
    const colour = answers.shift() ?? 'green';
    json(response, { generated_images: [(await shadesOf(colour)).toString('base64')], prompt: 'a dog' });
  });
});
beforeEach(() => {
  failing = false;
  server.reset();
  answers = [];
});
afterAll(() => server.close());

const upstreamOf = (options: SageMakerUpstreamOptions = {}): Upstream =>
  sagemakerRuntime({
    region: 'us-west-2',
    endpointUrl: server.url,
    credentials: { accessKeyId: 'AKIDOPERATOR', secretAccessKey: 'operator' },
    ...options,
  });

interface Posted {
  readonly options?: SageMakerUpstreamOptions;
  readonly name?: string;
  readonly headers?: Record<string, string>;
  readonly attempts?: number;
  readonly engineParts?: Partial<Engine>;
}

async function post(
  body: object | string,
  { options, name = 'sd', headers = {}, attempts = 1, engineParts }: Posted = {},
) {
  const request = new Request('http://127.0.0.1/', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const policy = { ...presets.standard, regenerate: { attempts, from: 'withhold' } } as const;
  const [route] = upstreamOf(options).routes;
  if (route === undefined) throw new Error('There is no route.');
  const response = await route.answer(
    callOf({ request, params: { name }, engineParts: { policy, ...engineParts } }),
  );
  const text = await response.text();
  return { headers: response.headers, told: JSON.parse(text), colours: await coloursIn(text) };
}
const sent = () => server.requests.map(({ body }) => JSON.parse(String(body)));

describe('InvokeEndpoint', () => {
  it('answers the judged pictures in the container’s format, with the verdict in headers', async () => {
    const { headers, told, colours } = await post({ prompt: 'a dog' });
    expect([colours, told.prompt]).toEqual([['green'], 'a dog']);
    expect(Object.fromEntries(headers)).toMatchObject({
      ...{ 'content-type': 'application/json', 'cache-control': 'no-store', 'x-shoji-decision': 'clear' },
      'x-amzn-invoked-production-variant': 'AllTraffic',
    });
    expect(sent()).toEqual([{ prompt: 'a dog', negative_prompt: expect.stringMatching(/^nsfw/) }]);
    expect(server.requests[0]?.path).toBe('/endpoints/sd/invocations');
  });

  it('sends the judged picture of a request', async () => {
    const image = (await shadesOf('green')).toString('base64');
    await post({ prompt: 'a dog', image });
    expect(await coloursIn(sent()[0].image)).toEqual(['green']);
    const crimson = (await shadesOf('crimson')).toString('base64');
    await expect(post({ prompt: 'a dog', image: crimson })).rejects.toThrow('refuses');
  });

  it('names itself to the operator', async () => {
    const observed: unknown[] = [];
    failing = true;
    await expect(
      post({ prompt: 'a' }, { engineParts: { observe: (each) => observed.push(each) } }),
    ).rejects.toThrow();
    expect(observed).toContainEqual(
      expect.objectContaining({ type: 'generation-failed', generator: 'sagemaker' }),
    );
  });

  it('calls only the endpoints that are open', async () => {
    const options = { endpoints: ['sd'] };
    await expect(post({ prompt: 'a' }, { options, name: 'other' })).rejects.toMatchObject({
      status: 400,
      message: expect.stringContaining('The endpoint other is not allowed'),
    });
    expect((await post({ prompt: 'a' }, { options })).colours).toEqual(['green']);
    expect((await post({ prompt: 'a' }, { name: 'other' })).colours).toEqual(['green']);
  });

  it('makes a withheld picture again from another seed, where there is one', async () => {
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
    server.reset();
    answers = ['crimson', 'green'];
    await post({ prompt: 'a', num_images_per_prompt: 2 }, { attempts: 2 }).catch(() => {});
    expect(sent()).toHaveLength(1);
  });

  it.each([
    ['a field of the body', { surprise: 1 }, {}],
    ['an attribute of the call', {}, { 'x-amzn-sagemaker-custom-attributes': 'other=1' }],
  ])('warns when it drops %s', async (_, more, headers) => {
    const answer = await post({ prompt: 'a', ...more }, { headers });
    expect(answer.headers.get('x-shoji-warnings')).toContain('field_dropped');
  });

  it('passes on the parameters of the call, and names those that are dropped', async () => {
    const { headers } = await post(
      { prompt: 'a', surprise: 1 },
      {
        headers: {
          'x-amzn-sagemaker-target-model': 'a.tar.gz',
          'x-amzn-sagemaker-custom-attributes': 'accept_eula=true;other=1',
        },
      },
    );
    expect(headers.get('x-shoji-warnings')).toContain('field_dropped');
    expect(server.requests[0]?.headers).toMatchObject({
      'x-amzn-sagemaker-target-model': 'a.tar.gz',
      'x-amzn-sagemaker-custom-attributes': 'accept_eula=true',
    });
  });

  it.each([
    ['*/*', true],
    ['application/json', true],
    ['application/json; jpeg', true],
    ['application/json;jpeg', true],
    ['image/PNG', true],
    ['image/jpeg', true],
    ['image/webp', true],
    ['image/gif', false],
    ['application/json; a dog', false],
    ['text/plain, image/png', false],
  ])('passes on the answer type %s: %s', async (accept, passed) => {
    await post({ prompt: 'a' }, { headers: { accept } });
    expect(server.requests[0]?.headers.accept === accept).toBe(passed);
  });

  it('reads text and JSON, in UTF-8 only', async () => {
    await post('a dog', { headers: { 'content-type': 'application/x-text' } });
    expect(server.requests[0]?.body.toString()).toBe('a dog');
    await expect(post('a', { headers: { 'content-type': 'text/plain; charset=utf-16' } })).rejects.toThrow();
    await expect(post('a', { headers: { 'content-type': 'image/png' } })).rejects.toMatchObject({
      status: 415,
    });
  });

  it('reads JSON where the type is left out', async () => {
    const body = new TextEncoder().encode('{"prompt":"a dog"}');
    const request = new Request('http://127.0.0.1/', { method: 'POST', body });
    expect(request.headers.has('content-type')).toBe(false);
    const [route] = upstreamOf().routes;
    await route?.answer(callOf({ request, params: { name: 'sd' } }));
    expect(sent()).toMatchObject([{ prompt: 'a dog' }]);
  });

  it('screens the names beside the body', async () => {
    await expect(post({ prompt: 'a' }, { name: BANNED })).rejects.toMatchObject({
      reason: { what: 'prompt' },
    });
    expect(sent()).toEqual([]);
  });

  it('has the operator’s setting for what is blocked', async () => {
    const body = { prompt: `a ${BANNED} sky` };
    await expect(post(body)).rejects.toMatchObject({ reason: { what: 'prompt' } });
    const { told } = await post(body, { options: { blocked: 'placeholder' } });
    expect(told.generated_images).toHaveLength(1);
    expect(told.prompt).toBe(body.prompt);
    expect(sent()).toEqual([]);
  });
});

it.each([
  ['/endpoints/{name}/invocations-response-stream', 'A stream cannot be screened'],
  ['/endpoints/{name}/async-invocations', 'An asynchronous call names its prompt in S3'],
])('refuses %s, and says what to call', async (path, message) => {
  const route = upstreamOf().routes.find((each) => each.path === path);
  const response = await route?.answer(callOf({ body: { prompt: 'a' } }));
  expect(response?.status).toBe(400);
  expect(JSON.stringify(await response?.json())).toContain(message);
});

it('refuses a caller without a signature for SageMaker', async () => {
  const request = new Request('http://127.0.0.1/', {
    method: 'POST',
    headers: { authorization: 'Bearer key' },
  });
  expect(await upstreamOf().admits?.(request, ['key'], 1_000)).toBe(false);
});
