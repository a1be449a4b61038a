import type { WebSocket } from 'ws';
import type { COLOURS } from '../pictures.ts';
import type { Graph } from './graph.ts';

/** One prompt in the queue, as the server lists it. */
export type QueueItem = [
  number: number,
  id: string,
  graph: Graph,
  extra: Record<string, unknown>,
  outputs: string[],
];

export interface Client {
  readonly socket: WebSocket;
  /** Whether its first message asked for previews with metadata. */
  metadata: boolean;
  spoken: boolean;
}

/** The state of a small ComfyUI in memory, and its behaviour as a test sets it. */
export interface State {
  readonly clients: Map<string, Client>;
  readonly history: Map<string, Record<string, unknown>>;
  /** Files by `type/subfolder/name`. */
  readonly files: Map<string, Buffer>;
  pending: QueueItem[];
  running: QueueItem | undefined;
  number: number;
  interrupted: boolean;
  /** Every text that reached a text encoder. */
  encoded: string[];
  /** The conditioning of each sampler. */
  sampled: { prompt: string; negative: string }[];
  /** All messages that clients sent over their WebSockets. */
  said: string[];
  /** Samplers send previews and progress repeatedly, and do not end until this is false. */
  hold: boolean;
  /** Servers of before 2025 choose the ids of prompts, and send no metadata. */
  old: boolean;
  /** The content of previews; when undefined, that of the picture. */
  preview: keyof typeof COLOURS | undefined;
}

export function newState(): State {
  return {
    clients: new Map(),
    history: new Map(),
    files: new Map(),
    pending: [],
    running: undefined,
    number: 0,
    interrupted: false,
    encoded: [],
    sampled: [],
    said: [],
    hold: false,
    old: false,
    preview: undefined,
  };
}

/** As in `GET /prompt` and each `status`. */
export function queueInfo({ pending, running }: State) {
  return { exec_info: { queue_remaining: pending.length + (running ? 1 : 0) } };
}

/** Sends a message to one client, or to all if it is for no particular one. */
export function tell(state: State, sid: string | undefined, type: string, data: unknown): void {
  for (const [id, { socket }] of state.clients)
    if (sid === undefined || id === sid) socket.send(JSON.stringify({ type, data }));
}
