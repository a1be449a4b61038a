import { comfyui } from '@shoji/edge-proxy';
import {
  ENCODINGS,
  json,
  leaks,
  placesOf,
  planted,
  startRecorder,
  type UpstreamServer,
} from '@shoji/edge-proxy/testing';
import fc from 'fast-check';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { api, type Listener, listen, workflow } from '../clients/comfyui-client.ts';
import { type RunningProxy, startProxy } from '../clients/support.ts';
import { type ComfyServer, startComfyUi } from '../upstreams/comfyui/server.ts';

const ERROR_DATA = {
  node_id: '4',
  node_type: 'CheckpointLoaderSimple',
  executed: ['5'],
  exception_message: 'header too large',
  exception_type: 'SafetensorError',
  traceback: ['  File "main.py", line 518, in execute\n'],
  current_inputs: { ckpt_name: ['bad.safetensors'], steps: [20] },
  current_outputs: ['9'],
  timestamp: 1,
};
const OUTPUT = {
  images: [{ filename: 'x.png', subfolder: '', type: 'output' }],
  text: ['words'],
  animated: [false],
  seed: 7,
};
const ERROR = {
  type: 'value_not_in_list',
  message: 'Value not in list',
  details: 'ckpt_name',
  extra_info: { input_name: 'ckpt_name', input_config: [['a'], { default: 'a' }], received_value: 'b' },
};
const FAILED = {
  error: ERROR,
  node_errors: { '4': { errors: [ERROR], dependent_outputs: ['9'], class_type: 'KSampler' } },
};
const NODE = {
  KSampler: {
    input: {
      required: { model: ['MODEL', { tooltip: 'words' }], sampler_name: [['euler'], { default: 'euler' }] },
      hidden: { prompt: 'PROMPT' },
    },
    input_order: { required: ['model'] },
    output: ['LATENT'],
    output_is_list: [false],
    output_name: ['LATENT'],
    output_tooltips: ['words'],
    name: 'KSampler',
    description: 'words',
    category: 'sampling',
  },
};

/** A server's answers, by the path of the request. */
const ANSWERS: Readonly<Record<string, unknown>> = {
  '/prompt': { exec_info: { queue_remaining: 0 } },
  '/system_stats': { system: { os: 'linux', argv: ['main.py'] }, devices: [{ name: 'cpu', index: 0 }] },
  '/features': { supports_preview_metadata: true, extension: { manager: { supports_v4: true } } },
  '/embeddings': ['one'],
  '/models': ['loras'],
  '/models/loras': ['one.safetensors'],
  '/extensions': ['/extensions/core/x.js'],
  '/i18n': { en: { nodeDefs: { KSampler: { description: 'words' } } } },
  '/workflow_templates': { pack: ['one'] },
  '/object_info': NODE,
  '/object_info/KSampler': NODE,
  '/settings': { 'Comfy.Locale': 'en', more: [1, { a: 'b' }] },
};

/** The entry of a prompt in the queue and in the history. */
const ITEM = [1, 'id', {}, {}, ['9']];
const ENTRY = {
  prompt: ITEM,
  outputs: { '9': OUTPUT },
  status: { status_str: 'error', completed: false, messages: [['execution_error', ERROR_DATA]] },
  meta: { '9': { node_id: '9', display_node: '9' } },
};

/** The data of each message of the websocket. */
const MESSAGES: Readonly<Record<string, object>> = {
  status: { status: { exec_info: { queue_remaining: 1 } } },
  feature_flags: { supports_preview_metadata: true, extension: { manager: { supports_v4: true } } },
  execution_start: { timestamp: 1 },
  execution_cached: { nodes: ['4'], timestamp: 1 },
  execution_success: { timestamp: 1 },
  execution_error: ERROR_DATA,
  execution_interrupted: { node_id: '4', node_type: 'KSampler', executed: ['4'] },
  executing: { node: '3', display_node: '3' },
  progress: { value: 1, max: 2, node: '3' },
  progress_state: { nodes: { '3': { value: 1, max: 2, state: 'running', node_id: '3' } } },
  executed: { node: '9', display_node: '9', output: OUTPUT },
  logs: { entries: [{ m: 'words' }] },
};

let files: Buffer[];
let upstream: ComfyServer;
let proxy: RunningProxy;
let listener: Listener;
let server: UpstreamServer;
let strange: RunningProxy;
/** The value that the strange server puts in each place. */
let say: (value: unknown) => unknown = (value) => value;
let fails = false;
let ids: string[] = [];

