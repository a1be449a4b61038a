import { createOpenAI } from '@ai-sdk/openai';
import { openai as openAiUpstream } from '@shoji/edge-proxy';
import { generateImage } from 'ai';
import OpenAI, { APIError, toFile } from 'openai';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type OpenAiServer, startOpenAi } from '../upstreams/openai/server.ts';
import { picture } from '../upstreams/pictures.ts';
import { BANNED, fromBase64, type RunningProxy, seen, startProxy } from './support.ts';

let upstream: OpenAiServer;
let proxy: RunningProxy;
let placeholders: RunningProxy;
let client: OpenAI;
beforeAll(async () => {
  upstream = await startOpenAi();
  proxy = await startProxy([openAiUpstream({ url: upstream.url })]);
  placeholders = await startProxy([openAiUpstream({ url: `${upstream.url}/v1`, blocked: 'placeholder' })]);
  client = new OpenAI({ baseURL: `${proxy.url}/v1`, apiKey: 'sk-client' });
});
afterEach(() => {
  upstream.reset();
  upstream.mode = 'openai';
});
afterAll(() => Promise.all([upstream.close(), proxy.close(), placeholders.close()]));

const model = 'gpt-image-1';
const pictureFile = async (colour: Parameters<typeof picture>[0]) =>
  toFile(await picture(colour), 'dog.png', { type: 'image/png' });
async function all<Event>(stream: AsyncIterable<Event>): Promise<Event[]> {
  const events: Event[] = [];
  for await (const event of stream) events.push(event);
  return events;
}
const failure = (promise: Promise<unknown>): Promise<APIError> =>
  promise.then(
    () => expect.unreachable('should have failed'),
    (error: unknown) => {
      if (error instanceof APIError) return error;
      throw error;
    },
  );

