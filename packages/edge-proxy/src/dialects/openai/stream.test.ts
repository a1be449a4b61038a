import { GenerationError, UnscreenedImage } from '@shoji/core';
import { finding } from '@shoji/core/testing';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { callOf } from '../../dialect-kit/call/call.test-helper.ts';
import type { BlockMode } from '../../dialect-kit/call/call.ts';
import { moderatePictures, type PictureCall, settle } from '../../dialect-kit/screening/moderate-pictures.ts';
import { BANNED } from '../../testing/engine.ts';
import { withFaces } from '../../testing/people.ts';
import { type Colour, coloursIn, shadesOf } from '../../testing/pictures.ts';
import type { JsonObject } from '../../wire/json/strict-json.ts';
import { streamPictures } from './stream.ts';

const bytes = new Map<Colour, Uint8Array<ArrayBuffer>>();
for (const colour of ['green', 'azure', 'crimson'] as const)
  bytes.set(colour, new Uint8Array(await shadesOf(colour)));
const image = (colour: Colour) => new UnscreenedImage(bytes.get(colour) ?? new Uint8Array());

afterEach(() => vi.useRealTimers());

/** The work of an upstream, with the callback for its partial pictures, and the flow's signal. */
type Make = (
  onPartial: (colour: Colour, rest?: JsonObject) => void,
  signal: AbortSignal,
) => Promise<readonly Colour[]>;

/** Streams the pictures of `make`. */
async function stream(
  make: Make,
  { prompt = 'a dog', n = 1, mode = 'error' as BlockMode, call = callOf() } = {},
) {
  const asked = (onPartial: Parameters<Make>[0]): PictureCall => ({
    upstream: 'openai',
    request: { prompt, n, width: 64, height: 64 },
    make: async (_, __, signal) => (await make(onPartial, signal)).map(image),
  });
  const response = await streamPictures(call, {
    kind: 'image_generation',
    start: (signal, onPartial) =>
      moderatePictures(
        { ...call, signal },
        asked((colour, rest = {}) => onPartial(image(colour), rest)),
      ),
    settle: (result) =>
      settle(
        result,
        asked(() => {}),
        call,
        mode,
      ),
    completed: ({ pictures, verdict }, index) => ({
      ...(pictures[index] && { b64_json: pictures[index] }),
      decision: verdict.decision,
      index,
    }),
    failed: ({ kind, status, message }) => ({ kind, status, message }),
  });
  return { response, call };
}

/** The events of a whole stream, as a client reads them. */
async function eventsOf(response: Response) {
  const blocks = (await response.text()).split('\n\n');
  expect(blocks.pop()).toBe('');
  return Promise.all(
    blocks.map(async (block) => {
      const [, name, data = ''] = /^event: (\S+)\ndata: (.+)$/.exec(block) ?? [];
      const { b64_json, ...rest } = JSON.parse(data);
      expect(rest.type).toBe(name);
      return { ...rest, colour: b64_json && (await coloursIn(b64_json))[0] };
    }),
  );
}

