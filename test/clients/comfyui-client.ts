import { type ClientOptions, WebSocket } from 'ws';
import { z } from 'zod';
import { seen } from './support.ts';

/** A workflow in the API format. */
export type Graph = Record<string, { class_type: string; inputs: Record<string, Value> }>;
type Value = string | number | boolean | [node: string, slot: number];

/** Settings of a workflow, beside its prompt. */
export interface WorkflowParts {
  readonly negative?: string;
  readonly batch?: number;
  readonly checkpoint?: string;
  /** Further or other nodes. */
  readonly nodes?: Graph;
}

/** The workflow that ComfyUI starts with, in its API format. */
export function workflow(prompt: string, parts: WorkflowParts = {}): Graph {
  const { negative = 'fog', batch = 1, checkpoint = 'sd-v1-5.safetensors', nodes = {} } = parts;
  return {
    '3': {
      class_type: 'KSampler',
      inputs: {
        seed: 1,
        steps: 3,
        cfg: 7,
        sampler_name: 'euler',
        scheduler: 'normal',
        denoise: 1,
        model: ['4', 0],
        positive: ['6', 0],
        negative: ['7', 0],
        latent_image: ['5', 0],
      },
    },
    '4': { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: checkpoint } },
    '5': { class_type: 'EmptyLatentImage', inputs: { width: 64, height: 64, batch_size: batch } },
    '6': { class_type: 'CLIPTextEncode', inputs: { text: prompt, clip: ['4', 1] } },
    '7': { class_type: 'CLIPTextEncode', inputs: { text: negative, clip: ['4', 1] } },
    '8': { class_type: 'VAEDecode', inputs: { samples: ['3', 0], vae: ['4', 2] } },
    '9': { class_type: 'SaveImage', inputs: { filename_prefix: 'ComfyUI', images: ['8', 0] } },
    ...nodes,
  };
}

/** An output that leaves by the websocket alone. */
export const OVER_SOCKET: Graph = {
  '10': { class_type: 'SaveImageWebsocket', inputs: { images: ['8', 0] } },
};
export const AS_PREVIEW: Graph = { '11': { class_type: 'PreviewImage', inputs: { images: ['8', 0] } } };

const messageSchema = z.object({ type: z.string(), data: z.looseObject({}) });
const fileSchema = z.object({ filename: z.string(), subfolder: z.string(), type: z.string() });
const executedSchema = z.looseObject({
  node: z.string(),
  output: z.looseObject({ images: z.array(fileSchema).default([]) }),
});

export type ImageFile = z.infer<typeof fileSchema>;

/** One message that a listener received. */
export interface Heard {
  readonly type: string;
  readonly data: Record<string, unknown>;
  /** Of a binary message: the bytes after the event, and after the metadata if there are any. */
  readonly picture?: Buffer;
}

/** A WebSocket that records its messages. */
export interface Listener {
  readonly heard: readonly Heard[];
  readonly socket: WebSocket;
  /** Resolves with the first message, past or future, for which `is` is true. */
  until(is: (message: Heard) => boolean): Promise<Heard>;
  /** Resolves when a prompt has ended. */
  ended(promptId: string): Promise<void>;
  /** Files that were reported for a prompt. */
  files(promptId: string): ImageFile[];
  close(): Promise<void>;
}

/** Listens as a client with the id `clientId`. */
export async function listen(
  url: string,
  clientId: string,
  options: { headers?: ClientOptions['headers']; flags?: boolean; path?: string } = {},
): Promise<Listener> {
  const { path = '/ws', headers = {}, flags = false } = options;
  const socket = new WebSocket(`${url.replace('http', 'ws')}${path}?clientId=${clientId}`, { headers });
  const heard: Heard[] = [];
  let waiting: (() => void)[] = [];
  socket.on('message', (data: Buffer, isBinary) => {
    heard.push(isBinary ? readBinary(data) : messageSchema.parse(JSON.parse(String(data))));
    for (const wake of waiting.splice(0)) wake();
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('open', () => resolve());
    socket.once('error', reject);
  });
  if (flags)
    socket.send(JSON.stringify({ type: 'feature_flags', data: { supports_preview_metadata: true } }));
  const until = async (is: (message: Heard) => boolean): Promise<Heard> => {
    for (;;) {
      const found = heard.find(is);
      if (found) return found;
      await new Promise<void>((resolve) => {
        waiting = [...waiting, resolve];
      });
    }
  };
  const listener: Listener = {
    heard,
    socket,
    until,
    ended: async (id) => {
      await until(({ type, data }) => type === 'executing' && data.node === null && data.prompt_id === id);
    },
    files: (id) =>
      heard
        .filter(({ type, data }) => type === 'executed' && data.prompt_id === id)
        .flatMap(({ data }) => executedSchema.parse(data).output.images),
    close: () =>
      new Promise((resolve) => {
        socket.once('close', () => resolve());
        socket.close();
      }),
  };
  await until(({ type }) => type === 'status');
  return listener;
}

function readBinary(bytes: Buffer): Heard {
  const event = bytes.readUInt32BE(0);
  const length = bytes.readUInt32BE(4);
  if (event === 1) return { type: 'preview', data: { format: length }, picture: bytes.subarray(8) };
  const head = bytes.subarray(8, 8 + length).toString();
  const rest = bytes.subarray(8 + length);
  if (event === 3) return { type: 'text', data: { node: head, text: rest.toString() } };
  return { type: 'preview', data: JSON.parse(head), picture: rest };
}

const queuedSchema = z.looseObject({ prompt_id: z.string(), number: z.number() });

/** ComfyUI's API, as apps use it that send HTTP requests themselves. */
export function api(url: string, headers: Record<string, string> = {}) {
  const call = (path: string, init: RequestInit = {}) =>
    fetch(url + path, { ...init, headers: { ...headers, ...(init.headers as Record<string, string>) } });
  const post = (path: string, body: unknown) => call(path, { method: 'POST', body: JSON.stringify(body) });
  return {
    call,
    post,
    json: async (path: string): Promise<Record<string, never>> => (await call(path)).json() as never,
    queue: async (graph: unknown, more: Record<string, unknown> = {}) =>
      queuedSchema.parse(await (await post('/prompt', { prompt: graph, ...more })).json()),
    view: ({ filename, subfolder, type }: ImageFile, more: Record<string, string> = {}) =>
      call(`/view?${new URLSearchParams({ filename, subfolder, type, ...more })}`),
  };
}

/** Runs a workflow to its end and returns its messages and files. */
export async function runWorkflow(at: { readonly url: string }, graph: Graph) {
  const clientId = `client-${Math.random()}`;
  const listener = await listen(at.url, clientId);
  const { queue, json } = api(at.url);
  const { prompt_id } = await queue(graph, { client_id: clientId });
  await listener.until(({ type, data }) => type === 'executing' && data.prompt_id === prompt_id);
  // A refused run ends as soon as its client has polled it.
  await json(`/history/${prompt_id}`);
  await json('/queue');
  await listener.ended(prompt_id);
  await listener.close();
  return { prompt_id, files: listener.files(prompt_id), heard: listener.heard };
}

/** Requests a file of a run, and returns the answer with the content of its picture. */
export async function lookAt(
  at: { readonly url: string },
  file: ImageFile | undefined,
  more: Record<string, string> = {},
) {
  if (file === undefined) throw new Error('no file was reported');
  const answer = await api(at.url).view(file, more);
  return { answer, ...(await seen(new Uint8Array(await answer.arrayBuffer()))) };
}
