import { setTimeout as wait } from 'node:timers/promises';
import { animationOf, colourOf, picture } from '../pictures.ts';
import { evaluator, OUTPUTS, orderOf, type Pictures } from './graph.ts';
import { type QueueItem, queueInfo, type State, tell } from './state.ts';

/** Runs waiting prompts one after the other, and sends their events in the recorded order. */
export async function runQueue(state: State): Promise<void> {
  if (state.running) return;
  const item = state.pending.shift();
  if (item === undefined) return;
  state.running = item;
  state.interrupted = false;
  tell(state, undefined, 'status', { status: queueInfo(state) });
  await execute(state, item);
  state.running = undefined;
  const [, id, , extra] = item;
  tell(state, undefined, 'status', { status: queueInfo(state) });
  tell(state, sidOf(extra), 'executing', { node: null, prompt_id: id });
  await runQueue(state);
}

const sidOf = (extra: Record<string, unknown>) =>
  typeof extra.client_id === 'string' ? extra.client_id : undefined;

class Interrupted extends Error {}

async function execute(state: State, item: QueueItem): Promise<void> {
  const [, prompt_id, graph, extra, outputs] = item;
  const sid = sidOf(extra);
  const messages: [string, unknown][] = [];
  const note = (type: string, data: Record<string, unknown>) => {
    const told = { ...data, prompt_id, timestamp: Date.now() };
    messages.push([type, told]);
    tell(state, sid, type, told);
  };
  note('execution_start', {});
  note('execution_cached', { nodes: [] });
  const nodes: Record<string, Record<string, unknown>> = {};
  const made: Record<string, Record<string, unknown>> = {};
  const progress = (id: string, value: number, max: number, is: string) => {
    nodes[id] = {
      value,
      max,
      state: is,
      node_id: id,
      prompt_id,
      display_node_id: id,
      parent_node_id: null,
      real_node_id: id,
    };
    if (!state.old) tell(state, sid, 'progress_state', { prompt_id, nodes });
  };
  const evaluated = evaluator(graph, (text) => state.encoded.push(text));
  let at = '';
  try {
    for (const id of orderOf(graph, outputs)) {
      at = id;
      const type = graph[id]?.class_type ?? '';
      progress(id, 0, 1, 'running');
      tell(state, sid, 'executing', { node: id, display_node: id, prompt_id });
      await wait(1);
      if (state.interrupted) throw new Interrupted();
      if (graph[id]?.inputs.ckpt_name === 'bad.safetensors')
        throw new Error('Error while deserializing header: header too large\n');
      const value = evaluated.run(id);
      if (type === 'KSampler') await sample(state, sid, prompt_id, id, value as Pictures, progress);
      if (OUTPUTS.includes(type)) {
        const output = await giveOut(state, sid, item, id, evaluated.input);
        if (output) {
          made[id] = output;
          tell(state, sid, 'executed', { node: id, display_node: id, output, prompt_id });
        }
      }
      progress(id, 1, 1, 'finished');
    }
    note('execution_success', {});
  } catch (error) {
    const place = { node_id: at, node_type: graph[at]?.class_type, executed: Object.keys(nodes) };
    if (error instanceof Interrupted) note('execution_interrupted', place);
    else
      note('execution_error', {
        ...place,
        exception_message: error instanceof Error ? error.message : String(error),
        exception_type: 'safetensors._safetensors_rust.SafetensorError',
        traceback: ['  File "/srv/comfyui", line 518, in execute\n'],
        current_inputs: graph[at]?.inputs ?? {},
        current_outputs: Object.keys(graph),
      });
  }
  const completed = messages.at(-1)?.[0] === 'execution_success';
  state.history.set(prompt_id, {
    prompt: item,
    outputs: made,
    status: { status_str: completed ? 'success' : 'error', completed, messages },
    meta: Object.fromEntries(
      Object.keys(made).map((id) => [
        id,
        { node_id: id, display_node: id, parent_node: null, real_node_id: id },
      ]),
    ),
  });
}

const STEPS = 3;

