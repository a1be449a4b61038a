import { comfyui } from '@shoji/edge-proxy';
import { ENCODINGS, leaks, placesOf, planted, send } from '@shoji/edge-proxy/testing';
import fc from 'fast-check';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { api, workflow } from '../clients/comfyui-client.ts';
import { type RunningProxy, startProxy } from '../clients/support.ts';
import { type ComfyServer, startComfyUi } from '../upstreams/comfyui/server.ts';

type Path = readonly (string | number)[];

let upstream: ComfyServer;
let proxy: RunningProxy;
let files: Buffer[];
beforeAll(async () => {
  upstream = await startComfyUi();
  proxy = await startProxy([comfyui({ url: upstream.url, blocked: 'error', allowedNodes: ['Vouched'] })]);
  const image = sharp({ create: { width: 16, height: 16, channels: 3, background: '#d01020' } });
  files = [await image.png().toBuffer(), await image.jpeg().toBuffer()];
});
beforeEach(() => upstream.reset());
afterAll(() => Promise.all([upstream.close(), proxy.close()]));

/** The requests of clients, by route. */
const BODIES: Readonly<Record<string, object>> = {
  '/prompt': {
    prompt: workflow('a dog', {
      nodes: {
        '12': { class_type: 'LoadImage', inputs: { image: 'dog.png' } },
        '13': { class_type: 'ImageScale', inputs: { image: ['12', 0], upscale_method: 'area', width: 64 } },
        '14': { class_type: 'PreviewImage', inputs: { images: ['13', 0] } },
        '20': { class_type: 'Vouched', inputs: { text: 'words', list: { __value__: ['words'] } as never } },
        '21': { class_type: 'PreviewAny', inputs: { source: ['20', 0] } },
        '22': { class_type: 'PreviewAny', inputs: { source: 'words' } },
      },
    }),
    client_id: 'x',
    prompt_id: '6a2f41a3-c54c-4d39-8ac6-71f43c1f7d2c',
    partial_execution_targets: ['9', '14', '21', '22'],
    extra_data: { extra_pnginfo: { workflow: { nodes: ['x'] } } },
    number: 1,
  },
  '/queue': { clear: false, delete: ['6a2f41a3-c54c-4d39-8ac6-71f43c1f7d2c'] },
  '/history': { clear: false, delete: ['6a2f41a3-c54c-4d39-8ac6-71f43c1f7d2c'] },
  '/interrupt': { prompt_id: '6a2f41a3-c54c-4d39-8ac6-71f43c1f7d2c' },
  '/free': { unload_models: true, free_memory: true },
};

/** Fields that only a text encoder reads. */
const isPrompt = ([, node, , input]: Path) => (node === '6' || node === '7') && input === 'text';
/** Fields that name a file, which is moved into the client's folder. */
const isFile = ([, , , input]: Path) => input === 'image' || input === 'filename_prefix';

const PLACES = Object.entries(BODIES).flatMap(([route, body]) =>
  placesOf(body).map((path) => ({ route, body, path })),
);
const places = fc.constantFrom(...PLACES.filter(({ path }) => path.length > 0 && !isPrompt(path)));

async function sent(route: string, body: object): Promise<unknown[]> {
  upstream.reset();
  const text = JSON.stringify(body).replace(/"prompt_id":"6a2f41a3[^"]*",/, '');
  await send(proxy.url, { path: route, headers: { 'content-type': 'application/json' }, body: text });
  return upstream.requests.map(({ path, body: got }) => [
    decodeURIComponent(path),
    got.length > 0 ? JSON.parse(String(got)) : null,
  ]);
}

describe.each(Object.entries(ENCODINGS))('a picture as %s', (_, encode) => {
  it('reaches the server in no request', async () => {
    await fc.assert(
      fc.asyncProperty(places, fc.constantFrom(0, 1), async ({ route, body, path }, file) => {
        const written = encode(files[file] ?? Buffer.alloc(0));
        expect(leaks(await sent(route, planted(body, path, written) as object), written)).toBe(false);
      }),
      { numRuns: 12 },
    );
  });
});

const SERVER_THINGS = [
  'https://example.com/planted',
  ' https://example.com/planted',
  'HTTPS://user@example.com/planted',
  '//example.com/planted',
  'ftp://example.com/planted',
  's3://bucket/planted',
  'file:///srv/planted',
  'file:planted',
  'example.com/planted?x',
  '127.0.0.1:80/planted',
  'localhost/planted',
  'https%3A%2F%2Fexample.com%2Fplanted',
  '/srv/planted',
  '~/planted',
  '../planted',
  'models/../../planted',
  'C:\\planted',
  '\\\\host\\share\\planted',
  'planted.png',
];

it.each(SERVER_THINGS)('%s reaches the server in no request', async (written) => {
  const anywhere = places.filter(({ path }) => !isFile(path));
  await fc.assert(
    fc.asyncProperty(anywhere, fc.constantFrom('text', 'key'), async ({ route, body, path }, as) => {
      const value = as === 'text' ? written : { [written]: 1 };
      const heard = JSON.stringify(await sent(route, planted(body, path, value) as object));
      expect(heard).not.toContain('planted');
    }),
    { numRuns: 40 },
  );
});

it('accepts the same requests without the picture or path', async () => {
  for (const [route, body] of Object.entries(BODIES)) {
    const { status } = await api(proxy.url).post(route, body);
    expect([route, status]).toEqual([route, 200]);
  }
  const got = upstream.requests.find(({ method, path }) => method === 'POST' && path === '/prompt');
  expect(Object.keys(JSON.parse(String(got?.body)).prompt).sort()).toEqual(
    Object.keys((BODIES['/prompt'] as { prompt: object }).prompt).sort(),
  );
});

it('names a dropped field, and refuses a field that the client relies on', async () => {
  const { post } = api(proxy.url);
  const said = async (body: object) => {
    const answer = await post('/prompt', body);
    return {
      status: answer.status,
      header: answer.headers.get('x-shoji-warnings'),
      body: await answer.json(),
    };
  };
  const save = { filename_prefix: 'x', images: ['8', 0] as never, more: 'words' };
  const nodes = {
    '9': { class_type: 'SaveImage', inputs: save, is_changed: ['x'], _meta: { title: 'Save' } },
  };
  const dropped = await said({ prompt: workflow('a dog', { nodes }), number: 2, mood: 'happy' });
  expect(dropped.status).toBe(200);
  expect(dropped.header).toContain('field_dropped');
  const told = dropped.body.shoji.warnings.map(({ message }: { message: string }) => message.split(' ')[0]);
  expect(told.sort()).toEqual(['mood', 'number', 'prompt.9.inputs.more', 'prompt.9.is_changed']);
  const address = { ...save, more: 'https://example.com/a.png' };
  const refused = await said({
    prompt: workflow('a dog', { nodes: { '9': { class_type: 'SaveImage', inputs: address } } }),
  });
  expect(refused.status).toBe(400);
  expect(refused.body.node_errors['9'].errors[0]).toMatchObject({
    type: 'value_not_allowed',
    extra_info: { input_name: 'more' },
  });
  const queue = await post('/queue', { delete: [], mood: 'happy' });
  expect([queue.status, queue.headers.get('x-shoji-warnings')]).toEqual([200, 'field_dropped']);
});
