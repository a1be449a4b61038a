import { presets } from '@shoji/core';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { callOf } from '../../dialect-kit/call/call.test-helper.ts';
import type { Call } from '../../dialect-kit/call/call.ts';
import { BANNED, screeningEngine } from '../../testing/engine.ts';
import { type Colour, coloursIn, shadesOf } from '../../testing/pictures.ts';
import { type Handler, json, startRecorder, type UpstreamServer } from '../../testing/recorder.ts';
import { type OpenAiOptions, openai } from './index.ts';

const base64 = async (colour: Colour) => (await shadesOf(colour)).toString('base64');

let server: UpstreamServer;
let handler: Handler;
beforeAll(async () => {
  server = await startRecorder((request, response) => handler(request, response));
});
beforeEach(() => {
  server.reset();
  handler = async (_, response) =>
    json(response, { created: 5, data: [{ b64_json: await base64('green') }] });
});
afterAll(() => server.close());

interface Posted {
  readonly options?: Partial<OpenAiOptions>;
  readonly path?: string;
  readonly parts?: Partial<Call>;
  readonly headers?: Record<string, string>;
}

async function post(body: object | FormData, { options, path = 'generations', parts, headers }: Posted = {}) {
  const isForm = body instanceof FormData;
  const request = new Request('http://127.0.0.1/', {
    method: 'POST',
    headers: { ...(!isForm && { 'content-type': 'application/json' }), ...headers },
    body: isForm ? body : JSON.stringify(body),
  });
  const route = openai({ url: server.url, ...options }).routes.find((each) => each.path.endsWith(`/${path}`));
  if (route === undefined) throw new Error(`There is no route ${path}.`);
  const response = await route.answer(callOf({ request, ...parts }));
  const text = await response.text();
  return { headers: response.headers, text, colours: await coloursIn(text) };
}
const told = async (...args: Parameters<typeof post>) => JSON.parse((await post(...args)).text);

