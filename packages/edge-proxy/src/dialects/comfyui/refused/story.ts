import type { Category } from '@shoji/core';
import { categoriesOf, type Language, type Reason } from '../../../dialect-kit/placeholder/phrases.ts';
import { placeholderPicture } from '../../../dialect-kit/screening/shown-picture.ts';
import { type ClientFrame, pictureFrame } from '../../../dialect-kit/serving/client-frame.ts';
import type { Json, JsonObject } from '../../../wire/json/strict-json.ts';
import type { OutputNode } from '../graph/index.ts';
import { pictureHead } from '../sockets/frames.ts';
import type { Run } from '../tenants/runs.ts';

/** Why a prompt is not sent to the server, and the node that caused it. */
export interface Refused {
  readonly message: string;
  /** The type of the exception; some clients show only this. */
  readonly kind: string;
  readonly nodeId: string;
  readonly classType: string;
  /** Set if placeholders are answered instead of an error. */
  readonly pictures?: Placeholders;
}

interface Placeholders {
  readonly reason: Reason;
  readonly language: Language;
  readonly outputs: readonly OutputNode[];
  /** Number of pictures of each output. */
  readonly count: number;
}

/** The exception's type for a refusal: with the categories if the policy names them. */
export function kindOf(reason: Reason, language: Language): string {
  const named: readonly Category[] = reason.categories;
  return named.length > 0 ? `ModerationBlocked: ${categoriesOf(reason, language)}` : 'ModerationBlocked';
}

/** One JSON message of a websocket. */
export type Message = readonly [type: string, data: JsonObject];

/** All events and answers of a refused prompt: at its start, at its end, and afterwards. */
export function storyOf(run: Run, { message, kind, nodeId, classType, pictures }: Refused) {
  const prompt_id = run.id;
  const timestamp = Date.now();
  const start: Message = ['execution_start', { prompt_id, timestamp }];
  const cached: Message = ['execution_cached', { nodes: [], prompt_id, timestamp }];
  const begun: Message[] = [
    start,
    cached,
    ['progress_state', { prompt_id, nodes: { [nodeId]: running(prompt_id, nodeId) } }],
    ['executing', { node: nodeId, display_node: nodeId, prompt_id }],
  ];
  if (pictures === undefined) {
    const error: Message = [
      'execution_error',
      {
        prompt_id,
        node_id: nodeId,
        node_type: classType,
        executed: [],
        exception_message: message,
        exception_type: kind,
        traceback: [],
        current_inputs: {},
        current_outputs: [],
        timestamp,
      },
    ];
    return { begun, ended: [error], entry: entryOf(run, {}, 'error', [start, cached, error]), files: [] };
  }
  const files = pictures.outputs.flatMap(({ nodeId: node, kind: form }) => {
    const type = form === 'save' ? ('output' as const) : ('temp' as const);
    const count = form === 'save' || form === 'preview' ? pictures.count : 0;
    return namesOf(run, node, count).map((filename) => ({ node, filename, subfolder: '', type }));
  });
  const outputs: Record<string, { images: JsonObject[] }> = {};
  for (const { node, ...file } of files) {
    outputs[node] ??= { images: [] };
    outputs[node].images.push({ ...file });
  }
  const executed = Object.entries(outputs).map(
    ([node, output]): Message => ['executed', { node, display_node: node, output, prompt_id }],
  );
  const success: Message = ['execution_success', { prompt_id, timestamp }];
  return {
    begun,
    ended: [...executed, success],
    entry: entryOf(run, outputs, 'success', [start, cached, success]),
    files,
  };
}

/** The file names of a refused prompt's placeholders. */
function namesOf({ id }: Run, node: string, count: number): string[] {
  const word = node.replace(/\W/g, '') || 'x';
  return Array.from(
    { length: count },
    (_, index) => `shoji_${id.slice(0, 8)}_${word}_${String(index + 1).padStart(5, '0')}_.png`,
  );
}

/** Outputs that are sent as websocket frames. */
export async function framesOf(
  run: Run,
  { pictures }: Refused,
): Promise<((metadata: boolean) => ClientFrame)[]> {
  const nodes = pictures?.outputs.filter(({ kind }) => kind === 'websocket') ?? [];
  if (pictures === undefined || nodes.length === 0) return [];
  const picture = await placeholderPicture(pictures.reason, pictures.language, run.size);
  return nodes.flatMap(({ nodeId }) =>
    Array.from({ length: pictures.count }, () => (metadata: boolean) => {
      const about = metadata
        ? {
            node_id: nodeId,
            prompt_id: run.id,
            display_node_id: nodeId,
            parent_node_id: null,
            real_node_id: nodeId,
          }
        : undefined;
      return pictureFrame(pictureHead(picture, about), picture);
    }),
  );
}

function running(prompt_id: string, node: string): JsonObject {
  return {
    value: 0,
    max: 1,
    state: 'running',
    node_id: node,
    prompt_id,
    display_node_id: node,
    parent_node_id: null,
    real_node_id: node,
  };
}

/** The length of the queue, which every client receives. */
export function statusOf(queue_remaining: number): Message {
  return ['status', { status: { exec_info: { queue_remaining } } }];
}

/** An entry of the history. */
export function entryOf(
  run: Run,
  outputs: JsonObject,
  status_str: string,
  messages: readonly Message[],
): JsonObject {
  const meta = Object.keys(outputs).map((node) => [
    node,
    { node_id: node, display_node: node, parent_node: null, real_node_id: node },
  ]);
  return {
    prompt: promptOf(run, Object.keys(outputs)),
    outputs,
    status: {
      status_str,
      completed: status_str === 'success',
      messages: messages.map(([type, data]) => [type, data]),
    },
    meta: Object.fromEntries(meta),
  };
}

/** A prompt as the queue and the history list it: with the graph as its client sent it. */
export function promptOf({ number, id, graph, extra, clientId, created }: Run, outputs: Json): Json {
  const own = clientId === undefined ? {} : { client_id: clientId };
  return [number, id, graph, { ...extra, ...own, create_time: created }, outputs];
}
