import { describe, expect, it } from 'vitest';
import { serveProxy } from '../../testing/proxy.test-helper.ts';
import type { Connection } from './connection.ts';
import type { FailureKind } from './errors.ts';
import { generate } from './generate.ts';
import { moderateImage } from './moderate.ts';
import { readPolicy } from './policy.ts';
import { request } from './request.ts';

const never = new AbortController().signal;
const input = { prompt: 'a dog', n: 1, width: 512, height: 512 };

const CALLERS = {
  '/v1/policy': (connection: Connection) => readPolicy(connection, never),
  '/v1/moderations': (connection: Connection) => moderateImage(connection, 'aW1hZ2U=', { signal: never }),
  '/v1/generations': (connection: Connection) => generate(connection, input, { signal: never }).next(),
};
const PATHS = ['/v1/policy', '/v1/moderations', '/v1/generations'] as const;

const problem = (code: string, rest: object = {}) => ({
  body: { code, title: 'A title', ...rest },
  headers: { 'content-type': 'application/problem+json' },
});
const html = { body: '<h1>Bad Gateway</h1>', headers: { 'content-type': 'text/html' } };
const foreign = { body: { message: 'no Route matched' } };
type Answer = { body: unknown; headers?: Record<string, string> };

describe.each(PATHS)('the response of %s', (path) => {
  const ask = async (status: number, answer: Answer, key = '') => {
    const { origin } = await serveProxy({ [path]: { status, ...answer } });
    return CALLERS[path]({ origin, key }).then(
      () => undefined,
      (error: unknown) => error,
    );
  };

  it.each<[number, string, Answer, FailureKind]>([
    [401, 'a problem', problem('unauthorized'), 'key-missing'],
    [401, 'HTML', html, 'key-missing'],
    [403, 'a problem', problem('forbidden'), 'not-permitted'],
    [404, 'HTML', html, 'stranger'],
    [404, 'foreign JSON', foreign, 'stranger'],
    [408, 'HTML', html, 'slow-request'],
    [413, 'HTML', html, 'too-large'],
    [429, 'a problem', problem('too_many'), 'too-many'],
    [429, 'HTML', html, 'too-many'],
    [500, 'a problem', problem('internal'), 'proxy-failed'],
    [500, 'HTML', html, 'proxy-failed'],
    [502, 'a problem', problem('generator_failed'), 'generator-failed'],
    [502, 'HTML', html, 'gateway'],
    [502, 'foreign JSON', foreign, 'gateway'],
    [503, 'a problem', problem('generator_busy'), 'busy'],
    [503, 'HTML', html, 'gateway'],
    [504, 'HTML', html, 'gateway'],
    [502, 'JSON cut off', { body: '{"code":' }, 'gateway'],
    [502, 'a page that says JSON', { body: '<h1>' }, 'gateway'],
    [200, 'HTML', html, 'stranger'],
    [200, 'foreign JSON', foreign, 'stranger'],
    [200, 'JSON cut off', { body: '{"name":' }, 'stranger'],
    [204, 'nothing', { body: '' }, 'stranger'],
  ])('with status %i and %s has its kind', async (status, _, answer, kind) => {
    expect(await ask(status, answer)).toMatchObject({ name: 'ClientError', kind });
  });

  it('with status 401 to a request with a key reports a wrong key', async () => {
    expect(await ask(401, problem('unauthorized'), 'k3y')).toMatchObject({ kind: 'key-refused' });
  });

  it('keeps the status, the time to wait, and Shoji’s message', async () => {
    const { body, headers } = problem('too_many', { detail: 'Slow down.' });
    const error = await ask(429, { body, headers: { ...headers, 'retry-after': '5' } });
    expect(error).toMatchObject({ failure: { status: 429, retryAfter: 5, detail: 'Slow down.' } });
    expect(await ask(429, problem('too_many'))).toMatchObject({ failure: { detail: 'A title' } });
  });

  it('drops the message of another server', async () => {
    const error = await ask(502, { body: { detail: 'upstream 10.0.0.7 refused', title: 'Oops' } });
    expect(error).toMatchObject({ failure: { kind: 'gateway', detail: undefined, retryAfter: undefined } });
  });

  it('is reported as missing when no server listens or the server does not speak TLS', async () => {
    const { port, close } = await serveProxy({});
    const secure = CALLERS[path]({ origin: `https://127.0.0.1:${port}`, key: '' });
    await expect(secure).rejects.toMatchObject({ kind: 'no-secure-connection' });
    close();
    const gone = CALLERS[path]({ origin: `http://127.0.0.1:${port}`, key: '' });
    await expect(gone).rejects.toMatchObject({ kind: 'unreachable' });
  });
});

describe.each(['/v1/policy', '/v1/moderations'] as const)('the answer of %s', (path) => {
  it('is reported as broken off, and not as missing, when the connection ends inside it', async () => {
    const { origin } = await serveProxy({
      [path]: { body: '{"name":', headers: { 'content-length': '100', connection: 'close' } },
    });
    await expect(CALLERS[path]({ origin, key: '' })).rejects.toMatchObject({ kind: 'interrupted' });
  });
});

describe('a proxy that is slow to answer', () => {
  const slow = async () => {
    const { promise: late, resolve: answer } = Promise.withResolvers<void>();
    const { origin } = await serveProxy({
      async '/v1/policy'() {
        await late;
        return { body: { name: 'strict' } };
      },
    });
    return { connection: { origin, key: '' }, answer };
  };

  it('is reported, and waited for', async () => {
    const { connection, answer } = await slow();
    const reply = await request(connection, '/v1/policy', {
      signal: never,
      patienceMs: 1,
      onSilence: answer,
    });
    expect(reply.ok).toBe(true);
  });

  it('is not reported after it has answered', async () => {
    const { connection, answer } = await slow();
    answer();
    let reports = 0;
    await request(connection, '/v1/policy', {
      signal: never,
      patienceMs: 60_000,
      onSilence: () => reports++,
    });
    expect(reports).toBe(0);
  });

  it('can be cancelled', async () => {
    const { connection } = await slow();
    const reason = new Error('nobody waits');
    const given = new AbortController();
    const asked = request(connection, '/v1/policy', {
      signal: given.signal,
      patienceMs: 1,
      onSilence: () => given.abort(reason),
    });
    await expect(asked).rejects.toBe(reason);
  });
});

it('gets a body as JSON by POST, and no body by GET', async () => {
  const { origin, asked } = await serveProxy({ '/v1/policy': { body: {} } });
  await request({ origin, key: 'k3y' }, '/v1/policy', { signal: never });
  await request({ origin, key: '' }, '/v1/policy', { signal: never, body: { a: 1 } });
  expect(asked).toMatchObject([
    { method: 'GET', body: '', headers: { authorization: 'Bearer k3y', accept: 'application/json' } },
    { method: 'POST', body: '{"a":1}', headers: { 'content-type': 'application/json' } },
  ]);
  expect(asked[0]?.headers['content-type']).toBeUndefined();
  expect(asked[1]?.headers.authorization).toBeUndefined();
});