describe('a call for pictures', () => {
  it('is answered with the judged pictures, the server’s facts and the verdict', async () => {
    handler = async (_, response) =>
      json(response, {
        created: 5,
        size: '48x48',
        data: [
          { b64_json: await base64('green'), revised_prompt: 'a small dog' },
          { b64_json: await base64('azure') },
        ],
      });
    const { headers, text, colours } = await post({ prompt: 'a dog', n: 2 });
    expect(colours).toEqual(['green', 'azure']);
    const body = JSON.parse(text);
    expect(body).toMatchObject({
      ...{ created: 5, size: '48x48' },
      data: [{ revised_prompt: 'a small dog' }, { revised_prompt: expect.stringContaining('blurred') }],
      shoji: { id: 'gen_1', decision: 'blur', images: ['clear', 'blur'] },
    });
    expect(body.output_format).toMatch(/^(png|jpeg|webp)$/);
    expect(Object.fromEntries(headers)).toMatchObject({
      'cache-control': 'no-store',
      'x-shoji-decision': 'blur',
    });
  });

  it('says when it was made where the server does not', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: 1_790_000_000_900 });
    try {
      handler = async (_, response) => json(response, { data: [{ b64_json: await base64('green') }] });
      expect(await told({ prompt: 'a' })).toMatchObject({ created: 1_790_000_000 });
    } finally {
      vi.useRealTimers();
    }
  });

  it('hides the operator’s negative prompt in a revised prompt', async () => {
    handler = async (_, response) =>
      json(response, {
        data: [{ b64_json: await base64('green'), revised_prompt: 'a dog<sd_cpp_extra_args>{"a":"b"}' }],
      });
    const body = await told({ prompt: 'a dog' }, { options: { negativePrompt: 'sd_cpp_extra_args' } });
    expect(body.data[0].revised_prompt).toBe('a dog');
    expect(JSON.parse(String(server.requests[0]?.body)).prompt).toContain('<sd_cpp_extra_args>');
  });

  it.each([
    ['url', false, true],
    [undefined, true, true],
    ['b64_json', true, false],
    [undefined, false, false],
  ])(
    'with response_format %s from a server that answers URLs (%s) has URLs: %s',
    async (format, byUrl, asUrl) => {
      handler = async ({ path }, response) => {
        if (path === '/a.png')
          response.writeHead(200, { 'content-type': 'image/png' }).end(await shadesOf('green'));
        else
          json(response, {
            data: [byUrl ? { url: `${server.url}/a.png` } : { b64_json: await base64('green') }],
          });
      };
      const [picture] = (await told({ prompt: 'a', ...(format && { response_format: format }) })).data;
      expect(Object.keys(picture)).toEqual([asUrl ? 'url' : 'b64_json']);
      expect(asUrl ? picture.url : '').toMatch(asUrl ? /^data:image\// : /^$/);
    },
  );

  it.each(['generations', 'edits', 'variations'])('goes to the server’s own address: %s', async (path) => {
    await post({ prompt: 'a' }, { path });
    expect(server.requests[0]?.path).toBe(`/v1/images/${path}`);
  });

  it('knows the server by an address below another path', async () => {
    await post({ prompt: 'a' }, { options: { url: `${server.url}/v1x` } });
    expect(server.requests[0]?.path).toBe('/v1x/v1/images/generations');
  });

  it('fetches pictures from the hosts that the operator names', async () => {
    const green = await shadesOf('green');
    const other = await startRecorder((_, response) => {
      response.writeHead(200, { 'content-type': 'image/png' }).end(green);
    });
    handler = (_, response) => json(response, { data: [{ url: `${other.url}/a.png` }] });
    try {
      await expect(post({ prompt: 'a' })).rejects.toThrow();
      expect(other.requests).toEqual([]);
      const options = { pictureHosts: [new URL(other.url).host] };
      expect((await post({ prompt: 'a' }, { options })).colours).toEqual(['green']);
    } finally {
      await other.close();
    }
  });

  it('has the note of a changed picture before the model’s own words', async () => {
    handler = async (_, response) =>
      json(response, {
        revised_prompt: 'a small dog',
        data: [{ b64_json: await base64('azure'), revised_prompt: 'a dog' }],
      });
    const note = 'This picture is blurred. Reason: nudity.';
    expect((await told({ prompt: 'a' })).data[0].revised_prompt).toBe(`${note}\na dog`);
    const { text } = await post({ prompt: 'a', stream: true });
    const [, data = ''] = /event: image_generation\.completed\ndata: (.*)\n/.exec(text) ?? [];
    expect(JSON.parse(data)).toMatchObject({
      revised_prompt: `${note}\na small dog`,
      shoji: { decision: 'blur', images: ['blur'] },
    });
  });

  it.each(['/', '/v1', '/v1/', '//'])('knows the server by an address that ends with %s', async (end) => {
    await post({ prompt: 'a' }, { options: { url: server.url + end } });
    expect(server.requests[0]?.path).toBe('/v1/images/generations');
  });

  it('makes a withheld picture again alone', async () => {
    const answers: Colour[][] = [['crimson', 'green'], ['green']];
    let created = 0;
    handler = async (_, response) => {
      const colours = answers.shift() ?? [];
      created += 1;
      json(response, {
        created,
        data: await Promise.all(colours.map(async (each) => ({ b64_json: await base64(each) }))),
      });
    };
    const policy = { ...presets.standard, regenerate: { attempts: 2, from: 'withhold' } } as const;
    const engine = screeningEngine({ policy });
    const { colours, text } = await post({ prompt: 'a', n: 2 }, { parts: { engine } });
    expect(colours).toEqual(['green', 'green']);
    // The facts are those of the first answer, which was for all pictures.
    expect(JSON.parse(text).created).toBe(1);
    expect(server.requests.map(({ body }) => JSON.parse(String(body)).n)).toEqual([2, 1]);
  });

  it('may come as a form', async () => {
    const form = new FormData();
    form.append('prompt', 'a dog');
    expect((await post(form, { path: 'edits' })).colours).toEqual(['green']);
    expect(server.requests[0]?.headers['content-type']).toMatch(/^multipart\/form-data/);
  });

  it('names what is dropped', async () => {
    const { headers } = await post({ prompt: 'a', surprise: 1 });
    expect(headers.get('x-shoji-warnings')).toBe('field_dropped');
  });

  it('takes fields that the operator opens, and refuses unknown ones where the operator says so', async () => {
    await post({ prompt: 'a', mood: 'b' }, { options: { fields: { mood: 'prompt' } } });
    expect(JSON.parse(String(server.requests[0]?.body))).toMatchObject({ mood: 'b' });
    await expect(post({ prompt: 'a', mood: 'b' }, { options: { unknown: 'refuse' } })).rejects.toMatchObject({
      status: 400,
    });
  });
});

