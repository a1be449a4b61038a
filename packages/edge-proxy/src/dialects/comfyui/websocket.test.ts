import { fakeEngine } from '@shoji/core/conformance';
import { expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { httpClient } from '../../providers/http/client.ts';
import { JudgedPictures } from '../judged-pictures.ts';
import { Conversations } from './conversations.ts';
import { Runs } from './runs.ts';
import { converse } from './websocket.ts';

it('lets go of a client that takes nothing', async () => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  server.on('connection', (socket) => socket.send('{"type":"status","data":{}}'));
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const comfy = {
    client: httpClient(`http://127.0.0.1:${port}`),
    mode: 'native',
    allowedNodes: [],
    previews: true,
    runs: new Runs(),
    pictures: new JudgedPictures(),
    conversations: new Conversations(),
    headers: () => ({}),
    objectInfo: async () => undefined,
  } as const;
  const gone = new AbortController();
  const call = {
    id: 'gen_1',
    engine: fakeEngine(),
    request: new Request('http://127.0.0.1/ws?clientId=slow'),
    signal: gone.signal,
    language: 'en',
    caller: 'somebody',
    authorization: undefined,
  } as const;
  const closed = await new Promise<number>((resolve) => {
    const client = { send: () => {}, waiting: 10 ** 9, onText: () => {}, close: resolve };
    converse(comfy, call, client);
  });
  expect(closed).toBe(1013);
  gone.abort();
  await new Promise((resolve) => server.close(resolve));
});