describe('the openai SDK', () => {
  it('gets its pictures, without metadata, and its key reaches the upstream', async () => {
    const { data = [], usage } = await client.images.generate({ model, prompt: 'a green dog', n: 2 });
    expect(data).toHaveLength(2);
    expect(await seen(fromBase64(data[0]?.b64_json))).toEqual({
      colour: 'green',
      format: 'png',
      note: false,
    });
    expect(usage?.total_tokens).toBe(50);
    const [asked] = upstream.requests;
    expect(asked?.headers.authorization).toBe('Bearer sk-client');
    expect(JSON.parse(String(asked?.body))).toEqual({ model, prompt: 'a green dog', n: 2 });
  });

  it('gets one error for a refused prompt, which the upstream never receives', async () => {
    const error = await failure(client.images.generate({ model, prompt: `a dog in ${BANNED}` }));
    expect({ status: error.status, code: error.code, type: error.type }).toEqual({
      status: 400,
      code: 'moderation_blocked',
      type: 'image_generation_user_error',
    });
    expect(error.error).toMatchObject({
      moderation_details: { moderation_stage: 'input', categories: ['toxicity'] },
    });
    expect(error.headers?.get('x-shoji-decision')).toBe('rejected');
    expect(upstream.requests).toEqual([]);
  });

  it('gets an error for a withheld picture, with the stage and the category', async () => {
    const error = await failure(client.images.generate({ model, prompt: 'a crimson dog' }));
    expect(error.code).toBe('moderation_blocked');
    expect(error.error).toMatchObject({
      moderation_details: { moderation_stage: 'output', categories: ['nudity'] },
    });
    expect(upstream.requests).toHaveLength(1);
  });

  it('gets the reason in Japanese if that is the language', async () => {
    const headers = { 'Accept-Language': 'ja' };
    const error = await failure(client.images.generate({ model, prompt: 'a crimson dog' }, { headers }));
    expect(error.message).toContain('この画像は表示されません');
  });

  it('gets a blurred picture as a picture', async () => {
    const { data = [] } = await client.images.generate({ model, prompt: 'an azure dog' });
    expect(await seen(fromBase64(data[0]?.b64_json))).toMatchObject({ colour: 'azure', format: 'jpeg' });
  });

  it('gets a labelled picture instead of an error if the operator chose so', async () => {
    const shown = new OpenAI({ baseURL: `${placeholders.url}/v1`, apiKey: 'sk-client' });
    for (const prompt of ['a crimson dog', `a dog in ${BANNED}`]) {
      const { data = [] } = await shown.images.generate({ model, prompt, n: 2 });
      expect(data).toHaveLength(2);
      expect(await seen(fromBase64(data[1]?.b64_json))).toMatchObject({ colour: 'paper' });
    }
    expect(upstream.heard()).not.toContain(BANNED);
  });

  it('gets a picture that the server answers by URL as data, screened', async () => {
    const ask = (prompt: string) =>
      client.images.generate({ model: 'dall-e-3', prompt, response_format: 'url' });
    const { data = [] } = await ask('a green dog');
    expect(data[0]?.url).toMatch(/^data:image\/png;base64,/);
    expect(data[0]?.revised_prompt).toBe('a green dog, in detail');
    expect((await failure(ask('a crimson dog'))).code).toBe('moderation_blocked');
  });

  it('cannot make the proxy fetch from another host', async () => {
    upstream.mode = 'evil-url';
    const error = await failure(client.images.generate({ model, prompt: 'a green dog' }));
    expect(error.code).toBe('check_failed');
  });

  it('cannot turn moderation down', async () => {
    await client.images.generate({ model, prompt: 'a green dog', moderation: 'low' });
    expect(JSON.parse(String(upstream.requests[0]?.body))).toMatchObject({ moderation: 'auto' });
  });

  it('edits pictures, which are judged before the model gets them', async () => {
    const image = [await pictureFile('green'), await pictureFile('green')];
    const { data = [] } = await client.images.edit({
      model,
      image,
      prompt: 'a green hat',
      mask: await pictureFile('green'),
    });
    expect(data).toHaveLength(1);
    const form = await new Response(new Uint8Array(upstream.requests[0]?.body ?? []), {
      headers: { 'content-type': String(upstream.requests[0]?.headers['content-type']) },
    }).formData();
    expect([...form.keys()].sort()).toEqual(['image[]', 'image[]', 'mask', 'model', 'prompt']);
    const sent = form.getAll('image[]')[0];
    if (!(sent instanceof File)) throw new Error('no file was sent');
    expect(await seen(new Uint8Array(await sent.arrayBuffer()))).toMatchObject({
      colour: 'green',
      note: false,
    });

    upstream.reset();
    const refused = failure(
      client.images.edit({ model, image: await pictureFile('crimson'), prompt: 'a hat' }),
    );
    expect((await refused).error).toMatchObject({ moderation_details: { moderation_stage: 'input' } });
    expect(upstream.requests).toEqual([]);
  });

  it('makes variations, which have no prompt', async () => {
    const { data = [] } = await client.images.createVariation({ image: await pictureFile('green'), n: 2 });
    expect(data).toHaveLength(2);
  });

  it('streams partial pictures, each screened, and then the finished one', async () => {
    const ask = (prompt: string) =>
      client.images.generate({ model, prompt, stream: true, partial_images: 2 });
    const events = await all(await ask('an azure dog'));
    expect(events.map(({ type }) => type)).toEqual([
      'image_generation.partial_image',
      'image_generation.partial_image',
      'image_generation.completed',
    ]);
    const looks = await Promise.all(events.map(({ b64_json }) => seen(fromBase64(b64_json))));
    expect(looks.map(({ colour, format }) => `${colour} ${format}`)).toEqual([
      'green png',
      'azure jpeg',
      'azure jpeg',
    ]);

    const shown: string[] = [];
    const withheld = (async () => {
      for await (const event of await ask('a crimson dog')) shown.push(event.type);
    })();
    expect((await failure(withheld)).code).toBe('moderation_blocked');
    // The first partial picture was harmless and shown; the second was not.
    expect(shown).toEqual(['image_generation.partial_image']);
    expect((await failure(ask(BANNED))).status).toBe(400);
  });

  it('streams even if the upstream does not', async () => {
    upstream.mode = 'ignores-stream';
    const stream = await client.images.generate({ model, prompt: 'a green dog', stream: true });
    const events = await all(stream);
    expect(events.map(({ type }) => type)).toEqual(['image_generation.completed']);
  });

  it('stops the upstream when it cancels', async () => {
    upstream.mode = 'silent';
    const gone = new AbortController();
    const arrived = upstream.next();
    const call = client.images.generate({ model, prompt: 'a green dog' }, { signal: gone.signal });
    const { abandoned } = await arrived;
    gone.abort();
    await expect(call).rejects.toThrow(/abort/i);
    await abandoned;
  });

  it('stops the upstream when it leaves a stream', async () => {
    upstream.mode = 'silent';
    const arrived = upstream.next();
    const stream = await client.images.generate({ model, prompt: 'a green dog', stream: true });
    const { abandoned } = await arrived;
    stream.controller.abort();
    await abandoned;
  });

  it('gets an error of OpenAI’s format when a server answers a plain sentence', async () => {
    upstream.mode = 'bare-error';
    expect(await failure(client.images.generate({ model, prompt: 'a dog' }))).toMatchObject({
      status: 400,
      error: { message: 'prompt required' },
    });
  });

  it('lists models, and gets the name of the setting that opens a closed route', async () => {
    expect((await client.models.list()).data.map(({ id }) => id)).toEqual(['gpt-image-1']);
    const error = await failure(client.chat.completions.create({ model: 'gpt', messages: [] }));
    expect(error.status).toBe(403);
    expect(error.message).toContain('openai({ allow: ["POST /v1/chat/completions"] })');
  });

  it('gets moderations by our engine', async () => {
    const texts = await client.moderations.create({
      model: 'omni-moderation-latest',
      input: ['a dog', BANNED],
    });
    expect(texts.results.map(({ flagged }) => flagged)).toEqual([false, true]);
    expect(texts.results[1]?.categories.harassment).toBe(true);
    const url = `data:image/png;base64,${(await picture('crimson')).toString('base64')}`;
    const mixed = await client.moderations.create({
      input: [
        { type: 'text', text: 'a dog' },
        { type: 'image_url', image_url: { url } },
      ],
    });
    expect(mixed.results).toHaveLength(1);
    expect(mixed.results[0]?.category_applied_input_types.sexual).toEqual(['image']);
    const error = await failure(
      client.moderations.create({
        input: [{ type: 'image_url', image_url: { url: 'http://127.0.0.1/x.png' } }],
      }),
    );
    expect(error.message).toContain('data: URI');
  });

  it('pings with OPTIONS', async () => {
    const { status } = await fetch(`${proxy.url}/v1/images/generations`, { method: 'OPTIONS' });
    expect(status).toBe(204);
  });
});

