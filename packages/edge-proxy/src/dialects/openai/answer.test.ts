import type { UnscreenedImage } from '@shoji/core';
import { openUnscreened } from '@shoji/core/unseal';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HttpAnswer } from '../../dialect-kit/client/http-answer.ts';
import { startRecorder, type UpstreamServer } from '../../testing/recorder.ts';
import type { JsonObject } from '../../wire/json/strict-json.ts';
import { readMade } from './answer.ts';

const text = (image: UnscreenedImage) => Buffer.from(openUnscreened(image)).toString();
const signal = new AbortController().signal;

let server: UpstreamServer;
beforeEach(async () => {
  server = await startRecorder(({ path }, response) => void response.writeHead(200).end(`file ${path}`));
});
afterEach(() => server.close());

/** An answer of a server, whose body arrives in these chunks. */
function answerOf(kind: string, chunks: readonly string[], status = 200): HttpAnswer {
  const parts = chunks.map((chunk) => new Uint8Array(Buffer.from(chunk, 'latin1')));
  return new HttpAnswer(status, (name) => (name === 'content-type' ? kind : undefined), {
    bytes: async () => new Uint8Array(Buffer.concat(parts)),
    chunks: (async function* () {
      yield* parts;
    })(),
  });
}

async function read(answer: HttpAnswer) {
  const partials: [string, JsonObject][] = [];
  const onPartial = (image: UnscreenedImage, rest: JsonObject) => partials.push([text(image), rest]);
  const made = await readMade(answer, { url: server.url, hosts: [] }, onPartial, signal);
  return { ...made, images: made.images.map(text), partials };
}
const json = (value: unknown, status?: number) =>
  read(answerOf('application/json', [JSON.stringify(value)], status));

describe('an answer in JSON', () => {
  it('has its pictures, and the other fields that its shape names', async () => {
    const usage = { total_tokens: 7, input_tokens_details: { text_tokens: 3 } };
    const data = [
      { b64_json: btoa('one'), revised_prompt: 'a small dog', other: 'a' },
      { url: `data:image/png;base64,${btoa('two')}` },
    ];
    expect(await json({ created: 5, data, usage, output_format: 'png', secret: 'a' })).toEqual({
      images: ['one', 'two'],
      rest: { created: 5, data: [{ revised_prompt: 'a small dog' }, {}], usage, output_format: 'png' },
      byUrl: false,
      partials: [],
    });
  });

  it('has a picture fetched from its URL', async () => {
    const made = await json({
      data: [{ url: `${server.url}/a.png` }, { url: '/b.png' }, { b64_json: btoa('c') }],
    });
    expect([made.images, made.byUrl]).toEqual([['file /a.png', 'file /b.png', 'c'], true]);
    const beside = await json({ data: [{ url: `${server.url}/a.png`, b64_json: btoa('c') }] });
    expect([beside.images, beside.byUrl]).toEqual([['c'], false]);
  });

  it('has an empty picture for each entry without one', async () => {
    expect(await json({ data: [{ url: '' }, 'a', null, { b64_json: 7 }] })).toMatchObject({
      images: ['', '', '', ''],
      byUrl: false,
    });
    for (const value of [{}, { data: 'a' }, []]) expect((await json(value)).images).toEqual([]);
  });

  it('returns the server’s error', async () => {
    const error = { message: 'no', type: 'server_error', param: null, code: 'x', more: 'a' };
    const failed = await json({ error, more: 'a' }, 400).catch((each: unknown) => each);
    expect(failed).toHaveProperty('status', 400);
    expect(failed).toHaveProperty('body', {
      error: { message: 'no', type: 'server_error', param: null, code: 'x' },
    });
    // A stream counts as events only with the status 200.
    await expect(read(answerOf('text/event-stream', ['{"error":"no"}'], 500))).rejects.toMatchObject({
      status: 500,
      body: { error: 'no' },
    });
  });
});

describe('an answer in events', () => {
  const event = (data: unknown) => `data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`;
  const events = (...data: unknown[]) => read(answerOf('text/event-stream; charset=utf-8', data.map(event)));

  it('has partial pictures as they arrive, the finished ones, and the fields of the last event', async () => {
    const made = await events(
      { type: 'image_generation.partial_image', b64_json: btoa('half'), partial_image_index: 0, secret: 'a' },
      { type: 'image_generation.completed', b64_json: btoa('one'), size: '64x64' },
      {
        type: 'image_generation.completed',
        b64_json: btoa('two'),
        quality: 'high',
        usage: { total_tokens: 2 },
      },
      '[DONE]',
    );
    expect(made).toEqual({
      images: ['one', 'two'],
      rest: { quality: 'high', usage: { total_tokens: 2 } },
      byUrl: false,
      partials: [['half', { type: 'image_generation.partial_image', partial_image_index: 0 }]],
    });
  });

  it('may arrive in chunks that end anywhere, also within a character', async () => {
    const whole = Buffer.from(
      event({ type: 'image_edit.completed', b64_json: btoa('one'), revised_prompt: '緑' }),
    );
    const chunks = [...whole].map((byte) => String.fromCharCode(byte));
    expect(await read(answerOf('text/event-stream', chunks))).toMatchObject({
      images: ['one'],
      rest: { revised_prompt: '緑' },
    });
  });

  it('may have a URL, and is an empty picture without data and URL', async () => {
    const made = await events(
      { type: 'image_generation.completed', url: `${server.url}/a.png` },
      { type: 'image_generation.completed' },
      { type: 'image_generation.partial_image' },
      { type: 'image_generation.progress', b64_json: btoa('no') },
    );
    expect([made.images, made.byUrl, made.partials.map(([picture]) => picture)]).toEqual([
      ['file /a.png', ''],
      false,
      [''],
    ]);
  });

  it.each([
    ['of that type', { type: 'error', message: 'no' }, { message: 'no' }],
    ['in it', { type: 'image_generation.completed', error: { message: 'no' } }, { error: { message: 'no' } }],
  ])('fails with an error %s', async (_, said, body) => {
    const failed = await events(said).catch((each: unknown) => each);
    expect(failed).toHaveProperty('status', 400);
    expect(failed).toHaveProperty('body', body);
  });

  it('fails with an event that is not JSON', async () => {
    await expect(events('a dog')).rejects.toMatchObject({
      ...{ code: 'answer_unusable', cause: expect.any(Error) },
    });
  });
});
