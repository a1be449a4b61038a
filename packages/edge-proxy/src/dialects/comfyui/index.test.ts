import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { callOf } from '../../dialect-kit/call/call.test-helper.ts';
import { BANNED } from '../../testing/engine.ts';
import { json, startRecorder, type UpstreamServer } from '../../testing/recorder.ts';
import { getOf, idOf } from './comfy.test-helper.ts';
import { LISTS } from './fields.ts';
import { pictureOf, workflowJson } from './graph/workflow.test-helper.ts';
import { type ComfyUiOptions, comfyui } from './index.ts';

let server: UpstreamServer;
/** The server's error, in place of an answer. */
let failed: object | undefined;
beforeEach(async () => {
  failed = undefined;
  server = await startRecorder(({ path }, response) => {
    if (failed) return json(response, failed, 500);
    json(response, path === '/prompt' ? { prompt_id: idOf(1), number: 1 } : {});
  });
});
afterEach(() => server.close());

const upstreamOf = (options: Partial<ComfyUiOptions> = {}) => comfyui({ url: server.url, ...options });
const routeOf = (method: string, path: string, options: Partial<ComfyUiOptions> = {}) => {
  const route = upstreamOf(options).routes.find((each) => each.method === method && each.path === path);
  if (route === undefined) throw new Error(`There is no route ${method} ${path}.`);
  return route;
};
const queue = (positive: string, options: Partial<ComfyUiOptions> = {}, extra: object = {}) =>
  routeOf('POST', '/prompt', options).answer(
    callOf({ body: { prompt: workflowJson(pictureOf({ positive })), ...extra } }),
  );
const asked = () => server.requests.map(({ method, path }) => `${method} ${path}`);

describe('the routes', () => {
  const OWN = [
    'POST /prompt',
    'GET /queue',
    'POST /queue',
    'POST /interrupt',
    'GET /history',
    'POST /history',
    'GET /history/{id}',
    'GET /view',
    'POST /upload/image',
    'POST /upload/mask',
    'GET /object_info/{name}',
    'GET /ws',
    ...Object.keys(LISTS).map((path) => `GET ${path}`),
    'POST /free',
  ];

  it('are those of the server, each also below /api, where the jobs are, too', () => {
    const all = upstreamOf().routes.map(({ method, path }) => `${method} ${path}`);
    const twins = OWN.map((each) => each.replace(' ', () => ' /api'));
    expect(all.toSorted()).toEqual([...OWN, ...twins, 'GET /api/jobs', 'GET /api/jobs/{id}'].toSorted());
  });

  it('include those that the operator opens', () => {
    expect(routeOf('GET', '/userdata', { allow: ['GET /userdata'] })).toBeDefined();
  });

  it.each([
    ['KSampler (Efficient) [v2]', true],
    ['a'.repeat(128), true],
    ['a'.repeat(129), false],
    ['', false],
    ['.', false],
    ['..', false],
    ['...a', true],
    ['naïve', false],
    ['a\nb', false],
  ])('read %j as the name of a class: %s', (name, expected) => {
    expect(routeOf('GET', '/object_info/{name}').word?.test(name)).toBe(expected);
  });

  it('have two addresses for a WebSocket, which answer other requests with the remedy', async () => {
    expect(upstreamOf().sockets?.map(({ path }) => path)).toEqual(['/ws', '/api/ws']);
    for (const path of ['/ws', '/api/ws']) {
      const response = await routeOf('GET', path).answer(getOf(path));
      expect([response.status, await response.text()]).toEqual([
        426,
        expect.stringContaining('poll /history/{prompt_id}'),
      ]);
    }
  });

  it('free memory by the client’s switches', async () => {
    const body = { free_memory: true, unload_models: false };
    await routeOf('POST', '/free').answer(callOf({ body: { ...body, surprise: 1 } }));
    expect(server.requests.map((each) => JSON.parse(String(each.body)))).toEqual([body]);
  });

  it.each(['image', 'mask'])('know which of the two an upload is: %s', async (name) => {
    const form = new FormData();
    form.set(name === 'image' ? 'mask' : 'image', new File(['x'], 'x.png'));
    const request = new Request('http://127.0.0.1/', { method: 'POST', body: form });
    await expect(routeOf('POST', `/upload/${name}`).answer(callOf({ request }))).rejects.toThrow();
    expect(asked()).toEqual([]);
  });
});

