import { buffer } from 'node:stream/consumers';
import { type Engine, presets } from '@shoji/core';
import { fakeEngine, fakeGenerator, fakeRules, finding } from '@shoji/core/testing';
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../packages/edge-proxy/src/app.ts';
import type { Fetches } from '../../packages/edge-proxy/src/runtime/lambda/buffered.ts';
import { streamingHandler } from '../../packages/edge-proxy/src/runtime/lambda/streaming.ts';
import { Caller, context, recorded, stubAwslambda } from './support.ts';

const ACCESS = { keys: [], origins: [], maxBodyBytes: 50_000 };
const appOf = (engine: Partial<Engine> = {}) => createApp(fakeEngine(engine), { access: ACCESS });

beforeAll(stubAwslambda);

function invoke(
  app: Fetches,
  options: { headers?: Record<string, string>; remainingMs?: number; event?: object } = {},
) {
  const event = { ...recorded<APIGatewayProxyEventV2>('function-url'), ...options.event };
  Object.assign(event.headers, options.headers);
  const caller = new Caller();
  const done = streamingHandler(app)(event, caller as never, context(options.remainingMs) as Context);
  return { caller, done };
}

const asEvents = { accept: 'text/event-stream' };

describe('streamingHandler', () => {
  it('passes on a function URL’s request', async () => {
    const seen: unknown[] = [];
    const app = {
      fetch: async (request: Request) => {
        const { url, method, headers } = request;
        seen.push(method, url, headers.get('cookie'), headers.get('content-type'), await request.text());
        return new Response(new Uint8Array([0xff, 0x00]), {
          status: 201,
          headers: [
            ['X-One', '1'],
            ['Set-Cookie', 'a=1'],
            ['Set-Cookie', 'b=2'],
          ],
        });
      },
    };
    const { caller, done } = invoke(app);
    const bytes = await buffer(caller);
    await done;
    expect(seen).toEqual([
      'POST',
      'https://abcdefghijklmnopqrstuvwxyz.lambda-url.us-east-1.on.aws/v1/generations?trace=1',
      'a=1; b=2',
      'application/json',
      '{"prompt":"a dog in a suit","seed":7}',
    ]);
    expect(caller.metadata).toEqual({ statusCode: 201, headers: { 'x-one': '1' }, cookies: ['a=1', 'b=2'] });
    expect(bytes).toEqual(Buffer.from([0xff, 0x00]));
  });

  it('reads a body in base64', async () => {
    const body = Buffer.from('{"prompt":"犬","seed":7}').toString('base64');
    const generator = fakeGenerator();
    const { caller, done } = invoke(appOf({ generator }), { event: { body, isBase64Encoded: true } });
    expect(JSON.parse(await caller.text())).toMatchObject({ decision: 'clear' });
    await done;
    expect(generator.requests[0]?.prompt.text).toBe('犬');
  });

  it('answers a refusal with its status', async () => {
    const rules = [fakeRules([finding('sexual')])];
    const { caller } = invoke(appOf({ rules, policy: presets.strict }));
    expect(JSON.parse(await caller.text())).toMatchObject({ code: 'prompt_rejected' });
    expect(caller.metadata).toMatchObject({
      statusCode: 422,
      headers: { 'content-type': 'application/problem+json' },
    });
  });

  it('sends each event at once', async () => {
    let finish = () => {};
    const finished = new Promise<void>((resolve) => (finish = resolve));
    const generator = fakeGenerator();
    const slow = {
      ...generator,
      generate: (...args: Parameters<typeof generator.generate>) =>
        finished.then(() => generator.generate(...args)),
    };
    const { caller, done } = invoke(appOf({ generator: slow }), { headers: asEvents });
    let text = '';
    for await (const chunk of caller.chunks()) {
      text += chunk;
      // The pictures are made only after the caller got the event that they are being made.
      if (text.includes('event: generation.started')) finish();
    }
    await done;
    expect(caller.metadata.headers?.['content-type']).toBe('text/event-stream');
    expect([...text.matchAll(/^event: (.+)$/gm)].map(([, name]) => name)).toEqual([
      'prompt.screened',
      'generation.started',
      'generation.progress',
      'image.screened',
      'generation.completed',
    ]);
  });

  it('stops the generation of a caller who disconnects', async () => {
    const generator = fakeGenerator('hang');
    const { caller, done } = invoke(appOf({ generator }), { headers: asEvents });
    for await (const chunk of caller.chunks()) if (chunk.includes('generation.started')) break;
    await done;
    await expect.poll(() => generator.signals.map(({ aborted }) => aborted)).toEqual([true]);
  });

  it('sends an error event before the time-out of Lambda', async () => {
    const generator = fakeGenerator('hang');
    const { caller } = invoke(appOf({ generator }), { headers: asEvents, remainingMs: 1_200 });
    const text = await caller.text();
    const [, data = ''] = /^event: error\ndata: (.+)$/m.exec(text) ?? [];
    expect(JSON.parse(data)).toMatchObject({ code: 'deadline_exceeded' });
    expect(generator.signals.map(({ aborted }) => aborted)).toEqual([true]);
  });
});
