import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { callOf } from '../../dialect-kit/call/call.test-helper.ts';
import { shadesOf } from '../../testing/pictures.ts';
import { json, startRecorder, type UpstreamServer } from '../../testing/recorder.ts';
import { type Automatic1111Options, automatic1111 } from './index.ts';
import { PASSED } from './shapes.ts';

const green = (await shadesOf('green')).toString('base64');

let server: UpstreamServer;
/** The server's error, in place of an answer. */
let failed: object | undefined;
beforeEach(async () => {
  failed = undefined;
  server = await startRecorder((_, response) => json(response, failed ?? {}, failed ? 500 : 200));
});
afterEach(() => server.close());

const upstreamOf = (options: Partial<Automatic1111Options> = {}) =>
  automatic1111({ url: server.url, ...options });
const routeOf = (method: string, path: string, options: Partial<Automatic1111Options> = {}) => {
  const route = upstreamOf(options).routes.find((each) => each.method === method && each.path === path);
  if (route === undefined) throw new Error(`There is no route ${method} ${path}.`);
  return route;
};

describe('the routes', () => {
  it('are exactly those that a table describes', () => {
    const all = upstreamOf().routes.map(({ method, path }) => `${method} ${path}`);
    expect(all.toSorted()).toEqual(
      [
        'POST /sdapi/v1/txt2img',
        'POST /sdapi/v1/img2img',
        'GET /sdapi/v1/progress',
        'POST /internal/progress',
        'POST /sdapi/v1/interrupt',
        'POST /sdapi/v1/skip',
        'POST /sdapi/v1/options',
        'POST /sdapi/v1/png-info',
        'POST /sdapi/v1/interrogate',
        'POST /sdapi/v1/extra-single-image',
        'POST /sdapi/v1/extra-batch-images',
        'POST /controlnet/detect',
        'POST /sdapi/v1/refresh-checkpoints',
        'POST /sdapi/v1/refresh-vae',
        'POST /sdapi/v1/refresh-embeddings',
        'POST /sdapi/v1/refresh-loras',
        'POST /sdapi/v1/unload-checkpoint',
        'POST /sdapi/v1/reload-checkpoint',
        ...PASSED.map(({ path }) => `GET ${path}`),
      ].toSorted(),
    );
  });

  it('include those that the operator opens', () => {
    expect(routeOf('GET', '/sdapi/v1/vae-approx', { allow: ['GET /sdapi/v1/vae-approx'] })).toBeDefined();
  });

  it('send a command without a body of the client’s', async () => {
    const path = '/sdapi/v1/refresh-loras';
    expect((await routeOf('POST', path).answer(callOf({ body: {} }))).status).toBe(200);
    expect(server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([`POST ${path}`]);
  });

  it('give the tools the fields that the operator opens', async () => {
    const detect = (options: Partial<Automatic1111Options>) =>
      routeOf('POST', '/controlnet/detect', options).answer(callOf({ body: { own_words: 'a dog' } }));
    await detect({});
    await detect({ fields: { own_words: 'prompt' } });
    expect(server.requests.map(({ body }) => JSON.parse(String(body)).own_words)).toEqual([
      undefined,
      'a dog',
    ]);
  });

  it('change only the settings that are known or that the operator opens', async () => {
    const body = { CLIP_stop_at_last_layers: 2 };
    const change = (options: Partial<Automatic1111Options>) =>
      routeOf('POST', '/sdapi/v1/options', options)
        .answer(callOf({ body }))
        .then(({ status }) => status);
    expect(await change({ settings: ['CLIP_stop_at_last_layers'] })).toBe(200);
    expect(server.requests.map((each) => JSON.parse(String(each.body)))).toEqual([body]);
  });
});

describe('an error of the server', () => {
  const picture = `data:image/png;base64,${green}`;

  it.each<[method: string, path: string, body: object | undefined]>([
    ['POST', '/sdapi/v1/txt2img', { prompt: 'a dog' }],
    ['POST', '/sdapi/v1/txt2img', { prompt: 'a dog', styles: ['Film'] }],
    ['POST', '/sdapi/v1/extra-single-image', { image: picture }],
    ['POST', '/sdapi/v1/interrogate', { image: picture }],
    ['POST', '/sdapi/v1/options', { sd_model_checkpoint: 'a' }],
    ['POST', '/sdapi/v1/refresh-loras', {}],
    ...PASSED.map(({ path }): [string, string, undefined] => ['GET', path, undefined]),
    ['GET', '/sdapi/v1/progress', undefined],
  ])('is told in its own shape: %s %s %j', async (method, path, body) => {
    failed = { detail: 'Not ready.', secret: 'not in the shape' };
    const call =
      body === undefined ? callOf({ request: new Request(`http://127.0.0.1${path}`) }) : callOf({ body });
    const error = await routeOf(method, path)
      .answer(call)
      .catch((each: unknown) => each);
    expect(error).toHaveProperty('status', 500);
    expect(error).toHaveProperty('body', { detail: 'Not ready.' });
  });
});

describe('the paths that belong to the server', () => {
  const owns = (path: string) => upstreamOf().owns?.(path);

  it.each([
    '/sdapi/v1/txt2img',
    '/controlnet/detect',
    '/internal/progress',
    '/sd_extra_networks/thumb',
    '/adetailer/v1/version',
    '/sdcpp/v1/img_gen',
    '/queue/join',
    '/run/predict',
    '/upload',
    '/api/predict',
    '/file=/etc/passwd',
    '/file/x',
  ])('include %s', (path) => {
    expect(owns(path)).toBe(true);
  });

  it.each(['/', '/v1/generations', '/files', '/sdapix', '/x/sdapi/v1', '/docs'])(
    'do not include %s',
    (path) => {
      expect(owns(path)).toBe(false);
    },
  );
});

it('refuses in the web UI’s own form', async () => {
  expect(upstreamOf().name).toBe('automatic1111');
  const response = upstreamOf().refuse({ kind: 'blocked', status: 422, message: 'Why.' });
  expect(await response.json()).toMatchObject({ error: 'ModerationBlocked', detail: 'Why.' });
});