it('names itself and the negative prompt’s own field', async () => {
  const observed: unknown[] = [];
  const engine = screeningEngine({ observe: (each) => observed.push(each) });
  const options = { negativePrompt: { field: 'avoid' } };
  handler = (_, response) => json(response, { error: 'down' }, 500);
  await expect(post({ prompt: 'a', avoid: 'fog' }, { options, parts: { engine } })).rejects.toThrow();
  expect(observed).toContainEqual(
    expect.objectContaining({ type: 'generation-failed', generator: 'openai' }),
  );
  expect(JSON.parse(String(server.requests[0]?.body))).toEqual({
    prompt: 'a',
    avoid: expect.stringMatching(/^nsfw.*, fog$/),
  });
});

describe('the operator’s time', () => {
  it('stops the server when it is over', async () => {
    handler = () => {};
    const asked = server.next();
    await expect(post({ prompt: 'a' }, { options: { maxSeconds: 0.2 } })).rejects.toMatchObject({
      code: 'deadline_exceeded',
    });
    await (await asked).abandoned;
  });

  it('is counted in seconds', async () => {
    expect((await post({ prompt: 'a' }, { options: { maxSeconds: 60 } })).colours).toEqual(['green']);
  });
});

it('stops the server when the client of a stream disconnects', async () => {
  handler = () => {};
  const asked = server.next();
  const [route] = openai({ url: server.url }).routes;
  const response = await route?.answer(callOf({ body: { prompt: 'a', stream: true } }));
  const request = await asked;
  await response?.body?.cancel();
  await request.abandoned;
});

describe('the models', () => {
  const get = (path: string, params: Record<string, string> = {}) => {
    const route = openai({ url: server.url }).routes.find((each) => each.path === path);
    if (route === undefined) throw new Error(`There is no route ${path}.`);
    return route.answer(callOf({ request: new Request(`http://127.0.0.1${path}`), params }));
  };
  const model = { id: 'gpt-image-1', object: 'model', owned_by: 'openai' };

  it.each([
    ['/v1/models', {}, '/v1/models', { object: 'list', data: [model] }],
    ['/v1/models/{model}', { model: 'gpt-image-1' }, '/v1/models/gpt-image-1', model],
  ])('are forwarded by their shape: %s', async (path, params, target, told) => {
    handler = (_, response) => json(response, { ...told, secret: 'not in the shape' });
    expect(await (await get(path, params)).json()).toEqual(told);
    expect(server.requests.map(({ method, path: asked }) => `${method} ${asked}`)).toEqual([`GET ${target}`]);
    const error = { message: 'No such model, or it is not ready for you.', type: 'invalid_request_error' };
    handler = (_, response) => json(response, { error, secret: 'not in the shape' }, 404);
    const failed = await get(path, params).catch((each: unknown) => each);
    expect(failed).toHaveProperty('status', 404);
    expect(failed).toHaveProperty('body', { error });
  });
});