async function sample(
  state: State,
  sid: string | undefined,
  prompt_id: string,
  node: string,
  { prompt, negative }: Pictures,
  progress: (id: string, value: number, max: number, is: string) => void,
): Promise<void> {
  state.sampled.push({ prompt, negative });
  const bytes = await picture(state.preview ?? colourOf(prompt), 'a preview');
  for (let step = 1; step <= STEPS || state.hold; step++) {
    if (state.interrupted) throw new Interrupted();
    const value = Math.min(step, STEPS);
    progress(node, value, STEPS, 'running');
    sendPicture(state, sid, bytes, prompt_id, node);
    tell(state, sid, 'progress', { value, max: STEPS, prompt_id, node });
    if (state.hold) tell(state, sid, 'executing', { node, display_node: node, prompt_id });
    await wait(state.hold ? 15 : 1);
  }
}

/** Binary frames: a 32-bit event, big-endian, then a format or metadata, then the picture. */
function sendPicture(
  state: State,
  sid: string | undefined,
  bytes: Buffer,
  prompt_id: string,
  node: string,
): void {
  for (const [id, client] of state.clients) {
    if (sid !== undefined && id !== sid) continue;
    const about = {
      node_id: node,
      prompt_id,
      display_node_id: node,
      parent_node_id: null,
      real_node_id: node,
      image_type: 'image/png',
    };
    const words = Buffer.from(JSON.stringify(about));
    const head = client.metadata ? [numbers(4, words.length), words] : [numbers(1, 2)];
    client.socket.send(Buffer.concat([...head, bytes]));
  }
}

/** A text event. */
export function sendText(state: State, sid: string, node: string, text: string): void {
  const id = Buffer.from(node);
  state.clients.get(sid)?.socket.send(Buffer.concat([numbers(3, id.length), id, Buffer.from(text)]));
}

function numbers(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value, index * 4);
  return bytes;
}

async function giveOut(
  state: State,
  sid: string | undefined,
  [, prompt_id, graph, extra]: QueueItem,
  id: string,
  input: (id: string, name: string) => unknown,
): Promise<Record<string, unknown> | undefined> {
  const type = graph[id]?.class_type;
  if (type === 'PreviewAny') return { text: [String(input(id, 'source') ?? '')] };
  const { prompt, count, side, file } = (input(id, 'images') ?? {}) as Partial<Pictures>;
  const note = JSON.stringify({ prompt: graph, workflow: extra.extra_pnginfo });
  const pictures: Buffer[] = [];
  for (let index = 0; index < (count ?? 1); index++) {
    // A prompt with "first" in it makes only its first picture in that colour.
    const colour = index > 0 && prompt?.includes('first') ? 'green' : colourOf(prompt ?? '');
    const loaded = file === undefined ? undefined : state.files.get(fileOf(file));
    pictures.push(loaded ?? (await picture(colour, note, Math.min(side ?? 64, 128))));
  }
  if (type === 'SaveImageWebsocket') {
    for (const bytes of pictures) sendPicture(state, sid, bytes, prompt_id, id);
    tell(state, sid, 'progress', { value: 0, max: 1, prompt_id, node: id });
    return undefined;
  }
  const animated = type === 'SaveAnimatedWEBP';
  const saved = animated || type === 'SaveImage';
  const folder = saved ? 'output' : 'temp';
  const prefix = saved ? String(input(id, 'filename_prefix')) : `ComfyUI_temp_${randomWord()}`;
  const [, subfolder = '', name = prefix] = /^(.*)\/([^/]*)$/.exec(prefix) ?? [];
  const written = animated ? [await animationOf(pictures, 'webp', Number(input(id, 'fps')))] : pictures;
  const images = written.map((bytes) => {
    const taken = [...state.files.keys()].filter((key) => key.startsWith(`${folder}/${subfolder}/${name}_`));
    const filename = `${name}_${String(taken.length + 1).padStart(5, '0')}_.${animated ? 'webp' : 'png'}`;
    state.files.set(`${folder}/${subfolder}/${filename}`, bytes);
    return { filename, subfolder, type: folder };
  });
  return { images, ...(animated && { animated: [true] }) };
}

/** The key of a file as a workflow names it: `sub/name.png [temp]`. */
function fileOf(annotated: string): string {
  const [, path = annotated, type = 'input'] = /^(.*) \[(input|output|temp)\]$/.exec(annotated) ?? [];
  const [, subfolder = '', name = path] = /^(.*)\/([^/]*)$/.exec(path) ?? [];
  return `${type}/${subfolder}/${name}`;
}

function randomWord(): string {
  return Array.from({ length: 5 }, () => 'abcdefghijklmnop'[Math.floor(Math.random() * 16)]).join('');
}