describe('an error of the server', () => {
  it.each([
    ['GET', '/queue', {}],
    ['GET', '/api/jobs', {}],
    ['POST', '/interrupt', { body: {} }],
    ...Object.keys(LISTS).map((path): [string, string, object] => ['GET', path, { params: { folder: 'a' } }]),
    ['POST', '/queue', { body: { clear: true } }],
    ['GET', '/object_info/{name}', { params: { name: 'KSampler' } }],
    ['POST', '/free', { body: { free_memory: true } }],
  ])(
    'is told in its own shape: %s %s',
    async (method, path, { body, ...parts }: { body?: object; params?: Record<string, string> }) => {
      failed = { error: 'It is down.', secret: 'not in the shape' };
      const call = body === undefined ? getOf(path, parts) : callOf({ body, ...parts });
      const error = await routeOf(method, path)
        .answer(call)
        .catch((each: unknown) => each);
      expect(error).toHaveProperty('status', 500);
      expect(error).toHaveProperty('body', { error: 'It is down.' });
    },
  );
});

describe('the paths that belong to the server', () => {
  const owns = (path: string) => upstreamOf().owns?.(path);

  it.each(['/ws', '/prompt', '/api/prompt', '/api/', '/view/x', '/history/1', '/manager/queue', '/v2/x'])(
    'include %s',
    (path) => {
      expect(owns(path)).toBe(true);
    },
  );

  it.each(['/', '/api', '/prompts', '/v1/generations', '/x/prompt', '/apix/prompt', '/views'])(
    'do not include %s',
    (path) => {
      expect(owns(path)).toBe(false);
    },
  );
});

describe('the options', () => {
  it('send the operator’s login in place of the client’s', async () => {
    const call = getOf('/queue', { authorization: 'Basic of the client' });
    await routeOf('GET', '/queue', { authorization: 'Basic of the operator' }).answer(call);
    await routeOf('GET', '/queue').answer(call);
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
      'Basic of the operator',
      'Basic of the client',
    ]);
  });

  it('let a refused prompt seem to run, or refuse it', async () => {
    expect((await queue(BANNED)).status).toBe(200);
    await expect(queue(BANNED, { blocked: 'error' })).rejects.toThrow('refuses');
  });

  it('open an input for addresses', async () => {
    const nodes = {
      load: ['LoadUrl', { url: 'https://example.com/a.png' }],
      show: ['PreviewImage', { images: ['load', 0] }],
    } as const;
    const body = { prompt: workflowJson(pictureOf({}, nodes)) };
    const post = async (fields: ComfyUiOptions['fields'] = {}) => {
      const options = { allowedNodes: ['LoadUrl'], fields };
      return (await routeOf('POST', '/prompt', options).answer(callOf({ body }))).status;
    };
    expect([await post(), await post({ 'LoadUrl.url': 'address' })]).toEqual([400, 200]);
  });

  it('let a node make texts that are not known', async () => {
    const nodes = { made: ['Wildcards', { text: 'words' }] } as const;
    const body = { prompt: workflowJson(pictureOf({ positive: ['made', 0] }, nodes)) };
    const post = (options: Partial<ComfyUiOptions>) =>
      routeOf('POST', '/prompt', { blocked: 'error', ...options }).answer(callOf({ body }));
    expect(await (await post({})).text()).toContain('allowedNodes: [\\"Wildcards\\"]');
    expect(asked()).not.toContain('POST /prompt');
    expect((await post({ allowedNodes: ['Wildcards'] })).status).toBe(200);
  });

  it('share the prompts, the pictures and the description of the nodes between all calls', async () => {
    const { routes } = upstreamOf();
    const answer = (method: string, path: string, call: ReturnType<typeof callOf>) =>
      routes.find((each) => each.method === method && each.path === path)?.answer(call);
    const body = { prompt: workflowJson(pictureOf({})), prompt_id: idOf(1) };
    await answer('POST', '/prompt', callOf({ body }));
    await expect(answer('POST', '/api/prompt', callOf({ body }))).rejects.toThrow('exists already');
    expect(asked().filter((each) => each === 'GET /object_info')).toHaveLength(1);
  });
});

it('refuses in ComfyUI’s own form', () => {
  expect(upstreamOf().name).toBe('comfyui');
  expect(upstreamOf().refuse({ kind: 'blocked', status: 422, message: 'Why.' }).status).toBe(400);
});
