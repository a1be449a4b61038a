import { comfyui } from '@shoji/edge-proxy';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { type ComfyServer, startComfyUi } from '../upstreams/comfyui/server.ts';
import { picture } from '../upstreams/pictures.ts';
import {
  AS_PREVIEW,
  api,
  type Graph,
  type ImageFile,
  listen,
  OVER_SOCKET,
  workflow,
} from './comfyui-client.ts';
import { type RunningProxy, seen, startProxy } from './support.ts';

const KEYS = ['the-key-of-the-first-one', 'the-key-of-the-second-one'] as const;
const headersOf = (key: string) => ({ Authorization: `Bearer ${key}` });

let upstream: ComfyServer;
let proxy: RunningProxy;
let mine: ReturnType<typeof api>;
let theirs: ReturnType<typeof api>;
beforeAll(async () => {
  upstream = await startComfyUi();
  proxy = await startProxy([comfyui({ url: upstream.url })], { keys: KEYS });
  [mine, theirs] = [api(proxy.url, headersOf(KEYS[0])), api(proxy.url, headersOf(KEYS[1]))];
});
afterEach(() => upstream.reset());
afterAll(() => Promise.all([upstream.close(), proxy.close()]));

const listenAs = (key: string, clientId = 'shared', flags = false) =>
  listen(proxy.url, clientId, { headers: headersOf(key), flags });

/** A prompt of the first tenant that runs until it is released. */
async function holding() {
  upstream.state.hold = true;
  const listener = await listenAs(KEYS[0]);
  const { prompt_id } = await mine.queue(workflow('a green dog', { nodes: AS_PREVIEW }), {
    client_id: 'shared',
  });
  await listener.until(({ type }) => type === 'preview');
  return {
    prompt_id,
    finish: async () => {
      upstream.state.hold = false;
      await listener.ended(prompt_id);
      await listener.close();
      return listener.files(prompt_id);
    },
  };
}

it('sends frames and messages only to the tenant of the prompt, even under the same client id', async () => {
  const stranger = await listenAs(KEYS[1]);
  const anonymous = await listenAs(KEYS[1], '');
  const listener = await listenAs(KEYS[0]);
  for (const client_id of ['shared', undefined]) {
    const { prompt_id } = await mine.queue(workflow('a green dog', { nodes: OVER_SOCKET }), {
      ...(client_id && { client_id }),
    });
    if (client_id) await listener.ended(prompt_id);
  }
  const { prompt_id } = await theirs.queue(workflow('a green cat'), { client_id: 'shared' });
  await stranger.ended(prompt_id);
  expect(listener.heard.some(({ data }) => data.prompt_id === prompt_id)).toBe(false);
  for (const { heard } of [stranger, anonymous]) {
    const about = heard.filter(({ type }) => type !== 'status' && type !== 'preview');
    expect(about.every(({ data }) => data.prompt_id === prompt_id)).toBe(true);
  }
  expect(anonymous.heard.every(({ type }) => type === 'status')).toBe(true);
  await Promise.all([stranger, anonymous, listener].map((each) => each.close()));
});

it('lists only the caller’s prompts', async () => {
  const { prompt_id, finish } = await holding();
  const waiting = await mine.queue(workflow('a green bird'));
  const nothing = { queue_running: [], queue_pending: [] };
  expect(await theirs.json('/queue')).toEqual(nothing);
  expect(JSON.stringify(await theirs.json('/api/jobs'))).not.toContain(prompt_id);
  expect((await theirs.call(`/api/jobs/${prompt_id}`)).status).toBe(404);
  const queue = await mine.json('/api/queue');
  expect(queue).toMatchObject({
    queue_running: [
      [
        expect.any(Number),
        prompt_id,
        workflow('a green dog', { nodes: AS_PREVIEW }),
        { client_id: 'shared' },
        ['9', '11'],
      ],
    ],
    queue_pending: [
      [expect.any(Number), waiting.prompt_id, workflow('a green bird'), expect.anything(), ['9']],
    ],
  });
  expect(await mine.json(`/api/jobs/${waiting.prompt_id}`)).toMatchObject({ status: 'pending' });
  await finish();
  for (const path of [
    '/history',
    '/history?max_items=200',
    `/history/${prompt_id}`,
    `/api/history/${prompt_id}`,
  ])
    expect(await theirs.json(path)).not.toHaveProperty(prompt_id);
  expect(await mine.json(`/history/${prompt_id}`)).toHaveProperty([prompt_id, 'status', 'completed'], true);
  expect(JSON.stringify(await mine.json('/api/jobs'))).not.toContain('shoji-');
});

