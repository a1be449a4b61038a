import { RequestEvidence } from '@shoji/core/screen';
import { NO_PROMPT } from '@shoji/core/vocabulary';
import { callOf } from '../../dialect-kit/call/call.test-helper.ts';
import type { Call } from '../../dialect-kit/call/call.ts';
import { upstreamClient } from '../../dialect-kit/client/client.ts';
import { JudgedPictures } from '../../dialect-kit/screening/judged-pictures.ts';
import { json, startRecorder } from '../../testing/recorder.ts';
import type { Comfy } from './comfy.ts';
import { Conversations } from './tenants/conversations.ts';
import { type Run, Runs } from './tenants/runs.ts';
import { tenantOf } from './tenants/tenant.ts';

/** The state that all calls of the ComfyUI at `url` share, before the first call. */
export function comfyAt(url: string, parts: Partial<Comfy> = {}): Comfy {
  return {
    server: upstreamClient(url),
    mode: 'native',
    allowedNodes: [],
    fields: {},
    previews: true,
    runs: new Runs(),
    pictures: new JudgedPictures(),
    conversations: new Conversations(),
    objectInfo: async () => undefined,
    ...parts,
  };
}

/** The UUID that ends with `digit`, as clients and the server name prompts. */
export const idOf = (digit: number) => `4c1f0a2e-7b7d-4f0e-9d0e-00000000000${digit}`;

/** A prompt that `somebody`, the caller of `callOf`, has queued. */
export function runOf(parts: Partial<Run> = {}): Run {
  return {
    id: idOf(1),
    tenant: tenantOf('somebody'),
    clientId: 'tab',
    graph: { '6': { class_type: 'CLIPTextEncode', inputs: { text: 'a dog' } } },
    extra: {},
    words: { replaced: [], operators: '', added: new Map() },
    verdict: NO_PROMPT,
    evidence: new RequestEvidence(),
    finals: new Set(),
    size: { width: 96, height: 80 },
    created: 100,
    number: 3,
    ...parts,
  };
}

/** A prompt of another caller, under the same client id. */
export const theirs = (parts: Partial<Run> = {}) =>
  runOf({ id: idOf(9), tenant: tenantOf('other'), ...parts });

/** A prompt as the server lists it: with the graph and the client's name that the proxy sent. */
export function itemOf({ number, id, tenant, clientId }: Run, nodes: readonly string[] = ['9']) {
  return [number, id, { '6': { sent: 'graph' } }, { client_id: tenant.sid(clientId ?? '') }, nodes];
}

/** A server that answers its queue and history, and accepts every command. */
export interface Listing {
  readonly url: string;
  readonly running: unknown[];
  readonly pending: unknown[];
  /** Entries by the ids of their prompts. */
  readonly history: Map<string, unknown>;
  /** The requests since the last call, each as method, path and body. */
  asked(): string[];
  close(): Promise<void>;
}

export async function startListing(): Promise<Listing> {
  const running: unknown[] = [];
  const pending: unknown[] = [];
  const history = new Map<string, unknown>();
  const server = await startRecorder(({ method, path }, response) => {
    if (method === 'POST') return void response.writeHead(200).end();
    if (path === '/queue') return json(response, { queue_running: running, queue_pending: pending });
    const id = /^\/history\/(.*)$/.exec(path)?.[1];
    const told = [...history].filter(([each]) => id === undefined || each === id);
    json(response, Object.fromEntries(told));
  });
  return {
    ...{ url: server.url, running, pending, history },
    asked() {
      const asked = server.requests.map(({ method, path, body }) => `${method} ${path} ${body}`.trim());
      server.reset();
      return asked;
    },
    close: () => server.close(),
  };
}

/** A call of a route without a body. */
export function getOf(path: string, parts: Partial<Call> = {}) {
  return callOf({ request: new Request(`http://127.0.0.1${path}`), ...parts });
}
