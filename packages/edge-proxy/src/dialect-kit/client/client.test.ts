import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Handler, json, startRecorder, type UpstreamServer } from '../../testing/recorder.ts';
import { record, word } from '../answers/shape.ts';
import { callOf } from '../call/call.test-helper.ts';
import { screenTexts } from '../screening/screen-texts.ts';
import { screenedText } from '../screening/screened-body.ts';
import { upstreamClient } from './client.ts';
import { answerReader, readJsonAnswer, readPictureAnswer } from './read-answer.ts';

let server: UpstreamServer;
let handler: Handler = (_, response) => json(response, { name: 'a' });
beforeAll(async () => {
  server = await startRecorder((request, response) => handler(request, response));
});
beforeEach(() => {
  server.reset();
  handler = (_, response) => json(response, { name: 'a' });
});
afterAll(() => server.close());

const shape = record({ name: word(), error: word() });
const get = { method: 'GET', path: '/a' } as const;

describe('upstreamClient', () => {
  it('requests paths below that of the server’s address', async () => {
    const client = upstreamClient(`${server.url}/base//`);
    expect(client.url).toBe(`${server.url}/base`);
    await readJsonAnswer(await client.send({ ...get, headers: { 'x-own': 'b' } }, callOf()));
    expect(server.requests).toMatchObject([
      { method: 'GET', path: '/base/a', headers: { 'x-own': 'b', 'accept-encoding': 'identity' } },
    ]);
    expect(server.requests[0]?.headers['content-type']).toBeUndefined();
  });

  it.each([
    ['Bearer operator', 'Bearer client', 'Bearer operator'],
    [undefined, 'Bearer client', 'Bearer client'],
    ['', 'Bearer client', 'Bearer client'],
    [undefined, '', undefined],
    [undefined, undefined, undefined],
  ])('with the operator’s key %j and the client’s %j sends %j', async (own, authorization, sent) => {
    const client = upstreamClient(server.url, own);
    await readJsonAnswer(await client.send(get, callOf({ authorization })));
    expect(server.requests[0]?.headers.authorization).toBe(sent);
    expect(client.identity({ authorization })).toEqual(sent === undefined ? {} : { authorization: sent });
  });

  it('sends a screened body with its content type', async () => {
    const body = screenedText(await screenTexts(callOf(), { prompts: [], names: [] }), 'text/plain');
    await readJsonAnswer(
      await upstreamClient(server.url).send({ method: 'POST', path: '/', body }, callOf()),
    );
    expect(server.requests[0]?.headers['content-type']).toBe('text/plain');
  });

  it('sends nothing for a disconnected client, and aborts when it disconnects', async () => {
    const client = upstreamClient(server.url);
    const gone = new AbortController();
    gone.abort(new Error('gone'));
    await expect(client.send(get, callOf({ signal: gone.signal }))).rejects.toThrow('gone');
    expect(server.requests).toEqual([]);
    const leaves = new AbortController();
    handler = () => leaves.abort(new Error('left'));
    await expect(client.send(get, callOf({ signal: leaves.signal }))).rejects.toThrow('left');
  });

  it('reports that a server is unreachable', async () => {
    const closed = await startRecorder(() => {});
    await closed.close();
    const sent = upstreamClient(closed.url).send({ method: 'POST', path: '/' }, callOf());
    await expect(sent).rejects.toMatchObject({ code: 'generator_failed' });
  });

  it('reports that a server closed the connection early', async () => {
    handler = (_, response) => void response.destroy();
    const sent = upstreamClient(server.url).send({ method: 'POST', path: '/' }, callOf());
    await expect(sent).rejects.toMatchObject({ code: 'generator_failed' });
  });

  it('decompresses gzip that a server sends unrequested', async () => {
    handler = (_, response) => {
      response
        .writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
        .end(gzipSync('{"name":"packed"}'));
    };
    const answer = await readJsonAnswer(await upstreamClient(server.url).send(get, callOf()));
    expect(answer.screened(shape).value).toEqual({ name: 'packed' });
  });
});

describe('readJsonAnswer', () => {
  const read = async (errors?: typeof shape) =>
    readJsonAnswer(await upstreamClient(server.url).send(get, callOf()), errors);

  it('throws an error bounded by its shape, with the retry delay', async () => {
    handler = (_, response) => {
      response.writeHead(429, { 'retry-after': '7' }).end('{"error":"busy","more":"x"}');
    };
    const failed = await read(shape).catch((error: unknown) => error);
    expect(failed).toMatchObject({ status: 429, code: 'generator_busy', retryAfter: 7 });
    expect(failed).toHaveProperty('body', { error: 'busy' });
    await expect(read()).rejects.toHaveProperty('body', { error: 'busy', more: 'x' });
  });

  it.each([199, 300, 404])('treats status %i as an error', async (status) => {
    handler = (_, response) => json(response, {}, status === 199 ? 500 : status);
    await expect(read()).rejects.toMatchObject({
      name: expect.any(String),
      status: status === 199 ? 500 : status,
    });
  });

  it('maps an error that is not JSON by its status', async () => {
    handler = (_, response) => void response.writeHead(404).end('<p>none</p>');
    await expect(read()).rejects.toMatchObject({ status: 404, body: undefined });
  });

  it('accepts only JSON as an answer', async () => {
    handler = (_, response) => void response.end('words');
    await expect(read()).rejects.toMatchObject({ code: 'answer_unusable' });
  });
});

describe('readPictureAnswer', () => {
  const read = async () => readPictureAnswer(await upstreamClient(server.url).send(get, callOf()), shape);

  it('reads the body as a picture, with the same digest for the same bytes', async () => {
    handler = ({ path }, response) => void response.writeHead(200, { 'content-type': 'image/png' }).end(path);
    expect((await read()).digest).toBe((await read()).digest);
    expect((await read()).digest).toMatch(/^[A-Za-z0-9+/]{43}=$/);
  });

  it('throws an error', async () => {
    handler = (_, response) => json(response, { name: 'none', more: 'x' }, 404);
    const failed = await read().catch((error: unknown) => error);
    expect(failed).toHaveProperty('status', 404);
    expect(failed).toHaveProperty('body', { name: 'none' });
  });
});

describe('answerReader', () => {
  it('parses the same bytes once, and other bytes again', async () => {
    const client = upstreamClient(server.url);
    const read = answerReader(shape);
    const ask = async () => read(await client.send(get, callOf()));
    const first = await ask();
    expect(await ask()).toBe(first);
    handler = (_, response) => json(response, { name: 'b' });
    expect((await ask()).value).toEqual({ name: 'b' });
  });

  it('throws an error bounded by its shape, and caches none', async () => {
    const client = upstreamClient(server.url);
    const read = answerReader(shape, record({ error: word() }));
    handler = (_, response) => json(response, { error: 'x', name: 'y' }, 500);
    await expect(client.send(get, callOf()).then(read)).rejects.toHaveProperty('body', { error: 'x' });
    handler = (_, response) => json(response, { name: 'a' });
    expect((await read(await client.send(get, callOf()))).value).toEqual({ name: 'a' });
  });
});
