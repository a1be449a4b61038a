import { randomUUID } from 'node:crypto';
import type { Server, ServerResponse } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { json, type Recorded, startRecorder, type UpstreamServer } from '@shoji/edge-proxy/testing';
import sharp from 'sharp';
import { WebSocketServer } from 'ws';
import { runQueue, sendText } from './execute.ts';
import { type Graph, OUTPUTS } from './graph.ts';
import { type Client, newState, type QueueItem, queueInfo, type State, tell } from './state.ts';

/** A ComfyUI as recorded from the wire: its routes, the order of its WebSocket messages, its files. */
export interface ComfyServer extends UpstreamServer {
  readonly state: State;
  /** Sends a text event to all clients, as nodes do that report a text. */
  say(node: string, text: string): void;
  /** Sends raw bytes or any JSON to all clients. */
  send(message: Buffer | object): void;
}

/** Starts one on a loopback port. */
export async function startComfyUi(port = 0): Promise<ComfyServer> {
  const state = newState();
  const attach = (server: Server) => listen(server, state);
  const recorder = await startRecorder((request, response) => answer(request, response, state), port, attach);
  const { close, reset } = recorder;
  return Object.defineProperties(
    {
      state,
      say: (node: string, text: string) => {
        for (const sid of state.clients.keys()) sendText(state, sid, node, text);
      },
      send: (message: Buffer | object) => {
        const data = Buffer.isBuffer(message) ? message : JSON.stringify(message);
        for (const { socket } of state.clients.values()) socket.send(data);
      },
    },
    {
      ...Object.getOwnPropertyDescriptors(recorder),
      reset: {
        value: () => {
          reset();
          state.encoded = [];
          state.sampled = [];
          state.said = [];
          Object.assign(state, { hold: false, old: false, preview: undefined });
        },
      },
      close: {
        value: async () => {
          Object.assign(state, { hold: false, interrupted: true, pending: [] });
          for (const { socket } of state.clients.values()) socket.terminate();
          await close();
        },
      },
    },
  ) as ComfyServer;
}

function listen(server: Server, state: State): void {
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, stream, head) => {
    const url = new URL(request.url ?? '', 'http://localhost');
    if (!/^(\/api)?\/ws$/.test(url.pathname) || isForeign(request.headers)) {
      stream.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, stream, head, (socket) => {
      const sid = url.searchParams.get('clientId') || randomUUID().replaceAll('-', '');
      const client: Client = { socket, metadata: false, spoken: false };
      // The last client under a name replaces the others.
      state.clients.set(sid, client);
      tell(state, sid, 'status', { status: queueInfo(state), sid });
      socket.on('close', () => {
        if (state.clients.get(sid) === client) state.clients.delete(sid);
      });
      socket.on('message', (data) => {
        state.said.push(String(data));
        if (client.spoken || state.old) return;
        client.spoken = true;
        const { type, data: flags } = JSON.parse(String(data));
        if (type !== 'feature_flags') return;
        client.metadata = flags.supports_preview_metadata === true;
        tell(state, sid, 'feature_flags', FEATURES);
      });
    });
  });
}

const FEATURES = {
  supports_preview_metadata: true,
  max_upload_size: 104857600,
  extension: { manager: { supports_v4: true } },
};
const LISTS: Readonly<Record<string, unknown>> = {
  '/system_stats': {
    system: { os: 'linux', comfyui_version: '0.8.0' },
    devices: [{ name: 'cpu', type: 'cpu', index: null }],
  },
  '/features': FEATURES,
  '/embeddings': ['easynegative'],
  '/models': ['checkpoints', 'loras'],
  '/models/checkpoints': ['sd-v1-5.safetensors', 'bad.safetensors'],
  '/extensions': ['/extensions/core/maskeditor.js'],
  '/object_info': {
    PromptOfTheDay: {
      input: { required: {} },
      output: ['STRING'],
      output_node: false,
      name: 'PromptOfTheDay',
    },
  },
  '/userdata': ['a workflow of somebody'],
  '/settings': { 'Comfy.Locale': 'en' },
};

/** The nodes of the usual workflow with their lists of names, the last one in the format of newer nodes. */
const NODES: Readonly<Record<string, unknown>> = {
  CheckpointLoaderSimple: nodeOf('loaders', {
    ckpt_name: [['sd-v1-5.safetensors', 'bad.safetensors'], { tooltip: 'The name of the checkpoint.' }],
  }),
  KSampler: nodeOf('sampling', {
    seed: ['INT', { default: 0, min: 0 }],
    sampler_name: [['euler', 'dpmpp_2m'], {}],
    scheduler: [['normal', 'karras'], {}],
  }),
  LoraLoader: nodeOf('loaders', { lora_name: ['COMBO', { options: ['paper-cut.safetensors'] }] }),
};

function nodeOf(category: string, required: object) {
  return { input: { required }, output: ['MODEL'], output_node: false, category, python_module: 'nodes' };
}

/** A page of another site must not reach a server on its visitor's machine. */
function isForeign({
  host = '',
  origin,
}: {
  host?: string | undefined;
  origin?: string | undefined;
}): boolean {
  return origin !== undefined && new URL(origin).host !== host;
}