describe('a stream', () => {
  it('has the judged partial pictures, then the finished ones', async () => {
    const { response, call } = await stream(
      async (onPartial) => {
        onPartial('green', { partial_image_index: 0, size: '64x64', type: 'other' });
        onPartial('azure', { partial_image_index: 1, output_format: 'png' });
        return ['green', 'green'];
      },
      { n: 2 },
    );
    expect([response.status, Object.fromEntries(response.headers)]).toEqual([
      200,
      expect.objectContaining({
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
        'x-shoji-id': 'gen_1',
      }),
    ]);
    const partial = 'image_generation.partial_image';
    const completed = 'image_generation.completed';
    expect(await eventsOf(response)).toEqual([
      { type: partial, partial_image_index: 0, size: '64x64', output_format: 'png', colour: 'green' },
      { type: partial, partial_image_index: 1, output_format: 'jpeg', colour: 'azure' },
      { type: completed, decision: 'clear', index: 0, colour: 'green' },
      { type: completed, decision: 'clear', index: 1, colour: 'green' },
    ]);
    expect(call.reports).toEqual([]);
  });

  it('leaves out a partial picture that is withheld, and keeps the others in their order', async () => {
    const { response } = await stream(async (onPartial) => {
      for (const [index, colour] of (['green', 'crimson', 'azure', 'green'] as const).entries())
        onPartial(colour, { partial_image_index: index });
      return ['green'];
    });
    const told = (await eventsOf(response)).map(({ partial_image_index: at, colour }) => [at, colour]);
    expect(told).toEqual([
      [0, 'green'],
      [2, 'azure'],
      [3, 'green'],
      [undefined, 'green'],
    ]);
  });

  it('judges partial pictures beside what the request was given', async () => {
    const call = callOf({ engineParts: withFaces });
    const partials = async () => {
      const { response } = await stream(
        async (onPartial) => {
          onPartial('azure');
          return ['green'];
        },
        { call },
      );
      return (await eventsOf(response)).map(({ colour }) => colour);
    };
    expect(await partials()).toEqual(['azure', 'green']);
    call.evidence.addInput([finding('face')]);
    expect(await partials()).toEqual(['green']);
  });

  it('begins before a picture is finished, and stays open during a silent upstream', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const finished = Promise.withResolvers<void>();
    const { response } = await stream(async () => {
      await finished.promise;
      return ['green'];
    });
    const reader = response.body?.getReader();
    const next = async () => Buffer.from((await reader?.read())?.value ?? []).toString();
    const first = next();
    vi.advanceTimersByTime(9_999);
    vi.advanceTimersByTime(1);
    expect(await first).toBe(': still working\n\n');
    const second = next();
    vi.advanceTimersByTime(10_000);
    expect(await second).toBe(': still working\n\n');
    finished.resolve();
    expect(await next()).toMatch(/^event: image_generation\.completed\n/);
    expect(await reader?.read()).toEqual({ done: true, value: undefined });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('ends with an error event when the upstream failed, and reports it to the operator', async () => {
    const { response, call } = await stream(async (onPartial) => {
      onPartial('green', { partial_image_index: 0 });
      throw new GenerationError('generator_rejected', 'no such size');
    });
    expect(await eventsOf(response)).toEqual([
      expect.objectContaining({ type: 'image_generation.partial_image', colour: 'green' }),
      { type: 'error', kind: 'invalid', status: 422, message: 'no such size' },
    ]);
    expect(call.reports).toEqual([expect.objectContaining({ code: 'generator_rejected' })]);
  });

  it('ends with an error event if nothing can be shown', async () => {
    const { response } = await stream(async () => ['crimson']);
    expect(await eventsOf(response)).toEqual([
      expect.objectContaining({ type: 'error', kind: 'blocked', status: 422 }),
    ]);
  });

  it('stops the upstream and sends nothing more when the client disconnects', async () => {
    const asked = Promise.withResolvers<void>();
    const stopped = Promise.withResolvers<unknown>();
    const { response, call } = await stream((_, signal) => {
      asked.resolve();
      signal.addEventListener('abort', () => stopped.resolve(signal.reason), { once: true });
      return new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      });
    });
    // A client that goes before that has no upstream to stop.
    await asked.promise;
    await response.body?.cancel();
    expect(await stopped.promise).toMatchObject({ name: 'AbortError' });
    // A report would have arrived by now.
    await new Promise(setImmediate);
    expect(call.reports).toEqual([]);
  });
});

describe('a refused prompt', () => {
  it('is refused with a status, before anything is streamed', async () => {
    const make = vi.fn(async () => ['green'] as const);
    await expect(stream(make, { prompt: BANNED })).rejects.toMatchObject({ reason: { what: 'prompt' } });
    expect(make).not.toHaveBeenCalled();
  });

  it('is a stream of labelled pictures if the operator chose so', async () => {
    const { response } = await stream(async () => [], { prompt: BANNED, n: 2, mode: 'placeholder' });
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/event-stream',
      'x-shoji-decision': 'rejected',
      'x-shoji-prompt': 'reject',
    });
    expect(await eventsOf(response)).toEqual(
      [0, 1].map((index) => ({
        ...{ type: 'image_generation.completed', decision: 'rejected', index, colour: 'other' },
      })),
    );
  });
});
