import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { ClientError, type FailureKind } from './errors.ts';
import type { GenerationEvent } from './events.ts';
import { generate } from './generate.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

const input = { prompt: 'a dog', n: 1, width: 512, height: 512, seed: 7 };
const never = new AbortController().signal;
const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** Starts a loopback server and returns a connection to it. */
async function serve(handler: Handler, key = '') {
  const server = createServer((request, response) => void handler(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  return { origin: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`, key };
}

/** Sends the chunks as they are cut, and ends the response. */
function stream(...pieces: string[]): Handler {
  return (_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
    for (const piece of pieces) response.write(piece);
    response.end();
  };
}

const message = (event: string, data: unknown) => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
const screened = message('prompt.screened', { prompt: { decision: 'allow', findings: [] }, warnings: [] });
const image = (fields: object) => message('image.screened', { index: 0, image: { findings: [], ...fields } });
const done = message('generation.completed', {
  id: 'gen_1',
  images: [{ decision: 'clear' }],
  warnings: [],
  checks: [],
  attempts: 1,
  seeds: [7],
  timings_ms: { total: 12 },
  a_field_of_tomorrow: true,
});

async function collect(events: AsyncIterable<GenerationEvent>): Promise<GenerationEvent[]> {
  const all: GenerationEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

async function failure(handler: Handler, idleMs?: number): Promise<ClientError> {
  const connection = await serve(handler);
  const events = collect(generate(connection, input, { signal: never, ...(idleMs && { idleMs }) }));
  const error: unknown = await events.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof ClientError) return error;
  throw new Error('expected a ClientError', { cause: error });
}

describe('generate', () => {
  it('sends snake_case, asks for an event stream, and puts the key in a header', async () => {
    let seen: unknown;
    const connection = await serve(async (request, response) => {
      const { accept, authorization } = request.headers;
      seen = { url: request.url, accept, authorization, body: JSON.parse(await text(request)) };
      return stream(done)(request, response);
    }, 'k3y');
    await collect(
      generate(connection, { ...input, negativePrompt: 'rain', guidanceScale: 7 }, { signal: never }),
    );
    expect(seen).toEqual({
      url: '/v1/generations',
      accept: 'text/event-stream',
      authorization: 'Bearer k3y',
      body: {
        prompt: 'a dog',
        negative_prompt: 'rain',
        n: 1,
        width: 512,
        height: 512,
        seed: 7,
        guidance_scale: 7,
      },
    });
  });

  it('reports the events in order, with heartbeats, unknown events and chunks that end inside a character', async () => {
    const bytes = Buffer.from(
      `: beat\n\n${screened}${message('of.tomorrow', {})}${message('prompt.screened', {
        prompt: { decision: 'warn', findings: [] },
        warnings: [{ code: 'x', message: '犬' }],
      })}${done}`,
    );
    const connection = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      for (let at = 0; at < bytes.length; at += 5) response.write(bytes.subarray(at, at + 5));
      response.end();
    });
    const events = await collect(generate(connection, input, { signal: never }));
    expect(events.map(({ type }) => type)).toEqual([
      'prompt.screened',
      'prompt.screened',
      'generation.completed',
    ]);
    expect(events[1]).toMatchObject({ warnings: [{ message: '犬' }] });
  });

  it('creates blobs of the pixels that may be shown and of those that may be revealed', async () => {
    const original = { media_type: 'image/png', b64: btoa('uncovered') };
    const shown = image({ decision: 'blur', media_type: 'image/jpeg', b64: btoa('covered'), original });
    const connection = await serve(stream(shown, done));
    const [event] = await collect(generate(connection, input, { signal: never }));
    if (event?.type !== 'image.screened') throw new Error('expected a picture');
    expect(await event.image.shown?.text()).toBe('covered');
    expect(event.image.shown?.type).toBe('image/jpeg');
    expect(event.image.original).toBeInstanceOf(Blob);
    expect(event.image.original instanceof Blob && (await event.image.original.text())).toBe('uncovered');
  });

  it.each([
    ['withhold', { shown: null, original: null }],
    ['clear', { original: null }],
  ])('drops pixels that a picture with the verdict %s must not have', async (decision, expected) => {
    const original = { media_type: 'image/png', b64: btoa('uncovered') };
    const connection = await serve(
      stream(image({ decision, media_type: 'image/png', b64: btoa('shown'), original }), done),
    );
    const [event] = await collect(generate(connection, input, { signal: never }));
    expect(event).toMatchObject({ image: expected });
  });

  it.each([
    ['as a plain 422', 422],
    ['inside of the stream', 200],
  ])('reports a refusal %s as an event', async (_, status) => {
    const body = {
      type: 'about:blank',
      status: 422,
      code: 'prompt_rejected',
      prompt: { decision: 'reject', findings: [] },
      warnings: [{ code: 'prompt_violence', message: 'm', category: 'violence', span: [0, 5] }],
    };
    const connection = await serve((request, response) => {
      if (status === 200) return stream(message('error', body))(request, response);
      response.writeHead(status, { 'content-type': 'application/problem+json' });
      response.end(JSON.stringify(body));
    });
    expect(await collect(generate(connection, input, { signal: never }))).toMatchObject([
      { type: 'prompt.rejected', warnings: [{ category: 'violence', span: [0, 5] }] },
    ]);
  });

  const statuses: [number, string | undefined, FailureKind][] = [
    [400, 'invalid_request', 'invalid-request'],
    [401, 'unauthorized', 'key-missing'],
    [403, 'not_permitted', 'not-permitted'],
    [413, 'payload_too_large', 'too-large'],
    [413, 'answer_too_large', 'answer-too-large'],
    [422, 'generator_rejected', 'invalid-request'],
    [415, 'unsupported_media_type', 'invalid-request'],
    [429, 'rate_limited', 'too-many'],
    [500, 'internal', 'proxy-failed'],
    [502, 'generator_failed', 'generator-failed'],
    [503, 'check_failed', 'check-failed'],
    [503, 'generator_busy', 'busy'],
    [503, 'shutting_down', 'busy'],
    [424, 'deadline_exceeded', 'timeout'],
    [424, 'answer_unusable', 'generator-failed'],
  ];
  it.each(statuses)('distinguishes %i %s as %s', async (status, code, kind) => {
    const error = await failure((_, response) => {
      response.writeHead(status, { 'content-type': 'application/problem+json', 'retry-after': '5' });
      response.end(JSON.stringify({ status, code, detail: 'why' }));
    });
    expect(error.failure).toEqual({ kind, detail: 'why', retryAfter: 5, status });
  });

  it('keeps the reasons for which a picture to start from was refused', async () => {
    const warnings = [{ code: 'image_nudity', message: 'm', category: 'nudity' }];
    const error = await failure((_, response) => {
      response.writeHead(422, { 'content-type': 'application/problem+json' });
      response.end(JSON.stringify({ status: 422, code: 'image_rejected', warnings }));
    });
    expect(error.failure).toMatchObject({ kind: 'image-rejected', warnings });
  });

  it('reports a failure inside the stream', async () => {
    const error = await failure(
      stream(screened, message('error', { status: 502, code: 'generator_failed' })),
    );
    expect(error.failure).toEqual({ kind: 'generator-failed', status: 502, detail: undefined });
    const unnamed = await failure(stream(message('error', { title: 'Something new' })));
    expect(unnamed.failure).toEqual({ kind: 'proxy-failed', status: 500, detail: 'Something new' });
  });

  it('reports a proxy that does not answer soon, and keeps waiting for it', async () => {
    const { promise: late, resolve: answer } = Promise.withResolvers<void>();
    const connection = await serve(async (request, response) => {
      await late;
      return stream(screened, done)(request, response);
    });
    const types: string[] = [];
    for await (const { type } of generate(connection, input, { signal: never, patienceMs: 1 })) {
      types.push(type);
      if (type === 'connection.silent') answer();
    }
    expect(types).toEqual([
      'connection.silent',
      'connection.answered',
      'prompt.screened',
      'generation.completed',
    ]);
  });

  it('closes the connection to a silent proxy when it is cancelled', async () => {
    const arrived = Promise.withResolvers<void>();
    const closed = Promise.withResolvers<void>();
    const connection = await serve((_, response) => {
      response.on('close', closed.resolve);
      arrived.resolve();
    });
    const controller = new AbortController();
    const events = generate(connection, input, { signal: controller.signal, patienceMs: 1 });
    expect(await events.next()).toMatchObject({ value: { type: 'connection.silent' } });
    const next = events.next();
    await arrived.promise;
    controller.abort(new Error('cancelled by the creator'));
    await expect(next).rejects.toThrow('cancelled by the creator');
    await closed.promise;
  });

  it.each([
    ['is not JSON', 'event: prompt.screened\ndata: {\n\n'],
    ['lacks a field', message('prompt.screened', { warnings: [] })],
    ['has a verdict nobody knows', image({ decision: 'maybe', media_type: 'image/png', b64: btoa('x') })],
    [
      'has a picture that is not a raster image',
      image({ decision: 'clear', media_type: 'image/svg+xml', b64: btoa('x') }),
    ],
    ['has a picture without its pixels', image({ decision: 'clear', media_type: 'image/png', b64: null })],
    ['has broken base64', image({ decision: 'clear', media_type: 'image/png', b64: '%%%' })],
  ])('refuses an answer that %s', async (_, piece) => {
    expect((await failure(stream(piece))).kind).toBe('invalid-answer');
  });

  it('refuses an answer that is not an event stream', async () => {
    const error = await failure((_, response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end('<h1>Welcome</h1>');
    });
    expect(error.kind).toBe('stranger');
  });

  it('reports a stream that ends or breaks before it is complete', async () => {
    expect((await failure(stream(screened))).kind).toBe('interrupted');
    const broken = await failure((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(screened, () => response.destroy());
    });
    expect(broken.kind).toBe('interrupted');
  });

  it('gives up on a server that stops sending', async () => {
    expect((await failure(() => undefined, 30)).kind).toBe('silent');
    const afterHeaders = await failure((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(': beat\n\n');
    }, 30);
    expect(afterHeaders.kind).toBe('silent');
  });

  it('reports an address where no server listens', async () => {
    const connection = await serve(() => undefined);
    closers.splice(0).forEach((close) => {
      close();
    });
    await expect(collect(generate(connection, input, { signal: never }))).rejects.toMatchObject({
      kind: 'unreachable',
    });
  });

  it('closes the connection when it is cancelled, and throws the reason', async () => {
    const { promise: closed, resolve } = Promise.withResolvers<void>();
    const connection = await serve((_, response) => {
      response.on('close', resolve);
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(screened);
    });
    const controller = new AbortController();
    const reason = new Error('cancelled by the creator');
    const events = generate(connection, input, { signal: controller.signal });
    await events.next();
    const next = events.next();
    controller.abort(reason);
    await expect(next).rejects.toBe(reason);
    await closed;
  });
});
