import { Account } from '@shoji/core/screen';
import { fakeEngine } from '@shoji/core/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import type { ClientSocket } from '../../../dialect-kit/serving/upstream.ts';
import { comfyAt } from '../comfy.test-helper.ts';
import { Runs } from '../tenants/runs.ts';
import { converse } from './websocket.ts';

let server: WebSocketServer;
let gone: AbortController;
beforeEach(async () => {
  gone = new AbortController();
  server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await new Promise((resolve) => server.once('listening', resolve));
});
afterEach(async () => {
  gone.abort();
  await new Promise((resolve) => server.close(resolve));
});

/** Opens a conversation with a server that sends `message`. */
function open(message: string, runs: Runs, client: ClientSocket, report: (error: unknown) => void) {
  server.on('connection', (socket) => socket.send(message));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const comfy = comfyAt(`http://127.0.0.1:${port}`, { runs });
  const call = {
    id: 'gen_1',
    engine: fakeEngine(),
    account: new Account(),
    request: new Request('http://127.0.0.1/ws?clientId=somebody'),
    signal: gone.signal,
    language: 'en',
    caller: 'somebody',
    authorization: undefined,
    report,
  } as const;
  converse(comfy, call, client);
}

it('disconnects a client that reads nothing (backpressure)', async () => {
  const closed = await new Promise<number>((resolve, reject) => {
    const client = { send: () => {}, waiting: 10 ** 9, onText: () => {}, close: resolve };
    open('{"type":"status","data":{}}', new Runs(), client, reject);
  });
  expect(closed).toBe(1013);
});

it('reports to the operator why a message could not be screened, and sends nothing', async () => {
  const runs = new Runs();
  runs.of = () => {
    throw new Error('broken');
  };
  const sent: unknown[] = [];
  const reported = await new Promise((resolve) => {
    const client = {
      send: (frame: unknown) => sent.push(frame),
      waiting: 0,
      onText: () => {},
      close: () => {},
    };
    open('{"type":"executing","data":{"prompt_id":"1","node":"3"}}', runs, client, resolve);
  });
  expect(reported).toEqual(new Error('broken'));
  expect(sent).toEqual([]);
});
