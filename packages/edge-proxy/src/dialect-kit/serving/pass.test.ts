import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BANNED } from '../../testing/engine.ts';
import { json, startRecorder, type UpstreamServer } from '../../testing/recorder.ts';
import { record, word } from '../answers/shape.ts';
import { callOf } from '../call/call.test-helper.ts';
import { upstreamClient } from '../client/client.ts';
import { number } from '../fields/field.ts';
import { openedRoutes, passGet, passPost } from './pass.ts';

let server: UpstreamServer;
let told: unknown = {};
let status = 200;
beforeAll(async () => {
  server = await startRecorder((_, response) => {
    if (told === undefined) response.writeHead(status, { 'content-length': 0 }).end();
    else json(response, told, status);
  });
});
beforeEach(() => {
  server.reset();
  [told, status] = [{ name: 'a', other: 'b' }, 200];
});
afterAll(() => server.close());

const answer = record({ name: word() });
const get = (url: string) => callOf({ request: new Request(`http://127.0.0.1${url}`) });

describe('passGet', () => {
  it('requests the path with the client’s key, and returns the fields of the shape', async () => {
    const route = passGet(upstreamClient(server.url), { path: '/a', answer });
    const response = await route.answer({ ...get('/a?x=1'), authorization: 'Bearer own' });
    expect(await response.json()).toEqual({ name: 'a' });
    expect(server.requests).toMatchObject([
      { method: 'GET', path: '/a', headers: { authorization: 'Bearer own' } },
    ]);
  });

  it('passes on only known parameters', async () => {
    const route = passGet(upstreamClient(server.url), { path: '/a', answer, query: ['x'] });
    await route.answer(get('/a?x=1&y=2'));
    expect(server.requests[0]?.path).toBe('/a?x=1');
  });

  it('fills names into the path after the rules have read them', async () => {
    const route = passGet(upstreamClient(server.url), { path: '/a/{one}/{two}', answer });
    await route.answer({ ...get('/'), params: { one: 'x' } });
    expect(server.requests[0]?.path).toBe('/a/x/');
    server.reset();
    await expect(route.answer({ ...get('/'), params: { one: BANNED } })).rejects.toMatchObject({
      verdict: { decision: 'rejected' },
    });
    expect(server.requests).toEqual([]);
  });

  it('throws an error as its own shape bounds it', async () => {
    [told, status] = [{ error: 'bad', more: 'x' }, 400];
    const route = passGet(upstreamClient(server.url), {
      path: '/a',
      answer,
      errors: record({ error: word() }),
    });
    const error = await route.answer(get('/a')).catch((cause: unknown) => cause);
    expect(error).toMatchObject({ status: 400 });
    expect(error).toHaveProperty('body', { error: 'bad' });
  });
});

describe('passPost', () => {
  const post = (fields?: Parameters<typeof passPost>[2]) =>
    passPost(upstreamClient(server.url), { path: '/a', answer }, fields);

  it('sends the fields of its table, and warns of dropped ones', async () => {
    const response = await post({ n: number }).answer(callOf({ body: { n: 1, x: 'word' } }));
    expect(JSON.parse(server.requests[0]?.body.toString() ?? '')).toEqual({ n: 1 });
    expect(response.headers.get('X-Shoji-Warnings')).toBe('field_dropped');
    const clean = await post({ n: number }).answer(callOf({ body: { n: 1 } }));
    expect(clean.headers.get('X-Shoji-Warnings')).toBeNull();
  });

  it('sends no body if the client sent none', async () => {
    await post().answer(callOf());
    expect(server.requests[0]?.body).toHaveLength(0);
    expect(server.requests[0]?.headers['content-type']).toBeUndefined();
  });

  it('returns an empty answer if the server does', async () => {
    told = undefined;
    const empty = await post().answer(callOf());
    expect([empty.status, await empty.text()]).toEqual([200, '']);
    status = 204;
    expect((await post().answer(callOf())).status).toBe(204);
    status = 500;
    await expect(post().answer(callOf())).rejects.toMatchObject({ status: 500 });
  });

  it('reads every text of an open body as a prompt', async () => {
    await post('open').answer(callOf({ body: { any: ['words'], n: 1 } }));
    expect(JSON.parse(server.requests[0]?.body.toString() ?? '')).toEqual({ any: ['words'], n: 1 });
    server.reset();
    await expect(post('open').answer(callOf({ body: { any: [BANNED] } }))).rejects.toMatchObject({
      reason: { what: 'prompt' },
    });
    expect(server.requests).toEqual([]);
  });

  it('refuses another charset than UTF-8', async () => {
    const headers = { 'content-type': 'application/json; charset=utf-16' };
    const request = new Request('http://127.0.0.1/a', { method: 'POST', headers, body: '{}' });
    await expect(post().answer(callOf({ request }))).rejects.toMatchObject({ status: 415 });
  });
});

describe('openedRoutes', () => {
  it('opens routes by method and path, with numbers and short words in their answers', async () => {
    told = { name: 'a', long: 'b'.repeat(65), n: 1 };
    const [route, ...more] = openedRoutes(upstreamClient(server.url), ['GET /a/{b}', 'POST /c']);
    expect([route?.method, route?.path, more[0]?.method, more[0]?.path]).toEqual([
      'GET',
      '/a/{b}',
      'POST',
      '/c',
    ]);
    expect(await (await route?.answer(get('/a/b')))?.json()).toEqual({ name: 'a', n: 1 });
    await more[0]?.answer(callOf({ body: { words: 'a' } }));
    expect(server.requests.at(-1)?.body.toString()).toBe('{"words":"a"}');
  });

  it('opens a route with the fields and answer of the operator’s configuration', async () => {
    const client = upstreamClient(server.url);
    const fields = { n: 'number' } as const;
    const [route] = openedRoutes(client, [{ route: 'POST /c', fields, answer: record({ other: word() }) }]);
    const response = await route?.answer(callOf({ body: { n: 1, words: 'a' } }));
    expect([server.requests[0]?.body.toString(), await response?.json()]).toEqual([
      '{"n":1}',
      { other: 'b' },
    ]);
  });

  it.each(['PUT /a', 'GET a', 'GET /a b', 'get /a', 'GET /a?x', 'xGET /a', 'GET /a ', ''])(
    'refuses %j, naming it',
    (route) => {
      expect(() => openedRoutes(upstreamClient(server.url), [route])).toThrow(
        `allow: ${JSON.stringify(route)} must be like "GET /path" or "POST /path".`,
      );
    },
  );

  it('opens nothing by default', () => {
    expect(openedRoutes(upstreamClient(server.url))).toEqual([]);
  });
});
