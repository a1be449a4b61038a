import type { BlockMode, Call } from '../../dialect-kit/call/call.ts';
import type { UpstreamClient } from '../../dialect-kit/client/client.ts';
import { readJsonAnswer } from '../../dialect-kit/client/read-answer.ts';
import type { JudgedPictures } from '../../dialect-kit/screening/judged-pictures.ts';
import { FAILED, NODES } from './fields.ts';
import type { OpenedInputs } from './graph/admit/opened-inputs.ts';
import { type ObjectInfo, parseObjectInfo } from './graph/index.ts';
import type { Conversations } from './tenants/conversations.ts';
import type { Runs } from './tenants/runs.ts';

/** The state that all calls of one ComfyUI share. */
export interface Comfy {
  readonly server: UpstreamClient;
  readonly mode: BlockMode;
  readonly allowedNodes: readonly string[];
  readonly fields: OpenedInputs;
  /** Whether preview pictures of a running prompt are judged and shown. */
  readonly previews: boolean;
  readonly runs: Runs;
  readonly pictures: JudgedPictures;
  readonly conversations: Conversations;
  /** The server's description of its nodes; undefined when it cannot be fetched or read. */
  objectInfo(call: Call): Promise<ObjectInfo | undefined>;
}

// Nodes change only with a restart of the server, which does not notify the proxy.
const KNOWN_MS = 600_000;

/** Fetches the server's nodes, and caches them for some time. */
export function objectInfoOf(server: UpstreamClient): Comfy['objectInfo'] {
  let known: { readonly until: number; readonly info: Promise<ObjectInfo | undefined> } | undefined;
  const ask = async (call: Call): Promise<ObjectInfo | undefined> => {
    // Not aborted by the signal of the client that asks first: others wait for the same answer.
    const { signal } = new AbortController();
    const target = { method: 'GET', path: '/object_info' } as const;
    const answer = await readJsonAnswer(await server.send(target, { ...call, signal }), FAILED);
    return parseObjectInfo(answer.screened(NODES).value);
  };
  return (call) => {
    if (known === undefined || known.until < Date.now()) {
      const info = ask(call).catch((error: unknown) => {
        call.report(error);
        known = undefined;
        return undefined;
      });
      known = { until: Date.now() + KNOWN_MS, info };
    }
    return known.info;
  };
}
