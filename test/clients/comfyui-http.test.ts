import { automatic1111, comfyui } from '@shoji/edge-proxy';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startAutomatic1111 } from '../upstreams/automatic1111/server.ts';
import { type ComfyServer, startComfyUi } from '../upstreams/comfyui/server.ts';
import {
  api,
  type Graph,
  type ImageFile,
  listen,
  lookAt,
  OVER_SOCKET,
  runWorkflow,
  workflow,
} from './comfyui-client.ts';
import { BANNED, engine, type RunningProxy, startProxy } from './support.ts';

let upstream: ComfyServer;
let proxy: RunningProxy;
const client = () => api(proxy.url);
beforeAll(async () => {
  upstream = await startComfyUi();
  const upstreams = [
    comfyui({ url: upstream.url, allow: ['GET /userdata'], allowedNodes: ['PromptOfTheDay'] }),
  ];
  proxy = await startProxy(upstreams);
});
afterEach(() => upstream.reset());
afterAll(() => Promise.all([upstream.close(), proxy.close()]));
const ran = (graph: Graph, at = proxy) => runWorkflow(at, graph);

describe('the operator’s negative prompt', () => {
  it('reaches the sampler, and no other node', async () => {
    const graph = workflow('a green dog', { negative: 'fog', nodes: OVER_SOCKET });
    upstream.state.hold = true;
    const listener = await listen(proxy.url, 'quiet', { flags: true });
    const { prompt_id } = await client().queue(graph, {
      client_id: 'quiet',
      extra_data: { extra_pnginfo: { workflow: { id: 'w1', nodes: [] } } },
    });
    await listener.until(({ type }) => type === 'preview');
    const running = await Promise.all(['/queue', '/api/jobs'].map((path) => client().json(path)));
    upstream.state.hold = false;
    await listener.ended(prompt_id);
    await listener.close();
    const terms = (upstream.state.sampled[0]?.negative ?? '').split(', ');
    expect(terms.length).toBeGreaterThan(2);
    expect(terms.at(-1)).toBe('fog');

    const [file] = listener.files(prompt_id);
    const { answer } = await lookAt(proxy, file);
    const png = Buffer.from(await (await client().view(file as ImageFile)).arrayBuffer()).toString('latin1');
    const paths = ['/history', `/history/${prompt_id}`, '/api/jobs', `/api/jobs/${prompt_id}`];
    const ended = await Promise.all(paths.map((path) => client().json(path)));
    const told = JSON.stringify([
      running,
      ended,
      listener.heard.map(({ data }) => data),
      [...answer.headers],
    ]);
    expect(`${told}${png}`).not.toContain(terms[0]);
    expect(told).not.toMatch(/shoji-[a-z]{16}/);
    expect(running[0]).toHaveProperty(['queue_running', 0, 2], graph);
    expect(ended[1]).toMatchObject({
      [prompt_id]: {
        prompt: [
          expect.any(Number),
          prompt_id,
          graph,
          { client_id: 'quiet', extra_pnginfo: { workflow: { id: 'w1', nodes: [] } } },
          ['9', '10'],
        ],
        outputs: { '9': { images: [{ filename: file?.filename, subfolder: '', type: 'output' }] } },
        status: { status_str: 'success', completed: true },
      },
    });
    expect(ended[3]).toMatchObject({
      id: prompt_id,
      status: 'completed',
      workflow_id: 'w1',
      workflow: { prompt: graph },
    });
  });

  it('is removed from errors of the server, which are otherwise unchanged', async () => {
    const { heard } = await ran(workflow('a green dog', { checkpoint: 'bad.safetensors' }));
    const error = heard.find(({ type }) => type === 'execution_error');
    expect(error?.data).toMatchObject({
      node_type: 'CheckpointLoaderSimple',
      exception_message: 'Error while deserializing header: header too large\n',
    });
    const answer = await client().post('/prompt', {
      prompt: workflow('a green dog', { checkpoint: 'missing.safetensors' }),
    });
    expect(answer.status).toBe(400);
    const body = await answer.json();
    expect(body).toMatchObject({
      error: { type: 'prompt_outputs_failed_validation' },
      node_errors: { '4': { errors: [{ type: 'value_not_in_list' }] } },
    });
    const [{ extra_info }] = body.node_errors['4'].errors;
    expect(extra_info.received_value.toSorted()).toEqual(['a green dog', 'fog']);
  });
});