async function answer(request: Recorded, response: ServerResponse, state: State): Promise<void> {
  const url = new URL(request.path, 'http://localhost');
  const path = decodeURIComponent(url.pathname).replace(/^\/api(?=\/(?!jobs))/, '');
  const empty = (status: number) => void response.writeHead(status, { 'content-length': 0 }).end();
  if (isForeign(request.headers)) return empty(403);
  if (request.method === 'GET') {
    if (path in LISTS) return json(response, LISTS[path]);
    if (path.startsWith('/object_info/')) {
      const name = path.slice('/object_info/'.length);
      return json(response, name in NODES ? { [name]: NODES[name] } : {});
    }
    if (path === '/prompt') return json(response, queueInfo(state));
    if (path === '/queue')
      return json(response, {
        queue_running: state.running ? [state.running] : [],
        queue_pending: state.pending,
      });
    if (path === '/history') return json(response, Object.fromEntries(state.history));
    if (path.startsWith('/history/')) {
      const id = path.slice('/history/'.length);
      const entry = state.history.get(id);
      return json(response, entry ? { [id]: entry } : {});
    }
    if (path === '/view') return view(url.searchParams, response, state);
    return empty(404);
  }
  if (path === '/upload/image' || path === '/upload/mask') return uploaded(request, response, state);
  if (request.method === 'PATCH' && path === '/internal/logs/subscribe') return empty(200);
  const body = read(request);
  switch (path) {
    case '/prompt':
      return queue(body, response, state);
    case '/queue':
      if (body.clear) state.pending = [];
      state.pending = state.pending.filter(([, id]) => !(body.delete ?? []).includes(id));
      return empty(200);
    case '/history':
      if (body.clear) state.history.clear();
      for (const id of body.delete ?? []) state.history.delete(id);
      return empty(200);
    case '/interrupt':
      if (body.prompt_id === undefined || state.running?.[1] === body.prompt_id) state.interrupted = true;
      return empty(200);
    case '/free':
      return empty(200);
    default:
      return empty(404);
  }
}

/** A body is decompressed and read as JSON, whatever its Content-Type. */
function read({ body, headers }: Recorded) {
  const plain = headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
  const wide = /utf-?16/i.test(headers['content-type'] ?? '');
  return plain.length > 0 ? JSON.parse(plain.toString(wide ? 'utf16le' : 'utf8')) : {};
}

function queue(body: Record<string, unknown>, response: ServerResponse, state: State): void {
  const graph = (body.prompt ?? {}) as Graph;
  const refuse = (type: string, message: string, node_errors = {}): void =>
    json(response, { error: { type, message, details: '', extra_info: {} }, node_errors }, 400);
  const wanted = Array.isArray(body.partial_execution_targets) ? body.partial_execution_targets : undefined;
  const outputs = Object.keys(graph).filter(
    (id) => OUTPUTS.includes(graph[id]?.class_type ?? '') && (wanted?.includes(id) ?? true),
  );
  if (outputs.length === 0) {
    refuse('prompt_no_outputs', 'Prompt has no outputs');
    return;
  }
  const missing = Object.entries(graph).find(([, { inputs }]) => inputs.ckpt_name === 'missing.safetensors');
  if (missing) {
    const [id, { class_type, inputs }] = missing;
    const details = `ckpt_name: '${inputs.ckpt_name}' not in ['sd-v1-5.safetensors']`;
    const texts = Object.values(graph).flatMap((node) => node.inputs.text ?? []);
    const extra_info = { input_name: 'ckpt_name', received_value: texts };
    const errors = [{ type: 'value_not_in_list', message: 'Value not in list', details, extra_info }];
    refuse('prompt_outputs_failed_validation', 'Prompt outputs failed validation', {
      [id]: { errors, dependent_outputs: outputs, class_type },
    });
    return;
  }
  const number = state.number++;
  const id = !state.old && typeof body.prompt_id === 'string' ? body.prompt_id : randomUUID();
  const extra = { ...(body.extra_data as object), client_id: body.client_id, create_time: Date.now() };
  const item: QueueItem = [number, id, graph, extra, outputs];
  state.pending.push(item);
  json(response, { prompt_id: id, number, node_errors: {} });
  tell(state, undefined, 'status', { status: queueInfo(state) });
  void runQueue(state);
}

async function view(query: URLSearchParams, response: ServerResponse, state: State): Promise<void> {
  const key = `${query.get('type') ?? 'output'}/${query.get('subfolder') ?? ''}/${query.get('filename')}`;
  const bytes = state.files.get(key);
  if (bytes === undefined) return void response.writeHead(404, { 'content-length': 0 }).end();
  const headers = {
    'content-type': 'image/png',
    'content-disposition': `filename="${query.get('filename')}"`,
  };
  const channel = query.get('channel');
  const shown = query.has('preview')
    ? await sharp(bytes).webp().toBuffer()
    : channel === 'a'
      ? await sharp(bytes).ensureAlpha().png().toBuffer()
      : bytes;
  response.writeHead(200, { ...headers, 'content-length': shown.length }).end(shown);
}

async function uploaded(request: Recorded, response: ServerResponse, state: State): Promise<void> {
  const type = request.headers['content-type'] ?? '';
  const form = await new Response(new Uint8Array(request.body), {
    headers: { 'content-type': type },
  }).formData();
  const file = form.get('image');
  if (!(file instanceof File)) return void response.writeHead(400).end();
  const subfolder = String(form.get('subfolder') ?? '');
  const folder = String(form.get('type') ?? 'input');
  state.files.set(`${folder}/${subfolder}/${file.name}`, Buffer.from(await file.arrayBuffer()));
  json(response, { name: file.name, subfolder, type: folder });
}
