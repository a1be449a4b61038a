/** No SDK pays twice: after a charge no client retries, because of the status. Without a charge clients retry. */
import { createOpenAI } from '@ai-sdk/openai';
import { BedrockRuntimeClient, InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime';
import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { presets } from '@shoji/core';
import { automatic1111, bedrockRuntime, openai, sagemakerRuntime } from '@shoji/edge-proxy';
import { type Handler, json, startRecorder, type UpstreamServer } from '@shoji/edge-proxy/testing';
import { generateImage } from 'ai';
import OpenAI from 'openai';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { picture } from '../upstreams/pictures.ts';
import { engine, type RunningProxy, startProxy } from './support.ts';

const MEMORY = 'CUDA out of memory. Tried to allocate 9.00 GiB.';

/** Servers that may have computed for minutes and answer no picture. */
const SPENT: Readonly<Record<string, Handler>> = {
  'never answers': () => {},
  'answers what is no JSON': (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end('<html>');
  },
  'breaks off its answer': (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
    response.write('{"data', () => response.socket?.resetAndDestroy());
  },
  'is behind a gateway that waited too long': (_, response) => json(response, { error: 'timeout' }, 504),
  'says 408 for its own deadline': (_, response) => json(response, { error: 'timeout' }, 408),
  'has no memory left for this picture': (request, response) => outOfMemory(request, response),
};

/** As web UIs and OpenAI-compatible servers answer it, or as AWS reports a container's error. */
const outOfMemory: Handler = ({ path }, response) => {
  if (path.startsWith('/endpoints/')) response.setHeader('x-amzn-errortype', 'ModelError');
  if (path.startsWith('/model/')) response.setHeader('x-amzn-errortype', 'ModelErrorException');
  const body = { error: { message: MEMORY }, errors: MEMORY, message: MEMORY, OriginalMessage: MEMORY };
  json(response, { ...body, OriginalStatusCode: 500 }, /^\/(endpoints|model)\//.test(path) ? 424 : 500);
};

let answer: Handler = () => {};
let upstream: UpstreamServer;
let proxy: RunningProxy;
beforeAll(async () => {
  upstream = await startRecorder((request, response) => answer(request, response));
  const { deadlines, ...policy } = presets.standard;
  const aws = {
    endpointUrl: upstream.url,
    region: 'us-west-2',
    credentials: { accessKeyId: 'AKIDOPERATOR', secretAccessKey: 'operator' },
  };
  proxy = await startProxy(
    [
      automatic1111({ url: upstream.url, maxSeconds: 2 }),
      openai({ url: upstream.url }),
      sagemakerRuntime(aws),
      bedrockRuntime(aws),
    ],
    { engine: engine({ policy: { ...policy, deadlines: { ...deadlines, generate: 2_000 } } }) },
  );
});
afterEach(() => upstream.reset());
afterAll(() => Promise.all([upstream.close(), proxy.close()]));

const credentials = { accessKeyId: 'AKIDCLIENT', secretAccessKey: 'client' };
const prompt = 'a green dog';

/** One call by each client, with the client's default number of retries. */
const CLIENTS: Readonly<Record<string, (retries?: number) => Promise<unknown>>> = {
  'the openai SDK': (maxRetries) =>
    new OpenAI({
      baseURL: `${proxy.url}/v1`,
      apiKey: 'sk',
      ...(maxRetries !== undefined && { maxRetries }),
    }).images.generate({ prompt, model: 'gpt-image-1' }),
  'the AI SDK': (maxRetries) =>
    generateImage({
      model: createOpenAI({ baseURL: `${proxy.url}/v1`, apiKey: 'sk' }).image('gpt-image-1'),
      prompt,
      ...(maxRetries !== undefined && { maxRetries }),
    }),
  'the AWS SDK for SageMaker': (retries = 2) =>
    new SageMakerRuntimeClient({
      region: 'us-east-1',
      endpoint: proxy.url,
      credentials,
      maxAttempts: retries + 1,
    }).send(
      new InvokeEndpointCommand({
        EndpointName: 'sd21',
        ContentType: 'application/json',
        Body: JSON.stringify({ prompt }),
      }),
    ),
  'the AWS SDK for Bedrock': (retries = 2) =>
    new BedrockRuntimeClient({
      region: 'us-east-1',
      endpoint: proxy.url,
      credentials,
      maxAttempts: retries + 1,
    }).send(
      new InvokeModelCommand({
        modelId: 'stability.sd3-5-large-v1:0',
        contentType: 'application/json',
        body: JSON.stringify({ prompt }),
      }),
    ),
};
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.unreachable('should have failed'),
    (error: unknown) => error,
  );

describe.each(Object.entries(CLIENTS))('%s', (_, call) => {
  it.each(Object.entries(SPENT))('sends one request to a server that %s', async (__, handler) => {
    answer = handler;
    await failure(call());
    expect(upstream.requests).toHaveLength(1);
  });

  it('retries at a busy server, because that cost nothing', async () => {
    answer = (_, response) => {
      response.setHeader('retry-after', '1');
      json(response, { error: { message: 'busy' }, message: 'busy' }, 429);
    };
    await failure(call(1));
    expect(upstream.requests).toHaveLength(2);
  });
});

describe('the AWS SDK for SageMaker', () => {
  const failing = async (status: number, name: string, body: object) => {
    answer = (_, response) => {
      response.setHeader('x-amzn-errortype', name);
      json(response, body, status);
    };
    const error = await failure(CLIENTS['the AWS SDK for SageMaker']?.(0) ?? Promise.resolve());
    const { name: told, $metadata: meta, $response: raw } = error as Record<string, Record<string, unknown>>;
    const headers = raw?.headers as Record<string, string> | undefined;
    return [told, meta?.httpStatusCode, headers?.['retry-after']];
  };

  it('gets ServiceUnavailable for each of the service’s errors about missing capacity', async () => {
    const Message = 'Inference Component has no capacity to process this request.';
    expect(await failing(400, 'ValidationError', { Message })).toEqual(['ServiceUnavailable', 503, '60']);
    const full = { Message: 'failed', OriginalStatusCode: 429, OriginalMessage: 'queue is full' };
    expect(await failing(424, 'ModelError', full)).toEqual(['ServiceUnavailable', 503, '10']);
  });

  it('gets the service’s error for a container that did not answer in time', async () => {
    const late = { Message: 'failed', OriginalStatusCode: 0, OriginalMessage: 'timed out' };
    expect(await failing(424, 'ModelError', late)).toEqual(['ModelError', 424, undefined]);
    expect(await failing(400, 'ValidationError', { Message: 'no such endpoint' })).toEqual([
      'ValidationError',
      400,
      undefined,
    ]);
  });
});

const asked = (path: string) =>
  fetch(proxy.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ prompt }),
  });

