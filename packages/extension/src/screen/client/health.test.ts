import { expect, it } from 'vitest';
import { HEALTHY, serveProxy } from '../../testing/proxy.test-helper.ts';
import { neighbourAt } from './health.ts';

const patience = () => AbortSignal.timeout(10_000);

it('recognises a Shoji proxy by its answer, with one request', async () => {
  const { origin, asked } = await serveProxy({ '/healthz': HEALTHY });
  expect(await neighbourAt(origin, patience())).toBe('shoji');
  expect(asked.map(({ method, path }) => [method, path])).toEqual([['GET', '/healthz']]);
  expect(asked[0]?.headers.cookie).toBeUndefined();
});

it.each([
  ['another service', { body: { status: 'ok', service: 'other' } }],
  ['a proxy that is not well', { body: { status: 'failing', service: 'shoji' } }],
  ['an error', { status: 503, body: { status: 'ok', service: 'shoji' } }],
  ['a page', { body: '<h1>Welcome</h1>' }],
])('takes %s for another server', async (_, answer) => {
  const { origin } = await serveProxy({ '/healthz': answer });
  expect(await neighbourAt(origin, patience())).toBe('stranger');
});

it('finds no proxy when no server listens, or when the caller aborts', async () => {
  const { origin, close } = await serveProxy({ '/healthz': HEALTHY });
  expect(await neighbourAt(origin, AbortSignal.abort())).toBe('none');
  close();
  expect(await neighbourAt(origin, patience())).toBe('none');
});