it('shows only the caller’s files', async () => {
  const saving: Graph = {
    '9': { class_type: 'SaveImage', inputs: { filename_prefix: 'pets/same', images: ['8', 0] } },
  };
  const made = async (key: string, as: typeof mine, prompt: string) => {
    const listener = await listenAs(key, 'files');
    const { prompt_id } = await as.queue(workflow(prompt, { nodes: { ...saving, ...AS_PREVIEW } }), {
      client_id: 'files',
    });
    await listener.ended(prompt_id);
    await listener.close();
    return listener.files(prompt_id);
  };
  const [kept, preview] = await made(KEYS[0], mine, 'a green dog');
  expect(kept).toEqual({ filename: 'same_00001_.png', subfolder: 'pets', type: 'output' });
  expect((await made(KEYS[1], theirs, 'an azure cat'))[0]).toEqual(kept);
  const look = async (as: typeof mine, file: ImageFile | undefined) => {
    const answer = file && (await as.view(file));
    return answer?.ok ? (await seen(new Uint8Array(await answer.arrayBuffer()))).colour : answer?.status;
  };
  expect([await look(mine, kept), await look(mine, preview)]).toEqual(['green', 'green']);
  // The same name is a different picture of theirs; a name that only I use is not found.
  expect([await look(theirs, kept), await look(theirs, preview)]).toEqual(['azure', 404]);
  const [folder = ''] = [...upstream.state.files.keys()].flatMap(
    (key) => /^output\/(shoji-\w+)\/pets/.exec(key)?.[1] ?? [],
  );
  for (const subfolder of [
    folder,
    `${folder}/pets`,
    `../${folder}/pets`,
    `x/../../${folder}/pets`,
    `./${folder}/pets/`,
  ])
    expect((await theirs.view({ filename: 'same_00001_.png', subfolder, type: 'output' })).ok).toBe(false);
});

it('stops and deletes only the caller’s prompts', async () => {
  const { prompt_id, finish } = await holding();
  const waiting = await mine.queue(workflow('a green bird'));
  const commands: [string, unknown][] = [
    ['/interrupt', {}],
    ['/interrupt', { prompt_id }],
    ['/queue', { clear: true }],
    ['/queue', { delete: [waiting.prompt_id, prompt_id] }],
  ];
  for (const [path, body] of commands) expect((await theirs.post(path, body)).status).toBe(200);
  await theirs.call('/api/interrupt', { method: 'POST' });
  expect(upstream.state.interrupted).toBe(false);
  expect(upstream.state.pending).toHaveLength(1);
  await mine.post('/queue', { delete: [waiting.prompt_id] });
  expect(upstream.state.pending).toHaveLength(0);
  const last = await mine.queue(workflow('a green fish'));
  const other = await theirs.queue(workflow('a green cat'));
  await mine.post('/queue', { clear: true });
  expect(upstream.state.pending.map(([, id]) => id)).toEqual([other.prompt_id]);
  expect(await mine.json(`/history/${last.prompt_id}`)).toEqual({});
  await finish();
  await theirs.post('/history', { clear: true });
  await theirs.post('/history', { delete: [prompt_id] });
  expect(await mine.json(`/history/${prompt_id}`)).toHaveProperty(prompt_id);
  await mine.post('/api/history', { delete: [prompt_id] });
  expect(await mine.json(`/history/${prompt_id}`)).toEqual({});
  expect(upstream.state.history.has(prompt_id)).toBe(false);
});

it('interrupts the caller’s prompt', async () => {
  const { prompt_id } = await holding();
  const listener = await listenAs(KEYS[0]);
  await mine.call('/interrupt', { method: 'POST' });
  await listener.ended(prompt_id);
  expect(listener.heard.map(({ type }) => type)).toContain('execution_interrupted');
  expect(await mine.json(`/api/jobs/${prompt_id}`)).toMatchObject({ status: 'failed' });
  await listener.close();
});

it('uses only the caller’s pictures as input', async () => {
  const upload = async (as: typeof mine, colour: 'green' | 'azure', name = 'dog.png') => {
    const form = new FormData();
    form.append('image', new Blob([new Uint8Array(await picture(colour))]), name);
    form.append('subfolder', 'pets');
    return as.call('/upload/image', { method: 'POST', body: form });
  };
  expect(await (await upload(mine, 'green')).json()).toEqual({
    name: 'dog.png',
    subfolder: 'pets',
    type: 'input',
  });
  const from = (image: string) => ({
    '1': { class_type: 'LoadImage', inputs: { image } },
    '2': { class_type: 'SaveImage', inputs: { filename_prefix: 'copy', images: ['1', 0] } },
  });
  await mine.queue(from('pets/dog.png'));
  await theirs.queue(from('pets/dog.png'));
  const loaded = upstream.requests
    .filter(({ path, method }) => path === '/prompt' && method === 'POST')
    .map(({ body }) => JSON.parse(String(body)).prompt['1'].inputs.image);
  expect(loaded[0]).not.toBe(loaded[1]);
  expect(loaded.every((name) => /^shoji-\w+\/pets\/dog\.png$/.test(name))).toBe(true);
  expect(upstream.state.files.has(`input/${loaded[0]}`)).toBe(true);
  expect(upstream.state.files.has(`input/${loaded[1]}`)).toBe(false);
  for (const name of ['../dog.png', `${String(loaded[0]).replace('/pets', '/../pets')}`, 'C:\\dog.png'])
    expect((await theirs.post('/prompt', { prompt: from(name) })).status).toBe(400);
});

it('does not let a caller use the id of another caller’s prompt', async () => {
  const prompt_id = '0d0f7c05-1a0c-4b6f-9d38-2f0ab0b43cb5';
  expect((await mine.queue(workflow('a green dog'), { prompt_id })).prompt_id).toBe(prompt_id);
  const answer = await theirs.post('/prompt', { prompt: workflow('a green cat'), prompt_id });
  expect(answer.status).toBe(400);
});
