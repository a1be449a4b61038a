import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { jsonBody } from './json-body.ts';

const app = new Hono()
  .use(jsonBody(8))
  .all('/', (c) => c.text(c.req.method === 'POST' ? new TextDecoder().decode(c.get('body')) : 'no body'));
const post = (body: string, headers: Record<string, string>) =>
  app.request('/', { method: 'POST', body, headers });
const json = { 'Content-Type': 'application/json' };

describe('jsonBody', () => {
  it('reads the body of a POST', async () => {
    const answer = await post('{"a":1}', json);
    expect([answer.status, await answer.text()]).toEqual([200, '{"a":1}']);
  });

  it('ignores other methods', async () => {
    expect(await (await app.request('/')).text()).toBe('no body');
  });

  it.each([
    [{ 'Content-Type': 'text/plain' }],
    [{ 'Content-Type': 'application/json; charset=utf-16' }],
    [{ ...json, 'Content-Encoding': 'gzip' }],
  ])('refuses %j', async (headers) => {
    const answer = await post('{}', headers);
    expect([answer.status, await answer.json()]).toMatchObject([415, { code: 'unsupported_media_type' }]);
  });

  it('refuses a body over the limit', async () => {
    const errors: unknown[] = [];
    const caught = new Hono().use(jsonBody(8)).all('/', (c) => c.text(''));
    caught.onError((error, c) => {
      errors.push(error);
      return c.text('', 413);
    });
    await caught.request('/', { method: 'POST', body: '{"a":1234}', headers: json });
    expect(errors).toMatchObject([{ name: 'BodyError', status: 413 }]);
  });
});
