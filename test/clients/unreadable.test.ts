/** An input that a check cannot read is a client error: no SDK may retry it unchanged. */
import { CheckError } from '@shoji/core';
import { fakeClassifier } from '@shoji/core/testing';
import {
  automatic1111,
  bedrockRuntime,
  comfyui,
  openai,
  sagemakerRuntime,
  type Upstream,
} from '@shoji/edge-proxy';
import { send, startRecorder, type UpstreamServer } from '@shoji/edge-proxy/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { picture } from '../upstreams/pictures.ts';
import { workflow } from './comfyui-client.ts';
import { engine, type RunningProxy, startProxy } from './support.ts';

const aws = {
  region: 'us-west-2',
  credentials: { accessKeyId: 'AKIDOPERATOR', secretAccessKey: 'operator' },
};

const DOORS: Record<
  string,
  { path: string; body(prompt: string): unknown; upstream?(url: string): Upstream }
> = {
  'POST /v1/generations': { path: '/v1/generations', body: (prompt) => ({ prompt }) },
  'OpenAI’s moderations': { path: '/v1/moderations', body: (input) => ({ input }) },
  AUTOMATIC1111: {
    path: '/sdapi/v1/txt2img',
    body: (prompt) => ({ prompt }),
    upstream: (url) => automatic1111({ url, blocked: 'error' }),
  },
  ComfyUI: {
    path: '/prompt',
    body: (prompt) => ({ prompt: workflow(prompt) }),
    upstream: (url) => comfyui({ url, blocked: 'error' }),
  },
  OpenAI: {
    path: '/v1/images/generations',
    body: (prompt) => ({ prompt }),
    upstream: (url) => openai({ url }),
  },
  SageMaker: {
    path: '/endpoints/sd21/invocations',
    body: (prompt) => ({ prompt }),
    upstream: (endpointUrl) => sagemakerRuntime({ endpointUrl, ...aws, blocked: 'error' }),
  },
  Bedrock: {
    path: '/model/stability.sd3-large-v1:0/invoke',
    body: (prompt) => ({ prompt }),
    upstream: (endpointUrl) => bedrockRuntime({ endpointUrl, ...aws }),
  },
};

const SHORT = 'a green dog';
const AMBIGUOUS = '{a|b} {c|d} '.repeat(800);
const TOO_LONG = { findings: [], skipped: 'too-long' } as const;

let upstream: UpstreamServer;
const proxies: RunningProxy[] = [];
beforeAll(async () => {
  // The only allowed request reads the list of nodes.
  upstream = await startRecorder((_, response) => {
    response.writeHead(404).end();
  });
});
afterEach(() => upstream.reset());
afterAll(() => Promise.all([upstream.close(), ...proxies.map((proxy) => proxy.close())]));

async function ask(door: string, prompt: string, parts: Parameters<typeof engine>[0] = {}) {
  const { path, body, upstream: at } = DOORS[door] ?? { path: '', body: () => {} };
  const proxy = await startProxy(at ? [at(upstream.url)] : [], { engine: engine(parts) });
  proxies.push(proxy);
  const {
    status,
    headers,
    body: said,
  } = await send(proxy.url, {
    path,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body(prompt)),
  });
  return { status, said: String(said), retryAfter: headers['retry-after'] };
}

describe.each(Object.keys(DOORS))('%s', (door) => {
  it.each([
    ['a prompt that can be read in too many ways', AMBIGUOUS, {}],
    ['a text that is too long for a check', SHORT, { classifiers: [fakeClassifier(TOO_LONG)] }],
    [
      'a text that its service refuses to read',
      SHORT,
      { classifiers: [fakeClassifier(new CheckError('invalid-input', 'too many bytes'))] },
    ],
  ])('refuses %s with a status that no SDK retries, and a remedy', async (_, prompt, parts) => {
    const { status, said, retryAfter } = await ask(door, prompt, parts);
    expect([400, 422]).toContain(status);
    expect(retryAfter).toBeUndefined();
    expect(said).toContain('Shorten it, or use fewer choices and variables.');
    expect(upstream.requests.filter(({ method }) => method === 'POST')).toEqual([]);
  });

  it('answers a status for a retry if the check is down', async () => {
    const { status, said, retryAfter } = await ask(door, SHORT, {
      classifiers: [fakeClassifier(new Error('down'))],
    });
    expect(status).toBe(503);
    expect(retryAfter).toBeDefined();
    expect(said).not.toContain('Shorten');
  });
});

it('refuses a picture that a check cannot read for good, and one that it failed to judge for now', async () => {
  const proxyOf = async (failure: 'invalid-input' | 'unavailable') => {
    const moderate = () => Promise.reject(new CheckError(failure, 'refused'));
    const moderators = [{ name: 'moderator', covers: [], moderate }];
    const proxy = await startProxy([automatic1111({ url: upstream.url })], {
      engine: engine({ moderators }),
    });
    proxies.push(proxy);
    const sent = (await picture('green')).toString('base64');
    return send(proxy.url, {
      path: '/sdapi/v1/img2img',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ prompt: SHORT, init_images: [sent] }),
    });
  };
  const unreadable = await proxyOf('invalid-input');
  expect([unreadable.status, unreadable.headers['retry-after']]).toEqual([422, undefined]);
  expect(String(unreadable.body)).toContain('Send it smaller, as PNG or JPEG.');
  expect((await proxyOf('unavailable')).status).toBe(503);
});
