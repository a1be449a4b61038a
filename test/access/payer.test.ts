/** Whose account pays is chosen by whose key it is. */
import { openai } from '@shoji/edge-proxy';
import OpenAI from 'openai';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { startProxy } from '../clients/support.ts';
import { startOpenAi } from '../upstreams/openai/server.ts';
import type { UpstreamServer } from '../upstreams/recorder.ts';

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
])('with %s', async (_, options, keys, authorization, organization) => {
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
});