describe('the account that pays', () => {
  const headers = { 'openai-organization': 'org-1', 'openai-project': 'proj_1' };
  const authorization = 'Bearer client';

  it('is the client’s, as it chose it beside its own key', async () => {
    await post({ prompt: 'a' }, { headers, parts: { authorization } });
    expect(server.requests[0]?.headers).toMatchObject({ ...headers, authorization });
  });

  it('is the operator’s where that has a key, or where the client has none', async () => {
    await post({ prompt: 'a' }, { headers, parts: { authorization }, options: { apiKey: 'operator' } });
    expect(server.requests[0]?.headers).toMatchObject({ authorization: 'Bearer operator' });
    await post({ prompt: 'a' }, { headers });
    for (const { headers: sent } of server.requests) {
      expect(sent).not.toHaveProperty('openai-organization');
      expect(sent).not.toHaveProperty('openai-project');
    }
  });

  it.each(['a b', 'x'.repeat(65), 'org!', 'www.example.com'])('is not chosen by %j', async (name) => {
    await post({ prompt: 'a' }, { headers: { 'openai-organization': name }, parts: { authorization } });
    expect(server.requests[0]?.headers).not.toHaveProperty('openai-organization');
  });

  it('is screened as a name', async () => {
    const parts = { authorization };
    await expect(
      post({ prompt: 'a' }, { headers: { 'openai-project': BANNED }, parts }),
    ).rejects.toMatchObject({
      reason: { what: 'prompt' },
    });
  });
});

describe('what is blocked', () => {
  const body = { prompt: `a ${BANNED} sky` };

  it('is an error, or a placeholder where the operator wants one', async () => {
    await expect(post(body)).rejects.toMatchObject({ reason: { what: 'prompt' } });
    const placeholder = await told(body, { options: { blocked: 'placeholder' } });
    expect(placeholder.data).toHaveLength(1);
    expect(placeholder.shoji).toMatchObject({ decision: 'rejected' });
    expect(server.requests).toEqual([]);
  });
});

describe('a stream', () => {
  it('completes with the judged picture, the request’s choices and the verdict', async () => {
    const { headers, text, colours } = await post({
      ...{ prompt: 'a', stream: true, size: '48x48', quality: 'high', background: 'opaque' },
    });
    expect(headers.get('content-type')).toContain('text/event-stream');
    expect(colours).toEqual(['green']);
    const [, data = ''] = /event: image_generation\.completed\ndata: (.*)\n/.exec(text) ?? [];
    expect(JSON.parse(data)).toMatchObject({
      ...{ type: 'image_generation.completed', size: '48x48', quality: 'high', background: 'opaque' },
      shoji: { decision: 'clear', images: ['clear'] },
    });
    expect(JSON.parse(data).created_at).toBeGreaterThan(1_700_000_000);
    expect(JSON.parse(data)).not.toHaveProperty('data');
  });

  it('says when it was made where the server does not', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: 1_790_000_000_900 });
    try {
      const { text } = await post({ prompt: 'a', stream: true });
      expect(text).toContain('"created_at":1790000000,');
    } finally {
      vi.useRealTimers();
    }
  });

  it('completes with the facts of the server', async () => {
    const usage = { total_tokens: 7 };
    handler = async (_, response) =>
      json(response, { size: '64x64', usage, data: [{ b64_json: await base64('green') }] });
    const { text } = await post({ prompt: 'a', stream: true, size: '48x48' });
    const [, data = ''] = /event: image_generation\.completed\ndata: (.*)\n/.exec(text) ?? [];
    expect(JSON.parse(data)).toMatchObject({ size: '64x64', usage });
  });

  it('of an edit has events of that name', async () => {
    const form = new FormData();
    for (const [name, value] of [
      ['prompt', 'a'],
      ['stream', 'true'],
    ] as const)
      form.append(name, value);
    expect((await post(form, { path: 'edits' })).text).toContain('event: image_edit.completed');
    expect((await post({ prompt: 'a', stream: true }, { path: 'variations' })).text).toContain(
      'event: image_variation.completed',
    );
  });

  it('does not begin where the prompt is refused', async () => {
    await expect(post({ prompt: `a ${BANNED} sky`, stream: true })).rejects.toMatchObject({
      reason: { what: 'prompt' },
    });
    expect(server.requests).toEqual([]);
  });
});
