/** Calls without prompts and pictures: the answer holds only the fields that their shapes name. */
import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { automatic1111, openai } from '@shoji/edge-proxy';
import { shape } from '@shoji/edge-proxy/dialect';
import { startRecorder, type UpstreamServer } from '@shoji/edge-proxy/testing';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { type RunningProxy, startProxy } from './support.ts';

const PATH = '/sdapi/v1/loras';

let answer: (response: ServerResponse) => void;
let upstream: UpstreamServer;
let proxy: RunningProxy;
beforeAll(async () => {
  upstream = await startRecorder((_, response) => answer(response));
  const allow = [
    'GET /sdapi/v1/plain',
    { route: 'GET /sdapi/v1/described', answer: shape.record({ note: shape.word(100) }) },
  ];
  proxy = await startProxy([automatic1111({ url: upstream.url, allow }), openai({ url: upstream.url })]);
});
afterEach(() => upstream.reset());
afterAll(() => Promise.all([upstream.close(), proxy.close()]));

const json = { 'content-type': 'application/json' };
const answerWith = (value: unknown, status = 200) => {
  answer = (response) => response.writeHead(status, json).end(JSON.stringify(value));
};
const get = async (path: string) => {
  const response = await fetch(proxy.url + path);
  return { status: response.status, headers: response.headers, body: await response.json() };
};

it('drops fields of a list that its shape does not name', async () => {
  const lora = { name: 'detail', alias: 'add_detail', path: '/models/Lora/detail.safetensors' };
  answerWith([
    { ...lora, metadata: { ss_tag_frequency: {}, modelspec: { thumbnail: 'data:image/png;base64,AA' } } },
  ]);
  const { body, headers } = await get(PATH);
  expect(body).toEqual([lora]);
  expect(headers.get('x-content-type-options')).toBe('nosniff');
});

it('answers the server’s new list, and the same for the same bytes', async () => {
  answerWith([{ name: 'one' }]);
  expect([(await get(PATH)).body, (await get(PATH)).body]).toEqual([[{ name: 'one' }], [{ name: 'one' }]]);
  answerWith([{ name: 'two' }]);
  expect((await get(PATH)).body).toEqual([{ name: 'two' }]);
});

it('decompresses an answer with Content-Encoding gzip that was not requested', async () => {
  const models = Array.from({ length: 5_000 }, (_, at) => ({ name: `model-${at}` }));
  answer = (response) =>
    response.writeHead(200, { ...json, 'content-encoding': 'gzip' }).end(gzipSync(JSON.stringify(models)));
  expect((await get(PATH)).body).toEqual(models);
});

it.each(['image/png', 'text/html', 'application/xhtml+xml', 'text/plainer', 'application/json-picture'])(
  'passes on no answer of the type %s',
  async (type) => {
    answer = (response) => response.writeHead(200, { 'content-type': type }).end('<p>no text</p>');
    const response = await fetch(proxy.url + PATH);
    const { status, headers } = response;
    expect([status >= 400, headers.get('content-type')]).toEqual([true, 'application/json']);
    expect(await response.text()).not.toContain('no text');
  },
);

it('passes on status and message of an error, and the status of a missing answer', async () => {
  answerWith({ detail: 'Not Found', trace: 'x'.repeat(300) }, 404);
  const missing = await get(PATH);
  expect([missing.status, missing.body]).toEqual([404, { detail: 'Not Found' }]);
  answer = (response) => response.writeHead(204).end();
  expect((await fetch(`${proxy.url}/sdapi/v1/interrupt`, { method: 'POST' })).status).toBe(204);
});

it('passes on short values of a route that the operator opened, or the fields of the operator’s shape', async () => {
  const note = 'a note that is longer than the sixty-four characters of a short word';
  answerWith({ note, short: 'words', count: 7, list: [true, 'a'], deep: { other: note } });
  expect((await get('/sdapi/v1/plain')).body).toEqual({
    short: 'words',
    count: 7,
    list: [true, 'a'],
    deep: {},
  });
  expect((await get('/sdapi/v1/described')).body).toEqual({ note });
});

it('refuses invalid settings at the start', () => {
  expect(() => automatic1111({ url: upstream.url, allow: ['DELETE /x'] })).toThrow(
    'must be like "GET /path"',
  );
  expect(() => openai({ url: upstream.url, fields: { image_url: 'photo' as never } })).toThrow(
    'the role of image_url',
  );
});

it('passes on none of the client’s headers', async () => {
  answerWith([]);
  await fetch(proxy.url + PATH, { headers: { cookie: 'session=1', 'x-forwarded-for': '10.0.0.1' } });
  expect(Object.keys(upstream.requests[0]?.headers ?? {}).sort()).toEqual([
    'accept-encoding',
    'connection',
    'host',
  ]);
});
