/** Each protocol has a limit on prompts; up to the limit every check reads all of a prompt. */
import { automatic1111, bedrockRuntime, openai, type Upstream } from '@shoji/edge-proxy';
import type { UpstreamServer } from '@shoji/edge-proxy/testing';
import { send } from '@shoji/edge-proxy/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startAutomatic1111 } from '../upstreams/automatic1111/server.ts';
import { startBedrock } from '../upstreams/bedrock/server.ts';
import { startOpenAi } from '../upstreams/openai/server.ts';
import { BANNED, type RunningProxy, startProxy } from './support.ts';

const aws = {
  region: 'us-west-2',
  credentials: { accessKeyId: 'AKIDOPERATOR', secretAccessKey: 'operator' },
};

const PROTOCOLS: Record<
  string,
  { path: string; most: number; start(): Promise<UpstreamServer>; upstream(url: string): Upstream }
> = {
  OpenAI: {
    path: '/v1/images/generations',
    most: 32_000,
    start: startOpenAi,
    upstream: (url) => openai({ url }),
  },
  AUTOMATIC1111: {
    path: '/sdapi/v1/txt2img',
    most: 32_000,
    start: startAutomatic1111,
    upstream: (url) => automatic1111({ url, blocked: 'error' }),
  },
  Bedrock: {
    path: '/model/stability.sd3-large-v1:0/invoke',
    most: 10_000,
    start: startBedrock,
    upstream: (endpointUrl) => bedrockRuntime({ endpointUrl, ...aws, blocked: 'error' }),
  },
};

describe.each(Object.entries(PROTOCOLS))('%s', (_, { path, most, start, upstream: upstreamAt }) => {
  let upstream: UpstreamServer;
  let proxy: RunningProxy;
  beforeAll(async () => {
    upstream = await start();
    proxy = await startProxy([upstreamAt(upstream.url)]);
  });
  afterEach(() => upstream.reset());
  afterAll(() => Promise.all([upstream.close(), proxy.close()]));

  const ask = (prompt: string) =>
    send(proxy.url, {
      path,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ prompt }),
    });
  // Characters, not bytes or UTF-16 units.
  const filled = (end: string, length = most) =>
    [...'🌳猫é. '.repeat(length)].slice(0, length - end.length).join('') + end;

  it('accepts the longest prompt, and sends all of it', async () => {
    const prompt = filled('a green dog');
    expect((await ask(prompt)).status).toBe(200);
    expect(upstream.heard()).toContain(prompt.slice(-100));
    expect(JSON.parse(String(upstream.requests[0]?.body)).prompt).toBe(prompt);
  });

  it('screens the longest prompt to its end', async () => {
    expect((await ask(filled(` ${BANNED}`))).status).toBeGreaterThanOrEqual(400);
    expect(upstream.requests).toEqual([]);
  });

  it('refuses a longer prompt with the limit', async () => {
    const { status, body } = await ask(filled('', most + 1));
    expect(status).toBe(400);
    expect(String(body)).toContain(`at most ${most} characters`);
    expect(upstream.requests).toEqual([]);
  });
});
