/** Request bodies share one memory limit, which many large, slow uploads cannot exceed. */
import { once } from 'node:events';
import { type ClientRequest, request } from 'node:http';
import { setImmediate as turn } from 'node:timers/promises';
import type { Upstream } from '@shoji/edge-proxy';
import { createLog, startServer } from '@shoji/edge-proxy/node';
import { send } from '@shoji/edge-proxy/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bodyRoom } from '../packages/edge-proxy/src/wire/body-room.ts';
import { startEveryUpstream } from './access/every-door.ts';
import { engine } from './clients/support.ts';

const LARGEST = 1_000_000;
const MEMORY = 2 * LARGEST;
const JSON_TYPE = { 'content-type': 'application/json' };

let every: Awaited<ReturnType<typeof startEveryUpstream>>;
let open: { url: string; stop: (graceMs: number) => Promise<void> };
const stops: (() => Promise<unknown>)[] = [];
const slow: ClientRequest[] = [];

async function start(upstreams: readonly Upstream[], keys: readonly string[] = []) {
  const server = await startServer({
    engine: engine(),
    access: { keys, origins: [], maxBodyBytes: LARGEST, bodyMemory: MEMORY },
    upstreams,
    log: createLog('error'),
    host: '127.0.0.1',
    port: 0,
  });
  stops.push(() => server.stop(0));
  return server;
}

beforeAll(async () => {
  every = await startEveryUpstream();
  open = await start(every.upstreams);
});
afterEach(async () => {
  for (const each of slow.splice(0)) each.destroy();
  // After each test all memory is free again.
  await until(() => bodyRoom.free === MEMORY);
});
afterAll(() => Promise.all([every.close(), ...stops.map((stop) => stop())]));

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await turn();
}

/** Sends the beginning of a body, and then nothing. */
function begin(
  path: string,
  sent: number,
  headers: Record<string, string | number> = JSON_TYPE,
  url = open.url,
) {
  const { hostname, port } = new URL(url);
  const call = request({ hostname, port, method: 'POST', path, headers });
  call.on('error', () => {});
  slow.push(call);
  if (sent > 0) call.write(Buffer.alloc(sent, 0x20));
  else call.flushHeaders();
  return call;
}

const DOORS: readonly [path: string, type?: string][] = [
  ['/v1/moderations'],
  ['/v1/generations'],
  ['/sdapi/v1/img2img'],
  ['/prompt'],
  ['/upload/image', 'multipart/form-data; boundary=x'],
  ['/v1/images/generations'],
  ['/v1/images/edits', 'multipart/form-data; boundary=x'],
  ['/endpoints/sd21/invocations'],
  ['/model/stability.sd3-large-v1:0/invoke'],
];

describe.each(DOORS)('%s', (path, type = 'application/json') => {
  const headers = { 'content-type': type };

  it('answers 503 with Retry-After when the memory is full, before or while the body arrives', async () => {
    for (const declared of [true, false]) {
      const length = declared ? { 'content-length': LARGEST } : { 'transfer-encoding': 'chunked' };
      begin(path, 950_000, { ...headers, ...length });
    }
    await until(() => bodyRoom.free < 500_000);
    const refused = await send(open.url, { path, headers, body: Buffer.alloc(600_000, 0x20) });
    expect([refused.status, refused.headers['retry-after']]).toEqual([503, '5']);
    const growing = begin(path, 600_000, { ...headers, 'transfer-encoding': 'chunked' });
    const [answer] = await once(growing, 'response');
    expect(answer.statusCode).toBe(503);
    answer.resume();
  });
});

it('prompts are accepted during any number of uploads', async () => {
  for (let index = 0; index < 2; index++) begin('/v1/moderations', 950_000);
  await until(() => bodyRoom.free < 500_000);
  const body = JSON.stringify({ prompt: 'a green dog' });
  for (const path of ['/v1/generations', '/sdapi/v1/txt2img', '/v1/images/generations'])
    expect((await send(open.url, { path, headers: JSON_TYPE, body })).status).toBe(200);
});

describe('with keys, where callers sign by SigV4', () => {
  const KEY = 'a-key-of-the-operators';
  const path = '/endpoints/sd21/invocations';
  const now = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const claimed = {
    ...JSON_TYPE,
    'x-amz-date': now,
    authorization: `AWS4-HMAC-SHA256 Credential=AKID/${now.slice(0, 8)}/us-west-2/sagemaker/aws4_request, SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`,
  };

  it('a body over the size limit is refused before its signature is computed', async () => {
    const { url } = await start(every.upstreams, [KEY]);
    const call = begin(path, 0, { ...claimed, 'content-length': LARGEST + 1 }, url);
    const [answer] = await once(call, 'response');
    answer.resume();
    expect(answer.statusCode).toBe(400);
    const endless = begin(path, LARGEST + 1, { ...claimed, 'transfer-encoding': 'chunked' }, url);
    const [said] = await once(endless, 'response');
    said.resume();
    expect(said.statusCode).toBe(400);
  });

  it('an unsigned request is refused without reading its body', async () => {
    const { url } = await start(every.upstreams, [KEY]);
    const call = begin(path, 0, { ...JSON_TYPE, 'content-length': LARGEST }, url);
    const [answer] = await once(call, 'response');
    answer.resume();
    expect(answer.statusCode).toBe(403);
  });
});