describe('texts', () => {
  it('are evaluated as the server evaluates them', async () => {
    const [half, rest] = [BANNED.slice(0, 4), BANNED.slice(4)];
    const split = (a: string, b: string): Graph => ({
      '6': { class_type: 'CLIPTextEncode', inputs: { text: ['20', 0], clip: ['4', 1] } },
      '20': { class_type: 'StringConcatenate', inputs: { string_a: a, string_b: ['21', 0], delimiter: '' } },
      '21': { class_type: 'PrimitiveString', inputs: { value: b } },
    });
    const { heard } = await ran(workflow('', { nodes: split(half, rest) }));
    expect(heard.map(({ type }) => type)).toContain('execution_error');
    expect(upstream.state.encoded).toEqual([]);
    await ran(workflow('', { nodes: split('a green ', 'dog') }));
    expect(upstream.state.sampled[0]?.prompt).toBe('a green dog');
  });

  it('may be anything in a negative prompt', async () => {
    const { files } = await ran(workflow('a green dog', { negative: BANNED }));
    expect(files).toHaveLength(1);
    expect(upstream.state.sampled[0]?.negative).toContain(BANNED);
  });

  it('may not come from an unknown node', async () => {
    const from = (class_type: string): Graph => ({
      '6': { class_type: 'CLIPTextEncode', inputs: { text: ['20', 0], clip: ['4', 1] } },
      '20': { class_type, inputs: {} },
    });
    const { heard } = await ran(workflow('', { nodes: from('SomebodysTexts') }));
    const error = heard.find(({ type }) => type === 'execution_error');
    expect(error?.data.exception_message).toContain('allowedNodes');
    expect(upstream.state.encoded).toEqual([]);
    const { files } = await ran(workflow('', { nodes: from('PromptOfTheDay') }));
    expect(files).toHaveLength(1);
  });

  it('that the server makes are screened, too', async () => {
    const nodes: Graph = {
      '20': { class_type: 'PreviewAny', inputs: { source: ['21', 0] } },
      '21': { class_type: 'PrimitiveString', inputs: { value: 'a green dog' } },
    };
    const { heard, prompt_id } = await ran(workflow('a green dog', { nodes }));
    const told = heard.find(({ type, data }) => type === 'executed' && data.node === '20');
    expect(told?.data.output).toEqual({ text: ['a green dog'] });
    expect(await client().json(`/history/${prompt_id}`)).toHaveProperty(
      [prompt_id, 'outputs', '20', 'text', 0],
      'a green dog',
    );
  });
});

it('keeps seeds to the last digit', async () => {
  const seed = '18446744073709551615';
  const body = JSON.stringify({ prompt: workflow('a green dog') }).replace(
    '"seed":1,',
    () => `"seed":${seed},`,
  );
  const answer = await client().call('/prompt', { method: 'POST', body });
  const { prompt_id } = await answer.json();
  const sent = upstream.requests.find(({ method, path }) => method === 'POST' && path === '/prompt');
  expect(String(sent?.body)).toContain(`"seed":${seed},`);
  const job = await (await client().call(`/api/jobs/${prompt_id}`)).text();
  const queued = await (await client().call('/queue')).text();
  const ended = await (await client().call(`/history/${prompt_id}`)).text();
  expect(`${job}${queued}${ended}`).toContain(`"seed":${seed},`);
});

describe('the other routes', () => {
  it.each([
    '/system_stats',
    '/features',
    '/embeddings',
    '/models',
    '/models/checkpoints',
    '/extensions',
    '/prompt',
    '/object_info',
    '/object_info/Primitive%20boolean%20%5BCrystools%5D',
  ])('pass %s on, with and without /api', async (path) => {
    const direct = await (await fetch(upstream.url + path)).json();
    expect(await client().json(path)).toEqual(direct);
    expect(await client().json(`/api${path}`)).toEqual(direct);
  });

  it('are denied, with the setting that opens them', async () => {
    const answer = await client().call('/api/settings');
    expect(answer.status).toBe(403);
    expect((await answer.json()).error.message).toContain('comfyui({ allow: ["GET /api/settings"] })');
    for (const path of [
      '/internal/logs',
      '/internal/files/output',
      '/view_metadata/checkpoints?filename=x',
      '/users',
      '/api/userdata/x',
      '/manager/reboot',
      '/api/api/prompt',
    ])
      expect((await client().call(path)).status).toBe(403);
    expect(await client().json('/userdata')).toEqual(['a workflow of somebody']);
  });

  it('refuse pages of other origins unless the operator lists them', async () => {
    const named = 'https://app.example.com';
    const open = await startProxy([comfyui({ url: upstream.url })], { origins: [named] });
    const from = async (origin: string, at: string) =>
      (await api(at, { Origin: origin }).post('/prompt', { prompt: workflow('a green dog') })).status;
    expect(await from('https://example.com', proxy.url)).toBe(403);
    expect(await from(proxy.url, proxy.url)).toBe(200);
    expect(await from(named, open.url)).toBe(200);
    await open.close();
  });

  it('leave the paths of other protocols to them', async () => {
    const other = await startAutomatic1111();
    const both = await startProxy([automatic1111({ url: other.url }), comfyui({ url: upstream.url })]);
    expect(await api(both.url).json('/queue')).toEqual({ queue_running: [], queue_pending: [] });
    expect(await api(both.url).json('/sdapi/v1/samplers')).toHaveLength(1);
    expect((await api(both.url).post('/queue/join', {})).status).toBe(403);
    await both.close();
    await other.close();
  });

  it('stop a call whose client has disconnected', async () => {
    upstream.state.hold = true;
    const slow = engine({
      classifiers: [
        {
          name: 'slow',
          covers: [],
          classify: (_, { signal }) =>
            new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
        },
      ],
    });
    const waiting = await startProxy([comfyui({ url: upstream.url })], { engine: slow });
    const abort = new AbortController();
    const asked = upstream.next();
    const call = fetch(`${waiting.url}/prompt`, {
      method: 'POST',
      body: JSON.stringify({ prompt: workflow('a green dog') }),
      signal: abort.signal,
    });
    await asked;
    abort.abort();
    await expect(call).rejects.toThrow();
    await waiting.close();
    expect(upstream.requests.filter(({ method }) => method === 'POST')).toEqual([]);
  });
});
