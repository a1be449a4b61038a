import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { imageModeratorConformance } from '@shoji/core/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acme } from './acme.ts';

/** Acme's service: returns `answer` and records its requests. */
const answer = { status: 200, body: '{"labels":[]}' };
const asked: { readonly authorization: string | undefined; readonly bytes: number }[] = [];
const server = createServer(async (request, response) => {
  asked.push({ authorization: request.headers.authorization, bytes: (await buffer(request)).length });
  response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
});
let url: string;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address() as AddressInfo;
  url = `http://127.0.0.1:${address.port}`;
});
afterAll(() => server.close());

const image = { bytes: new Uint8Array([1, 2, 3]), mediaType: 'image/png', width: 1, height: 1 } as const;

async function moderate(status: number, body: string) {
  Object.assign(answer, { status, body });
  const { signal } = new AbortController();
  return acme({ apiKey: 'secret', url }).moderate(image, { signal });
}

describe('Acme', () => {
  for (const { name, run } of imageModeratorConformance(() => acme({ apiKey: 'secret', url }))) it(name, run);

  it('reports each label with its category and score', async () => {
    const report = await moderate(200, '{"labels":[{"name":"weapon","confidence":0.9}]}');
    expect(report).toEqual({
      findings: [{ check: 'acme', category: 'violence', label: 'weapon', score: 0.9 }],
      usage: [{ item: 'acme.image', quantity: 1 }],
    });
    expect(asked.at(-1)).toEqual({ authorization: 'Bearer secret', bytes: 3 });
  });

  it.each([
    [200, '{"labels":[{"name":"of-tomorrow","confidence":0.9}]}', 'unknown-label'],
    [200, '{"labels":[{"name":"weapon","confidence":7}]}', 'invalid-answer'],
    [200, '{}', 'invalid-answer'],
    [200, 'no JSON', 'invalid-answer'],
    [429, '{}', 'throttled'],
    [500, '{}', 'unavailable'],
  ])('fails when the service returns %i %s (%s)', async (status, body, failure) => {
    await expect(moderate(status, body)).rejects.toMatchObject({ failure });
  });

  it('fails when the service is unreachable', async () => {
    const { signal } = new AbortController();
    const nowhere = acme({ apiKey: 'secret', url: 'http://127.0.0.1:9' });
    await expect(nowhere.moderate(image, { signal })).rejects.toMatchObject({ failure: 'unavailable' });
  });
});
