import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { edgeOnly } from './edge-only.ts';
import { EDGE_VERDICT_HEADER, signEdgeVerdict } from './edge-verdict.ts';

const SECRET = 'a-secret-of-at-least-32-characters';
const BODY = new TextEncoder().encode('{"prompt":"a dog"}');

interface Asked {
  readonly method?: string;
  readonly verdict?: string;
  readonly query?: string;
}

async function ask({ method = 'POST', verdict, query = '' }: Asked) {
  const app = new Hono<{ Variables: { body: Uint8Array<ArrayBuffer> } }>()
    .use(async (c, next) => {
      c.set('body', BODY);
      await next();
    })
    .use(edgeOnly(SECRET))
    .all('*', (c) => c.text('reached'));
  const response = await app.request(`/v1/generations${query}`, {
    method,
    headers: verdict === undefined ? {} : { [EDGE_VERDICT_HEADER]: verdict },
  });
  return { status: response.status, text: await response.text() };
}

const verdictAt = (now: number, path = '/v1/generations') =>
  signEdgeVerdict(SECRET, { method: 'POST', path, body: BODY }, 'allow', now);

describe('a POST request', () => {
  it('that the edge has judged reaches the server, with any query', async () => {
    const verdict = await verdictAt(Date.now());
    expect(await ask({ verdict })).toEqual({ status: 200, text: 'reached' });
    expect(await ask({ verdict, query: '?x=1' })).toMatchObject({ status: 200 });
  });

  it.each([
    ['no verdict', async () => undefined, 'CloudFront address'],
    ['a malformed verdict', async () => 'v1;allow', 'the same version'],
    ['an old verdict', async () => verdictAt(Date.now() - 3_600_000), 'clocks of edge and origin'],
    [
      'the verdict of another request',
      async () => verdictAt(Date.now(), '/v1/moderations'),
      'another secret',
    ],
  ])('with %s is refused, with the reason', async (_, verdictOf, message) => {
    const verdict = await verdictOf();
    const { status, text } = await ask(verdict === undefined ? {} : { verdict });
    expect(status).toBe(403);
    expect(JSON.parse(text)).toMatchObject({
      code: 'not_permitted',
      detail: expect.stringContaining(message),
    });
  });
});

it('other methods need no verdict, because the edge judges none', async () => {
  expect(await ask({ method: 'GET' })).toMatchObject({ status: 200 });
});
