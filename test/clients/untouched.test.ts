/** Calls that carry nothing to screen: handed on as they are, and large answers as they come. */
import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { automatic1111 } from '@shoji/edge-proxy';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { startRecorder, type UpstreamServer } from '../upstreams/recorder.ts';
import { type RunningProxy, startProxy } from './support.ts';

const PATH = '/sdapi/v1/loras';
const HALF = ' '.repeat(1_500_000);

let answer: (response: ServerResponse) => void;
let upstream: UpstreamServer;
let proxy: RunningProxy;
beforeAll(async () => {
  upstream = await startRecorder((_, response) => answer(response));
  proxy = await startProxy([automatic1111({ url: upstream.url })]);
});
afterEach(() => upstream.reset());
afterAll(() => Promise.all([upstream.close(), proxy.close()]));

const json = { 'content-type': 'application/json' };

it('hands on a large answer piece by piece', async () => {
  let finish = () => {};
  answer = (response) => {
    response.writeHead(200, { ...json, 'content-length': 2 + 2 * HALF.length }).write(`[${HALF}`);
    finish = () => response.end(`${HALF}]`);
  };
  const { body, headers } = await fetch(proxy.url + PATH);
  const reader = body?.getReader();
  // The server has not ended its answer, so whoever waited for all of it would wait for ever.
  const { value: first } = (await reader?.read()) ?? {};
  finish();
  let size = first?.length ?? 0;
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read())
    size += part.value.length;
  expect(size).toBe(2 + 2 * HALF.length);
  expect(headers.get('x-content-type-options')).toBe('nosniff');
});

it('lets go of the upstream when the client leaves in the middle', async () => {
  answer = (response) => {
    response.writeHead(200, { ...json, 'content-length': 2 + 2 * HALF.length }).write(`[${HALF}`);
  };
  const arrived = upstream.next();
  const gone = new AbortController();
  const { body } = await fetch(proxy.url + PATH, { signal: gone.signal });
  await body?.getReader().read();
  const { abandoned } = await arrived;
  gone.abort();
  await abandoned;
});

it('unpacks what the server sent packed, although nobody asked for that', async () => {
  const text = JSON.stringify([{ name: 'x'.repeat(1_200_000) }]);
  answer = (response) => response.writeHead(200, { ...json, 'content-encoding': 'gzip' }).end(gzipSync(text));
  const response = await fetch(proxy.url + PATH);
  expect(await response.text()).toBe(text);
});

it.each(['image/png', 'text/html', 'application/xhtml+xml', 'text/plainer', 'application/json-picture'])(
  'hands on nothing that calls itself %s',
  async (type) => {
    answer = (response) => response.writeHead(200, { 'content-type': type }).end('<p>no text</p>');
    const { status, headers } = await fetch(proxy.url + PATH);
    expect([status, headers.get('content-type')]).toEqual([502, 'application/json']);
  },
);

it('hands on the status of an error, and an answer without a body', async () => {
  answer = (response) => response.writeHead(404, json).end('{"detail":"Not Found"}');
  const missing = await fetch(proxy.url + PATH);
  expect([missing.status, await missing.json()]).toEqual([404, { detail: 'Not Found' }]);
  answer = (response) => response.writeHead(204).end();
  expect((await fetch(`${proxy.url}/sdapi/v1/interrupt`, { method: 'POST' })).status).toBe(204);
});

it('sends nothing of the client’s own headers along', async () => {
  answer = (response) => response.writeHead(200, json).end('[]');
  await fetch(proxy.url + PATH, { headers: { cookie: 'session=1', 'x-forwarded-for': '10.0.0.1' } });
  expect(Object.keys(upstream.requests[0]?.headers ?? {}).sort()).toEqual([
    'accept-encoding',
    'connection',
    'host',
  ]);
});
