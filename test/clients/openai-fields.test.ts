/** Fields that are not in OpenAI's API, and forms as clients write them. */
import { openai } from '@shoji/edge-proxy';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type OpenAiServer, startOpenAi } from '../upstreams/openai/server.ts';
import { picture } from '../upstreams/pictures.ts';
import { fromBase64, type RunningProxy, seen, startProxy } from './support.ts';

let upstream: OpenAiServer;
let proxy: RunningProxy;
let strict: RunningProxy;
let opened: RunningProxy;
beforeAll(async () => {
  upstream = await startOpenAi();
  const { url } = upstream;
  proxy = await startProxy([openai({ url })]);
  strict = await startProxy([openai({ url, unknown: 'refuse' })]);
  const fields = { sketch: 'picture', webhook: 'address', disable_safety_checker: 'switch' } as const;
  opened = await startProxy([openai({ url, fields })]);
});
afterEach(() => upstream.reset());
afterAll(() => Promise.all([upstream.close(), proxy.close(), strict.close(), opened.close()]));

const dataUri = async (colour: Parameters<typeof picture>[0]) =>
  `data:image/png;base64,${(await picture(colour)).toString('base64')}`;
const post = async ({ url }: RunningProxy, body: object | FormData, path = 'generations') => {
  const isForm = body instanceof FormData;
  const response = await fetch(`${url}/v1/images/${path}`, {
    method: 'POST',
    ...(isForm ? {} : { headers: { 'content-type': 'application/json' } }),
    body: isForm ? body : JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
};
const heard = () => JSON.parse(String(upstream.requests[0]?.body));

describe('an unknown field', () => {
  const switches = { disable_safety_checker: true, safety_tolerance: 6, nsfw_filter: false, colour_depth: 8 };

  it('is dropped, and a warning names it', async () => {
    const { status, headers, body } = await post(proxy, { prompt: 'a green dog', ...switches });
    expect([status, heard()]).toEqual([200, { prompt: 'a green dog' }]);
    expect(headers.get('x-shoji-warnings')).toBe('field_dropped');
    const messages = body.shoji.warnings.map(({ message }: { message: string }) => message).join(' ');
    for (const name of Object.keys(switches)) expect(messages).toContain(name);
  });

  it('is refused if the operator chose so', async () => {
    const { status, body } = await post(strict, { prompt: 'a green dog', colour_depth: 8 });
    expect([status, body.error.message]).toEqual([
      400,
      expect.stringContaining('colour_depth is not a known field'),
    ]);
    expect(upstream.requests).toEqual([]);
  });

  it('has the role that the operator gives it', async () => {
    const asked = {
      prompt: 'a green dog',
      webhook: 'https://example.com/done',
      disable_safety_checker: true,
    };
    expect((await post(opened, { ...asked, sketch: await dataUri('green') })).status).toBe(200);
    expect(heard()).toMatchObject(asked);
    expect(await seen(fromBase64(heard().sketch))).toMatchObject({ colour: 'green', note: false });
    upstream.reset();
    const { status, body } = await post(opened, { ...asked, sketch: await dataUri('crimson') });
    expect([status, body.error.code]).toEqual([400, 'moderation_blocked']);
    expect(upstream.requests).toEqual([]);
  });
});

describe('a picture in a field of a compatible server', () => {
  // Together, xAI, LocalAI, stable-diffusion.cpp, and the AI SDK's providers for them.
  const PLACES: Record<string, (uri: string) => object> = {
    image_url: (uri) => ({ image_url: uri }),
    'image.url': (uri) => ({ image: { url: uri, type: 'image_url' } }),
    'images[].image_url': (uri) => ({ images: [{ image_url: uri }] }),
    reference_images: (uri) => ({ reference_images: [uri] }),
    ref_images: (uri) => ({ ref_images: [uri] }),
    file: (uri) => ({ file: uri }),
    init_image: (uri) => ({ init_image: uri }),
    control_image: (uri) => ({ control_image: uri }),
  };

  it.each(Object.entries(PLACES))('%s is judged before the server gets it', async (_, place) => {
    const clear = await post(proxy, { prompt: 'a hat', ...place(await dataUri('green')) }, 'edits');
    expect(clear.status).toBe(200);
    expect(JSON.stringify(heard())).toContain('data:image/png;base64,');
    upstream.reset();
    const blocked = await post(proxy, { prompt: 'a hat', ...place(await dataUri('crimson')) }, 'edits');
    expect([blocked.status, blocked.body.error.code]).toEqual([400, 'moderation_blocked']);
    const named = await post(proxy, { prompt: 'a hat', ...place('https://example.com/a.png') }, 'edits');
    expect([named.status, named.body.error.message]).toEqual([
      400,
      expect.stringContaining('not an address or a name'),
    ]);
    expect(upstream.requests).toEqual([]);
  });
});

describe('a value that servers may read in more than one way', () => {
  it('is read as they do: numbers and truth values as strings', async () => {
    const words = { prompt: 'a green dog', n: '2', width: '512', height: '512', stream: 'false' };
    const { status, body } = await post(proxy, words);
    expect([status, body.data.length]).toEqual([200, 2]);
    expect(heard()).toEqual({ prompt: 'a green dog', n: 2, width: 512, height: 512, stream: false });
  });

  it.each([
    [['image[0]', 'image[1]'], 'mask[]'],
    [['image[]', 'image[]'], 'mask'],
    [['image'], 'mask[0]'],
  ])('is read as they do: a form with %j and %s', async (names, mask) => {
    const form = new FormData();
    form.append('prompt', 'a hat');
    form.append('n', '1');
    const file = async (colour: Parameters<typeof picture>[0]) =>
      new Blob([new Uint8Array(await picture(colour))], { type: 'image/png' });
    for (const name of names) form.append(name, await file('green'), 'a.png');
    form.append(mask, await file('green'), 'm.png');
    expect((await post(proxy, form, 'edits')).status).toBe(200);
    const parts = [...String(upstream.requests[0]?.body).matchAll(/; name="([^"]*)"/g)].map(
      ([, name]) => name,
    );
    expect(parts).toEqual(['prompt', 'n', ...names, mask]);

    upstream.reset();
    form.append(`${names[0]?.replace(/\[.*/, '')}[9]`, await file('crimson'), 'b.png');
    expect((await post(proxy, form, 'edits')).status).toBe(400);
    expect(upstream.requests).toEqual([]);
  });

  it('is refused: a guidance below zero under any name', async () => {
    for (const name of ['guidance_scale', 'cfg_scale', 'guidance', 'cfg', 'true_cfg_scale']) {
      const { status, body } = await post(proxy, { prompt: 'a green dog', [name]: -7 });
      expect([status, body.error.message]).toEqual([400, expect.stringContaining('guidance_scale must be')]);
    }
    expect(upstream.requests).toEqual([]);
  });
});
