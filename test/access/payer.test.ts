/** The key that goes upstream decides whose account pays. */
import { openai } from '@shoji/edge-proxy';
import type { UpstreamServer } from '@shoji/edge-proxy/testing';
import { send } from '@shoji/edge-proxy/testing';
import OpenAI from 'openai';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { startProxy } from '../clients/support.ts';
import { startOpenAi } from '../upstreams/openai/server.ts';

const KEY = 'a-key-of-the-proxy';

let upstream: UpstreamServer;
beforeAll(async () => {
  upstream = await startOpenAi();
});
afterEach(() => upstream.reset());
afterAll(() => upstream.close());

it.each([
  ['the operator’s key', { apiKey: 'sk-operator' }, [], 'Bearer sk-operator', undefined],
  [
    'the operator’s key, and one of the proxy',
    { apiKey: 'sk-operator' },
    [KEY],
    'Bearer sk-operator',
    undefined,
  ],
  ['a server without a key, and one of the proxy', {}, [KEY], undefined, undefined],
  ['the client’s key', {}, [], `Bearer ${KEY}`, 'org-of-the-client'],
])(
  'sends the right key and organization upstream with %s',
  async (_, options, keys, authorization, organization) => {
    const proxy = await startProxy([openai({ url: upstream.url, ...options })], { keys });
    const client = new OpenAI({
      baseURL: `${proxy.url}/v1`,
      apiKey: KEY,
      organization: 'org-of-the-client',
      project: 'proj-of-the-client',
    });
    await client.images.generate({ model: 'gpt-image-1', prompt: 'a green dog' });
    await client.models.list();
    await proxy.close();
    const [pictures, models] = upstream.requests.map(({ headers }) => headers);
    expect(pictures?.authorization).toBe(authorization);
    expect(pictures?.['openai-organization']).toBe(organization);
    expect(pictures?.['openai-project']).toBe(organization?.replace('org', 'proj'));
    expect(models?.authorization).toBe(authorization);
    expect(models?.['openai-organization']).toBeUndefined();
  },
);

const CHOICES = {
  api_key: 'sk-of-somebody',
  api_version: 'version-of-somebody',
  extra_headers: { 'openai-organization': 'org-of-somebody', authorization: 'Bearer sk-of-somebody' },
  extra_query: { api_key: 'sk-of-somebody' },
  organization: 'org-of-somebody',
};

it.each([
  ['/v1/images/generations', { model: 'gpt-image-1', prompt: 'a green dog' }],
  // A route that only the operator opens.
  ['/v1/chat/completions', { model: 'gpt-5', messages: [{ role: 'user', content: 'a green dog' }] }],
])('no field of a body to %s changes the account when the operator’s key is sent', async (path, body) => {
  const allow = ['POST /v1/chat/completions'] as const;
  const proxy = await startProxy([openai({ url: upstream.url, apiKey: 'sk-operator', allow })]);
  const post = (fields: object) =>
    send(proxy.url, {
      path,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...body, ...fields }),
    });
  for (const [field, value] of Object.entries(CHOICES)) await post({ [field]: value });
  expect(upstream.requests.length).toBeGreaterThan(0);
  for (const { headers } of upstream.requests) {
    expect(headers.authorization).toBe('Bearer sk-operator');
    expect(headers['openai-organization']).toBeUndefined();
  }
  // The address of another server is refused, not dropped: the client would think that it was used.
  expect((await post({ api_base: 'https://elsewhere.example/v1' })).status).toBe(400);
  expect((await post({ base_url: 'https://elsewhere.example/v1' })).status).toBe(400);
  await proxy.close();
  expect(upstream.heard()).not.toMatch(/somebody|elsewhere|api_key|extra_headers|api_base/);
});
