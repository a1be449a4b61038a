import { type Engine, GenerationError } from '@shoji/core';
import { fakeEngine, fakeGenerator } from '@shoji/core/testing';
import { describe, expect, it } from 'vitest';
import { createApp } from '../../packages/edge-proxy/src/app.ts';
import { bufferedHandler } from '../../packages/edge-proxy/src/runtime/lambda/buffered.ts';
import { context, recorded } from './support.ts';

type Handler = ReturnType<typeof bufferedHandler>;
type Event = Parameters<Handler>[0];
type Context = NonNullable<Parameters<Handler>[1]>;

const ACCESS = { keys: [], origins: [], maxBodyBytes: 50_000 };
const appOf = (engine: Partial<Engine> = {}) => createApp(fakeEngine(engine), { access: ACCESS });
const MAX_BYTES = 6_291_556;

function invoke(app: Parameters<typeof bufferedHandler>[0], name: string, remainingMs?: number) {
  return bufferedHandler(app)(recorded<Event>(name), context(remainingMs) as Context);
}

/** An app that answers a JSON text of the given length. */
const answering = (text: string) => ({
  fetch: () => new Response(text, { headers: { 'Content-Type': 'application/json' } }),
});

describe('bufferedHandler', () => {
  it.each(['function-url', 'api-gateway-v2', 'api-gateway-v1', 'load-balancer'])(
    'answers the event of %s',
    async (name) => {
      const generator = fakeGenerator();
      const answer = await invoke(appOf({ generator }), name);
      expect(answer).toMatchObject({ statusCode: 200, isBase64Encoded: false });
      expect(JSON.parse(answer.body)).toMatchObject({ decision: 'clear', seeds: [7] });
      expect(generator.requests.map(({ prompt }) => prompt.text)).toEqual(['a dog in a suit']);
    },
  );

  it('answers a problem as text, not as base64', async () => {
    const failing = fakeGenerator(new GenerationError('generator_failed', 'The model failed.'));
    const answer = await invoke(appOf({ generator: failing }), 'function-url');
    expect(answer).toMatchObject({ statusCode: 502, isBase64Encoded: false });
    expect(JSON.parse(answer.body)).toMatchObject({ code: 'generator_failed' });
  });

  it.each([
    ['function-url', MAX_BYTES],
    ['api-gateway-v1', MAX_BYTES],
    ['api-gateway-v2', MAX_BYTES],
    ['load-balancer', 1_048_576],
  ])(
    'replaces an answer over the limit of %s by a problem, and passes a smaller one',
    async (name, limit) => {
      const tooLarge = await invoke(answering('a'.repeat(limit)), name);
      expect(tooLarge.statusCode).toBe(413);
      expect(JSON.parse(tooLarge.body)).toMatchObject({
        code: 'answer_too_large',
        detail: expect.stringMatching(/fewer or smaller pictures.*RESPONSE_STREAM/),
      });
      const fits = 'a'.repeat(limit - 1_000);
      expect((await invoke(answering(fits), name)).body).toBe(fits);
    },
  );

  it('measures the answer in bytes of its JSON', async () => {
    const escaped = '"'.repeat(MAX_BYTES / 2);
    expect((await invoke(answering(escaped), 'function-url')).statusCode).toBe(413);
  });

  it('answers before the time-out of Lambda', async () => {
    const generator = fakeGenerator('hang');
    const answer = await invoke(appOf({ generator }), 'function-url', 1_200);
    expect(answer.statusCode).toBe(424);
    expect(JSON.parse(answer.body)).toMatchObject({ code: 'deadline_exceeded' });
    expect(generator.signals.map(({ aborted }) => aborted)).toEqual([true]);
  });
});
