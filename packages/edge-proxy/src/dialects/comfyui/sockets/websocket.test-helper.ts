import type { Engine } from '@shoji/core';
import { Account, RequestEvidence } from '@shoji/core/screen';
import { fakeEngine } from '@shoji/core/testing';
import { afterEach, beforeEach } from 'vitest';
import { WebSocketServer } from 'ws';
import type { ClientSocket } from '../../../dialect-kit/serving/upstream.ts';
import { comfyAt } from '../comfy.test-helper.ts';
import type { Comfy } from '../comfy.ts';
import type { Runs } from '../tenants/runs.ts';
import { converse } from './websocket.ts';

interface Parts extends Partial<Comfy> {
  readonly account?: Account;
  readonly engine?: Engine;
  /** The query of the client's request. */
  readonly query?: string;
}

/** A server whose websockets clients talk to through the proxy. */
interface Conversed {
  readonly server: WebSocketServer;
  /** Opens a conversation of `somebody` with the server, which sends these messages. */
  open(
    messages: string | readonly (string | Uint8Array)[],
    runs: Runs,
    client: ClientSocket,
    report: (error: unknown) => void,
    parts?: Parts,
  ): void;
  /** Disconnects all clients. */
  leave(): void;
  /** Disconnects all clients, and ends the server. */
  close(): Promise<void>;
}

/** A server for each test of a file. */
export function conversations(): Pick<Conversed, 'server' | 'open' | 'leave'> {
  let current: Conversed | undefined;
  const now = () => {
    if (!current) throw new Error('the server is only there during a test');
    return current;
  };
  beforeEach(async () => {
    current = await startConversations();
  });
  afterEach(() => now().close());
  return {
    get server() {
      return now().server;
    },
    open: (...args) => now().open(...args),
    leave: () => now().leave(),
  };
}

async function startConversations(): Promise<Conversed> {
  const gone = new AbortController();
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await new Promise((resolve) => server.once('listening', resolve));
  return {
    server,
    open(messages, runs, client, report, parts = {}) {
      const { account = new Account(), engine = fakeEngine(), query = '?clientId=somebody', ...own } = parts;
      server.on('connection', (socket) => {
        for (const message of [messages].flat()) socket.send(message);
      });
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      const comfy = comfyAt(`http://127.0.0.1:${port}`, { runs, ...own });
      const call = {
        ...{
          id: 'gen_1',
          engine,
          account,
          evidence: new RequestEvidence(),
          report,
          signal: gone.signal,
          caller: 'somebody',
        },
        request: new Request(`http://127.0.0.1/ws${query}`),
        language: 'en',
        authorization: undefined,
      } as const;
      converse(comfy, call, client);
    },
    leave: () => gone.abort(),
    async close() {
      gone.abort();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
