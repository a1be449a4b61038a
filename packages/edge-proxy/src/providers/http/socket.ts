import { WebSocket } from 'ws';

/** A message larger than this ends the connection: a picture of the largest size, with room to spare. */
const MAX_MESSAGE_BYTES = 64_000_000;
/** Milliseconds a server may take to answer at all. */
const HANDSHAKE_MS = 30_000;

/** What happens on a websocket to an upstream. Bytes and texts come as they are: nobody has screened them. */
export interface SocketEvents {
  opened(): void;
  text(text: string): void;
  binary(bytes: Buffer): void;
  /** Once, also when the server could not be reached. */
  closed(): void;
}

export interface UpstreamSocket {
  /** Sends a text of the proxy's own; nothing of a client's. */
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
  socket.on('open', () => on.opened());
  socket.on('message', (data: Buffer, isBinary) => (isBinary ? on.binary(data) : on.text(data.toString())));
  socket.on('close', () => on.closed());
  // A socket that fails also closes, which is all that matters here.
  socket.on('error', () => {});
  return {
    send: (text) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
    },
    close: () => socket.terminate(),
  };
}