describe('its headers', () => {
  const paths = [
    '/sdapi/v1/txt2img',
    '/v1/images/generations',
    '/endpoints/sd21/invocations',
    '/model/stability.sd3-5-large-v1%3A0/invoke',
  ];

  it.each(paths)('%s distinguish a charge, a busy server, a failure and a refusal', async (path) => {
    answer = () => {};
    const late = await asked(path);
    expect([late.status, late.headers.get('x-should-retry')]).toEqual([424, 'false']);
    expect(late.headers.has('retry-after')).toBe(false);

    answer = (_, response) => {
      response.setHeader('retry-after', '17');
      json(response, { error: { message: 'busy' } }, 429);
    };
    const busy = await asked(path);
    expect([busy.status, busy.headers.get('x-should-retry')]).toEqual([503, null]);
    expect(busy.headers.get('retry-after')).toMatch(/^(17|5|10)$/);

    answer = outOfMemory;
    expect((await asked(path)).status).toBe(/^\/(endpoints|model)\//.test(path) ? 424 : 422);
  });

  it('an internal error of the proxy after a picture was made is not retried', async () => {
    const real = openai({ url: upstream.url });
    const routes = real.routes.map((route) => ({
      ...route,
      answer: async (call: Parameters<typeof route.answer>[0]) => {
        await route.answer(call);
        throw new TypeError('a bug');
      },
    }));
    const broken = await startProxy([{ ...real, routes }]);
    const b64_json = (await picture('green')).toString('base64');
    answer = ({ path }, response) => json(response, path === '/v1/models' ? {} : { data: [{ b64_json }] });
    const made = await fetch(`${broken.url}/v1/images/generations`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ prompt }),
    });
    expect([made.status, made.headers.get('x-should-retry')]).toEqual([424, 'false']);
    expect((await fetch(`${broken.url}/v1/models`)).status).toBe(500);
    await broken.close();
  });

  it.each([
    ['in a sentence', { error: 'the model fell over' }],
    ['in no way that anybody knows', { detail: 'the model fell over' }],
  ])('an upstream’s 5xx, answered %s, is a server error for OpenAI’s clients', async (_, body) => {
    answer = (_, response) => json(response, body, 500);
    const response = await asked('/v1/images/generations');
    expect(response.status).toBe(502);
    expect(await response.json()).toMatchObject({ error: { type: 'server_error' } });
    answer = (_, response) => json(response, body, 400);
    expect(await (await asked('/v1/images/generations')).json()).toMatchObject({
      error: { type: 'invalid_request_error' },
    });
  });
});