describe('a proxy with keys', () => {
  it('accepts only a key of the proxy, and sends the operator’s key upstream', async () => {
    const guarded = await startProxy([openAiUpstream({ url: upstream.url, apiKey: 'sk-operator' })], {
      keys: ['a-key-of-the-proxy'],
    });
    const ask = (apiKey: string) =>
      new OpenAI({ baseURL: `${guarded.url}/v1`, apiKey }).images.generate({ model, prompt: 'a green dog' });
    expect((await failure(ask('sk-client'))).status).toBe(401);
    await ask('a-key-of-the-proxy');
    expect(upstream.requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer sk-operator']);
    await guarded.close();
  });
});

describe('the AI SDK', () => {
  const provider = () => createOpenAI({ baseURL: `${proxy.url}/v1`, apiKey: 'sk-client' });

  it('gets clear and blurred pictures, several at once', async () => {
    const { images } = await generateImage({
      model: provider().image('dall-e-3'),
      prompt: 'a green dog',
      n: 2,
    });
    expect(await Promise.all(images.map(({ uint8Array }) => seen(uint8Array)))).toMatchObject([
      { colour: 'green' },
      { colour: 'green' },
    ]);
    const blurred = await generateImage({ model: provider().image(model), prompt: 'an azure dog' });
    expect(await seen(blurred.image.uint8Array)).toMatchObject({ colour: 'azure', format: 'jpeg' });
  });

  it('shows the reason for a blocked prompt and picture, after one call', async () => {
    const ask = (prompt: string) => generateImage({ model: provider().image(model), prompt });
    await expect(ask(BANNED)).rejects.toThrow('The prompt was refused. Reason: toxic language.');
    expect(upstream.requests).toHaveLength(0);
    await expect(ask('a crimson dog')).rejects.toThrow('This picture is withheld. Reason: nudity.');
    expect(upstream.requests).toHaveLength(1);
  });

  it('edits a picture, which is judged before the model gets it', async () => {
    const edit = async (colour: 'green' | 'crimson') =>
      generateImage({
        model: provider().image(model),
        prompt: { text: 'a green hat', images: [await picture(colour)] },
      });
    expect(await seen((await edit('green')).image.uint8Array)).toMatchObject({ colour: 'green' });
    expect(upstream.requests.map(({ path }) => path)).toEqual(['/v1/images/edits']);
    await expect(edit('crimson')).rejects.toThrow('Reason: nudity.');
    expect(upstream.requests).toHaveLength(1);
  });

  it('stops the upstream when it cancels', async () => {
    upstream.mode = 'silent';
    const gone = new AbortController();
    const arrived = upstream.next();
    const call = generateImage({
      model: provider().image(model),
      prompt: 'a green dog',
      abortSignal: gone.signal,
    });
    const { abandoned } = await arrived;
    gone.abort();
    await expect(call).rejects.toThrow(/abort/i);
    await abandoned;
  });
});
