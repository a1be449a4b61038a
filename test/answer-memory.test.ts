import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate as turn } from 'node:timers/promises';
import { sagemaker } from '@shoji/aws';
import { type Access, createApp, openai } from '@shoji/edge-proxy';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { rekognition } from '../packages/aws/src/index.ts';
import { answerRoom } from '../packages/capacity/src/answer-room.ts';
import { engine } from './clients/support.ts';

const MEGABYTE = 1_000_000;
/** A third of it is the pool for answers, which holds twenty calls; one call may use twenty megabytes. */
const MEMORY = 30 * MEGABYTE;
const POOL = 10 * MEGABYTE;
const access: Access = { keys: [], origins: [], maxBodyBytes: 100_000, answerMemory: MEMORY };

const SPACES = Buffer.alloc(MEGABYTE, 0x20);

/** How the stand-in answers the next calls, and which of them still wait. */
let reply: (response: ServerResponse) => void;
const waiting: ServerResponse[] = [];
let asked = 0;

const server = createServer((request, response) => {
  request.resume().on('end', () => {
    asked++;
    reply(response);
  });
});
let url = '';
let picture = '';

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const png = sharp({ create: { width: 64, height: 64, channels: 3, background: 'green' } }).png();
  picture = (await png.toBuffer()).toString('base64');
});
afterEach(() => {
  asked = 0;
  waiting.length = 0;
  // After each test all memory is free again.
  expect(answerRoom.free).toBe(POOL);
});
afterAll(() => server.close());

/** A valid answer of about so many bytes: JSON may have any number of spaces. */
const answerOf = (bytes: number) => `{"data":[{"b64_json":"${picture}"}],${' '.repeat(bytes)}"created":1}`;

const app = () => createApp(engine(), { access, upstreams: [openai({ url })] });
const call = (body: object = {}, on = app()) =>
  on.request('/v1/images/generations', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ prompt: 'a dog in a suit', ...body }),
  });

/** Sends spaces until `bytes` are sent or the connection is closed. */
async function pour(response: ServerResponse, bytes: number): Promise<void> {
  const pieces = Array.from({ length: bytes / MEGABYTE }, () => SPACES);
  // The tests examine which side aborts it.
  await pipeline(Readable.from(pieces), response, { end: false }).catch(() => {});
}

describe('calls when the memory for answers is full', () => {
  it('get 503 with Retry-After, and the server is not called for them', async () => {
    reply = (response) => void waiting.push(response);
    const on = app();
    const calls = Array.from({ length: 21 }, () => call({}, on));
    const first = await Promise.race(calls);
    expect(first.status).toBe(503);
    expect(first.headers.get('Retry-After')).toMatch(/^\d+$/);
    await expect.poll(() => waiting.length).toBe(20);
    expect(asked).toBe(20);
    for (const response of waiting) response.end(answerOf(0));
    const statuses = (await Promise.all(calls)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(20);
  });

  it('are accepted again once earlier calls have ended', async () => {
    reply = (response) => void response.end(answerOf(0));
    expect((await call()).status).toBe(200);
  });
});

describe('answers larger than the memory reserved for them', () => {
  it.each([
    ['of a declared length', (response: ServerResponse) => response.end(answerOf(15 * MEGABYTE))],
    [
      'of no declared length',
      async (response: ServerResponse) => {
        response.write(' ');
        await pour(response, 15 * MEGABYTE);
        response.end(answerOf(0));
      },
    ],
  ])('%s wait for each other, and all are delivered', async (_, answer) => {
    reply = (response) => void answer(response);
    const on = app();
    const all = await Promise.all(Array.from({ length: 6 }, () => call({}, on)));
    expect(all.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
  });

  it('wait for the memory of an aborted call, and are delivered then', async () => {
    const on = app();
    const gone = new AbortController();
    reply = (response) => void waiting.push(response);
    const first = on.request('/v1/images/generations', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ prompt: 'a dog in a suit' }),
      signal: gone.signal,
    });
    const second = call({}, on);
    await expect.poll(() => waiting.length).toBe(2);
    for (const response of waiting) {
      response.writeHead(200, { 'Content-Length': 15 * MEGABYTE });
      response.write(' ');
    }
    gone.abort();
    await first;
    const [, kept] = waiting;
    kept?.end(answerOf(0).padStart(15 * MEGABYTE - 1));
    expect((await second).status).toBe(200);
  });
});

describe('an answer over the size limit', () => {
  const declared = (response: ServerResponse) => {
    response.writeHead(200, { 'Content-Length': 1_000 * MEGABYTE });
    void pour(response, 1_000 * MEGABYTE);
  };
  const undeclared = (response: ServerResponse) => void pour(response, 1_000 * MEGABYTE);
  const events = (response: ServerResponse) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    void pour(response, 1_000 * MEGABYTE);
  };

  it.each([
    ['with a declared length', declared],
    ['without', undeclared],
    ['of events', events],
  ])(
    '%s is aborted with a message that says the limit, and a status that no SDK retries',
    async (_, answer) => {
      let closed: Promise<unknown> | undefined;
      reply = (response) => {
        closed = once(response, 'close');
        answer(response);
      };
      const response = await call();
      expect(response.status).toBe(422);
      expect(JSON.stringify(await response.json())).toContain('larger than 20 MB');
      await closed;
    },
  );

  it('is aborted for Shoji’s API, too', async () => {
    reply = undeclared;
    const generator = sagemaker({ endpoint: 'sd', contract: 'jumpstart-sd2', ...reaching() });
    const response = await createApp(engine({ generator }), { access }).request('/v1/generations', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ prompt: 'a dog in a suit', n: 1, width: 512, height: 512 }),
    });
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ code: 'generator_rejected' });
  });

  /** Rekognition's answer for a clear picture, with much more data beside it. */
  const said = `{"ModerationLabels":[],"ModerationModelVersion":"7.0","More":"${'x'.repeat(2 * MEGABYTE)}"}`;

  it.each([
    ['with a declared length', (response: ServerResponse) => response.end(said)],
    ['without', (response: ServerResponse) => response.write(' ') && response.end(said)],
  ])('from a check, %s, withholds the picture', async (_, answer) => {
    reply = (response) => void response.end(answerOf(0));
    const checks = createServer((request, response) => {
      request.resume().on('end', () => {
        response.setHeader('Content-Type', 'application/x-amz-json-1.1');
        answer(response);
      });
    });
    checks.listen(0, '127.0.0.1');
    await once(checks, 'listening');
    const { port } = checks.address() as AddressInfo;
    const moderator = rekognition({ ...reaching(), endpointUrl: `http://127.0.0.1:${port}` });
    const on = createApp(engine({ moderators: [moderator] }), { access, upstreams: [openai({ url })] });
    const response = await call({}, on);
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(JSON.stringify(await response.json())).toContain('check_failed');
    checks.close();
  });

  const reaching = () => ({
    region: 'eu-west-1',
    endpointUrl: url,
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
  });
});

describe('a stream', () => {
  it('keeps its reserved memory until it ends', async () => {
    reply = (response) => void waiting.push(response);
    const response = await call({ stream: true });
    await expect.poll(() => waiting.length).toBe(1);
    await turn();
    expect(answerRoom.free).toBe(POOL - MEGABYTE / 2);
    waiting[0]?.end(answerOf(0));
    expect(await response.text()).toContain('image_generation.completed');
    await expect.poll(() => answerRoom.free).toBe(POOL);
  });
});