beforeAll(async () => {
  // Small ones, because they are the hardest to distinguish from words.
  const noise = Buffer.from(
    Array.from({ length: 16 * 16 * 3 }, (_, at) => (at * 7919 + ((at * at) % 251)) & 255),
  );
  const image = sharp(noise, { raw: { width: 16, height: 16, channels: 3 } });
  files = [
    await image.png().toBuffer(),
    await image.jpeg({ quality: 40 }).toBuffer(),
    await image.webp({ quality: 30 }).toBuffer(),
  ];
  upstream = await startComfyUi();
  proxy = await startProxy([comfyui({ url: upstream.url })]);
  listener = await listen(proxy.url, 'answers', { flags: true });
  server = await startRecorder((request, response) => {
    const path = decodeURIComponent(new URL(request.path, 'http://x').pathname);
    if (request.method === 'POST' && path === '/prompt') {
      const { prompt_id } = JSON.parse(String(request.body));
      ids = [prompt_id];
      const told = say(FAILED);
      if (fails) json(response, told, 400);
      else json(response, { ...(told as object), prompt_id, number: 1 });
    } else if (path.startsWith('/history'))
      json(response, Object.fromEntries(ids.map((id) => [id, say(ENTRY)])));
    else if (path === '/queue') {
      const own = ids.map((id) => {
        const item = say(ITEM);
        return Array.isArray(item) ? [item[0], id, ...item.slice(2)] : item;
      });
      json(response, { queue_running: own, queue_pending: say([ITEM]) });
    } else if (path.startsWith('/upload'))
      json(response, { ...(say({ name: 'x.png', subfolder: '', type: 'input' }) as object) });
    else json(response, say(ANSWERS[path] ?? {}), fails ? 500 : 200);
  });
  strange = await startProxy([comfyui({ url: server.url, allow: ['GET /settings'] })]);
});
afterAll(async () => {
  upstream.state.hold = false;
  await listener.close();
  await Promise.all([upstream.close(), proxy.close(), server.close(), strange.close()]);
});

const asked = fc.record({
  where: fc.nat(),
  file: fc.constantFrom(0, 1, 2),
  fails: fc.boolean(),
});

const parsed = async (response: Response): Promise<unknown> => {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

describe.each(Object.entries(ENCODINGS))('a picture as %s', (_, encode) => {
  const at = (value: unknown, where: number, written: unknown) => {
    const places = [[], ...placesOf(value)];
    return planted(value, places[where % places.length] ?? [], written);
  };

  it('leaves in no answer', async () => {
    await fc.assert(
      fc.asyncProperty(asked, async (given) => {
        const written = encode(files[given.file] ?? Buffer.alloc(0));
        say = (value) => at(value, given.where, written);
        fails = given.fails;
        ids = [];
        const { call, post } = api(strange.url);
        const form = new FormData();
        form.append('image', new Blob([new Uint8Array(files[0] ?? [])]), 'x.png');
        const told = [
          await parsed(await post('/prompt', { prompt: workflow('a dog') })),
          await parsed(await post('/free', { free_memory: true })),
          await parsed(await call('/upload/image', { method: 'POST', body: form })),
        ];
        const paths = [
          '/queue',
          '/history',
          `/history/${ids[0] ?? 'x'}`,
          '/api/jobs',
          `/api/jobs/${ids[0] ?? 'x'}`,
        ];
        for (const path of [...paths, ...Object.keys(ANSWERS)]) told.push(await parsed(await call(path)));
        for (const each of told) expect(leaks(each, written)).toBe(false);
      }),
      { numRuns: 3 },
    );
  });

  it('leaves in no message', async () => {
    upstream.state.hold = true;
    const { prompt_id } = await api(proxy.url).queue(workflow('a dog'), { client_id: 'answers' });
    await listener.until(({ type, data }) => type === 'executing' && data.prompt_id === prompt_id);
    const numbers = (...values: number[]) => {
      const bytes = Buffer.alloc(values.length * 4);
      for (const [index, value] of values.entries()) bytes.writeUInt32BE(value, index * 4);
      return bytes;
    };
    const property = fc.asyncProperty(asked, async ({ where, file }) => {
      const written = encode(files[file] ?? Buffer.alloc(0));
      const before = listener.heard.length;
      for (const [type, data] of Object.entries(MESSAGES)) {
        upstream.send({ type, data: { ...(at(data, where, written) as object), prompt_id } });
        upstream.send(at({ type, data: { ...data, prompt_id } }, where, written) as object);
      }
      const text = typeof written === 'string' ? written : JSON.stringify(written);
      upstream.say('3', text);
      upstream.say(text, 'words');
      const about = Buffer.from(
        JSON.stringify({ ...(at({ node_id: '3' }, where, written) as object), prompt_id }),
      );
      upstream.send(Buffer.concat([numbers(4, about.length), about, files[0] ?? Buffer.alloc(0)]));
      const mark = `mark ${Math.random()}`;
      upstream.say('3', mark);
      await listener.until(({ type, data }) => type === 'text' && data.text === mark);
      for (const { data } of listener.heard.slice(before)) expect(leaks(data, written)).toBe(false);
      for (const { data } of listener.heard.slice(before)) expect(leaks(data, text)).toBe(false);
    });
    try {
      await fc.assert(property, { numRuns: 3 });
    } finally {
      upstream.state.hold = false;
      await listener.ended(prompt_id);
    }
  });
});

it('does not hide the other fields', async () => {
  [say, fails, ids] = [(value) => value, false, []];
  // A new proxy, which has not yet read other node classes from this server.
  const fresh = await startProxy([comfyui({ url: server.url, allow: ['GET /settings'] })]);
  const { json: read, queue } = api(fresh.url);
  const { prompt_id } = await queue(workflow('a dog'));
  for (const [path, answer] of Object.entries(ANSWERS)) expect(await read(path)).toEqual(answer);
  expect(await read(`/history/${prompt_id}`)).toMatchObject({
    [prompt_id]: { outputs: ENTRY.outputs, status: ENTRY.status, meta: ENTRY.meta },
  });
  await fresh.close();
});
