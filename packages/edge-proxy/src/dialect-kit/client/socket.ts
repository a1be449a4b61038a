import { answerRoom } from '@shoji/capacity';
import { WebSocket } from 'ws';
import { tryJsonAnswer, type UnscreenedAnswer } from '../answers/answer.ts';
import { UnscreenedFrame } from '../answers/unscreened-frame.ts';

/** A message larger than this ends the connection: a picture of the largest size, with room to spare. */
const MAX_MESSAGE_BYTES = 64_000_000;
/** Milliseconds that a server may take to answer the WebSocket upgrade. */
const HANDSHAKE_MS = 30_000;
/** Milliseconds of silence before TCP sends a keep-alive probe. */
const KEEP_ALIVE_MS = 30_000;

/** Resolves when the message is no longer needed. */
type Handled = Promise<void> | undefined;

/** The events of a websocket to an upstream. Its messages are not screened. */
export interface SocketEvents {
  opened(): void;
  /** A text message that is JSON, with its length in bytes. Any other text message is dropped. */
  json(message: UnscreenedAnswer, bytes: number): Handled;
  binary(message: UnscreenedFrame): Handled;
  /** Called once, also when the server could not be reached; with the error if there was one. */
  closed(error: Error | undefined): void;
}

export interface UpstreamSocket {
  /** Sends a text that the proxy wrote; never one of a client. */
  send(text: string): void;
  close(): void;
}

/** Opens a websocket at `path` of the server at `url`, an `http:` or `https:` address. */
export function connectSocket(
  url: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  on: SocketEvents,
): UpstreamSocket {
  const socket = new WebSocket(url.replace(/^http/, 'ws') + path, {
    headers,
    maxPayload: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
    handshakeTimeout: HANDSHAKE_MS,
  });
  socket.binaryType = 'nodebuffer';
  // A server may be silent for hours, so the operating system checks by TCP keep-alive that it is alive.
  socket.on('upgrade', (response) => response.socket.setKeepAlive(true, KEEP_ALIVE_MS));
  socket.on('open', () => on.opened());
  const gone = new AbortController();
  let waiting = 0;
  let turn = Promise.resolve();
  const handle = (data: Buffer, isBinary: boolean): Handled => {
    if (isBinary) return on.binary(new UnscreenedFrame(data));
    const message = tryJsonAnswer(data);
    return message && on.json(message, data.length);
  };
  socket.on('message', (data: Buffer, isBinary) => {
    // Backpressure: a message without free memory waits, and the server with it. Messages stay in order.
    waiting++;
    socket.pause();
    const taken = Promise.withResolvers<void>();
    const last = turn;
    turn = taken.promise;
    void answerRoom
      .holding(async () => {
        await last;
        await answerRoom.take(answerRoom.hold(), data.length, gone.signal);
        const handled = handle(data, isBinary);
        taken.resolve();
        await handled;
      })
      .catch(() => socket.terminate())
      .finally(() => taken.resolve());
    void taken.promise.then(() => {
      if (--waiting === 0 && socket.readyState === WebSocket.OPEN) socket.resume();
    });
  });
  socket.on('close', () => {
    gone.abort(new Error('the websocket is closed'));
    on.closed(failed);
  });
  // A failed socket also emits `close`.
  let failed: Error | undefined;
  socket.on('error', (error) => {
    failed = error;
  });
  return {
    send: (text) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
    },
    close: () => socket.terminate(),
  };
}
