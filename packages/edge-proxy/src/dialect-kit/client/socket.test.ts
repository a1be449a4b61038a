import { type AddressInfo, Socket } from 'node:net';
import { answerRoom } from '@shoji/capacity';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { record, word } from '../answers/shape.ts';
import { connectSocket, type SocketEvents, type UpstreamSocket } from './socket.ts';

let server: WebSocketServer;
let open: UpstreamSocket | undefined;
beforeEach(async () => {
  server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await new Promise((resolve) => server.once('listening', resolve));
});
afterEach(async () => {
  open?.close();
  for (const client of server.clients) client.terminate();
  await new Promise((resolve) => server.close(resolve));
});

const urlOf = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const connected = () => new Promise<WebSocket>((resolve) => server.once('connection', resolve));
const shape = record({ type: word() });

/** Connects, and resolves with `pick(event)` for the first event of its kind. */
function until<Value>(events: (resolve: (value: Value) => void) => Partial<SocketEvents>): Promise<Value> {
  return new Promise((resolve) => {
    const nothing = { opened: () => {}, json: () => undefined, binary: () => undefined, closed: () => {} };
    open = connectSocket(
      urlOf(),
      '/ws?a=b',
      { authorization: 'Bearer own' },
      { ...nothing, ...events(resolve) },
    );
  });
}

describe('connectSocket', () => {
  it('opens the path with the caller’s client id, and sends messages once it is open', async () => {
    const heard = new Promise((resolve) =>
      server.once('connection', (socket, request) =>
        socket.once('message', (data) => resolve([request.url, request.headers.authorization, String(data)])),
      ),
    );
    await until((resolve) => ({
      opened: () => {
        open?.send('words');
        resolve(undefined);
      },
    }));
    expect(await heard).toEqual(['/ws?a=b', 'Bearer own', 'words']);
  });

  it('passes on JSON messages with their length, and binary frames, in order', async () => {
    const told: unknown[] = [];
    const client = connected();
    const done = until<void>((resolve) => ({
      json: (message, bytes) => {
        told.push([message.screened(shape).value, bytes]);
        return undefined;
      },
      binary: (frame) => {
        told.push([frame.length, frame.uint32(0)]);
        if (frame.length === 4) resolve(undefined);
        return undefined;
      },
    }));
    const socket = await client;
    socket.send('{"type":"a","more":1}');
    socket.send('no JSON');
    socket.send(Buffer.from([0, 0, 1, 0, 9]));
    socket.send('{"type":"b"}');
    socket.send(Buffer.from([0, 0, 0, 7]));
    await done;
    expect(told).toEqual([
      [{ type: 'a' }, 21],
      [5, 256],
      [{ type: 'b' }, 12],
      [4, 7],
    ]);
  });

  it('reads the next message after one was taken', async () => {
    const told: number[] = [];
    const client = connected();
    const done = until<void>((resolve) => ({
      json: (_, bytes) => {
        told.push(bytes);
        if (told.length === 3) resolve(undefined);
        return undefined;
      },
    }));
    const socket = await client;
    for (const text of ['{}', '[1]', '[12]']) {
      socket.send(text);
      // A pong shows that the client has read everything before it.
      await new Promise((resolve) => socket.ping(undefined, undefined, () => socket.once('pong', resolve)));
    }
    await done;
    expect(told).toEqual([2, 3, 4]);
  });

  it('holds the memory of a message until it is released', async () => {
    const { free } = answerRoom;
    const [taken, handled] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const client = connected();
    const done = until<void>((resolve) => ({
      json: () => {
        taken.resolve();
        return handled.promise;
      },
      closed: () => resolve(undefined),
    }));
    const socket = await client;
    const text = JSON.stringify('a'.repeat(1_000));
    socket.send(text);
    await taken.promise;
    await new Promise(setImmediate);
    expect(free - answerRoom.free).toBe(text.length);
    handled.resolve();
    socket.close();
    await done;
    expect(answerRoom.free).toBe(free);
  });

  it('closes the connection when a message could not be handled', async () => {
    const client = connected();
    const closed = until<Error | undefined>((resolve) => ({
      json: () => Promise.reject(new Error('broken')),
      closed: resolve,
    }));
    (await client).send('{}');
    expect(await closed).toBeUndefined();
  });

  it('sets TCP keep-alive to half a minute', async () => {
    const keepAlive = vi.spyOn(Socket.prototype, 'setKeepAlive');
    await until<void>((resolve) => ({ opened: () => resolve(undefined) }));
    expect(keepAlive.mock.calls).toContainEqual([true, 30_000]);
    keepAlive.mockRestore();
  });

  it('reports a close by the server, without an error', async () => {
    const client = connected();
    const closed = until<Error | undefined>((resolve) => ({ closed: resolve }));
    (await client).close();
    expect(await closed).toBeUndefined();
  });

  it('reports with an error that the server is unreachable, once', async () => {
    const url = urlOf();
    await new Promise((resolve) => server.close(resolve));
    const errors: (Error | undefined)[] = [];
    await new Promise<void>((resolve) => {
      const nothing = { opened: () => {}, json: () => undefined, binary: () => undefined };
      const closed = (error: Error | undefined) => {
        errors.push(error);
        resolve();
      };
      open = connectSocket(url, '/ws', {}, { ...nothing, closed });
    });
    expect(errors).toEqual([expect.objectContaining({ code: 'ECONNREFUSED' })]);
    // A closed socket sends nothing, and throws nothing.
    expect(() => open?.send('words')).not.toThrow();
  });
});
