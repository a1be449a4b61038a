import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Longest, in milliseconds, that a client may keep a connection without doing its part. */
export interface ConnectionTimes {
  /** From the connection to the end of the first request's headers, and of each later request's headers. */
  readonly headers: number;
  /** From the first byte of a request to the last one of its body. */
  readonly request: number;
  /** Without any byte in either direction, while the client sends a request or takes an answer. */
  readonly idle: number;
  /** Between two requests. */
  readonly keepAlive: number;
  /** Between two pings of a websocket; a client that answers none in between is gone. */
  readonly ping: number;
}

export const CONNECTION_TIMES: ConnectionTimes = {
  headers: 20_000,
  request: 300_000,
  idle: 60_000,
  keepAlive: 5_000,
  ping: 30_000,
};

/** More connections at once would leave the process without file descriptors for its own. */
const MAX_CONNECTIONS = 8_192;

/** Every connection of a server, whatever is spoken on it. */
export interface Connections {
  /** Ends those on which nobody waits for an answer, now and from now on. */
  endSilent(): void;
  /** Ends all of them. */
  endAll(): void;
}

/**
 * Bounds how long clients may keep connections of `server`: Node's own limits for headers and whole requests, and ours
 * for a client that stops in the middle. A client that waits for an answer may wait: the policy's deadlines bound that.
 */
export function watchConnections(server: Server, times: ConnectionTimes): Connections {
  const sockets = new Set<Socket>();
  const exchanges = new WeakMap<Socket, { request: IncomingMessage; response: ServerResponse }>();
  let ending = false;
  server.headersTimeout = times.headers;
  server.requestTimeout = times.request;
  server.keepAliveTimeout = times.keepAlive;
  server.timeout = times.idle;
  server.maxConnections = MAX_CONNECTIONS;
  // Before whoever reads from it, so that none is missed.
  server.prependListener('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const { socket } = request;
    const exchange = { request, response };
    exchanges.set(socket, exchange);
    response.once('close', () => {
      if (exchanges.get(socket) === exchange) exchanges.delete(socket);
      // A connection that is kept alive after its last answer would hold the server for another five seconds.
      if (ending) setImmediate(() => server.closeIdleConnections());
    });
  });
  server.on('timeout', (socket: Socket) => {
    const exchange = exchanges.get(socket);
    const waits = exchange?.request.complete && socket.writableLength === 0;
    if (waits && !exchange?.response.writableFinished) socket.setTimeout(times.idle);
    else socket.destroy();
  });
  return {
    endSilent: () => {
      ending = true;
      server.closeIdleConnections();
      for (const socket of sockets) {
        if (socket.bytesRead === 0) socket.destroy();
      }
    },
    endAll: () => {
      for (const socket of sockets) socket.destroy();
    },
  };
}
