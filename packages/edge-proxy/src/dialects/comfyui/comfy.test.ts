import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { callOf } from '../../dialect-kit/call/call.test-helper.ts';
import { upstreamClient } from '../../dialect-kit/client/client.ts';
import { json, startRecorder, type UpstreamServer } from '../../testing/recorder.ts';
import { objectInfoOf } from './comfy.ts';

const NODES = {
  SaveImage: { input: { required: { images: ['IMAGE', {}] } }, output: [], output_node: true },
};

let server: UpstreamServer;
let told: unknown;
beforeEach(async () => {
  told = NODES;
  server = await startRecorder((_, response) => json(response, told, told === NODES ? 200 : 500));
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterEach(async () => {
  vi.useRealTimers();
  await server.close();
});

const asked = () => server.requests.map(({ method, path }) => `${method} ${path}`);

it('fetches the nodes once in ten minutes for all callers', async () => {
  const objectInfo = objectInfoOf(upstreamClient(server.url));
  const [one, other] = await Promise.all([objectInfo(callOf()), objectInfo(callOf({ caller: 'other' }))]);
  expect([...(one?.keys() ?? [])]).toEqual(['SaveImage']);
  expect(other).toBe(one);
  vi.setSystemTime(Date.now() + 600_000);
  expect(await objectInfo(callOf())).toBe(one);
  expect(asked()).toEqual(['GET /object_info']);
  vi.setSystemTime(Date.now() + 1);
  expect(await objectInfo(callOf())).toEqual(one);
  expect(asked()).toHaveLength(2);
});

it('continues for others when the client of the first request disconnects', async () => {
  const objectInfo = objectInfoOf(upstreamClient(server.url));
  expect(await objectInfo(callOf({ signal: AbortSignal.abort() }))).toBeDefined();
});

it('reports to the operator that they are unavailable, and requests them again the next time', async () => {
  const objectInfo = objectInfoOf(upstreamClient(server.url));
  told = { error: 'down', secret: 'a' };
  const call = callOf();
  expect(await objectInfo(call)).toBeUndefined();
  expect(call.reports).toEqual([expect.objectContaining({ status: 500 })]);
  expect(call.reports[0]).toHaveProperty('body', { error: 'down' });
  told = NODES;
  expect([...((await objectInfo(call))?.keys() ?? [])]).toEqual(['SaveImage']);
  expect(asked()).toHaveLength(2);
});
