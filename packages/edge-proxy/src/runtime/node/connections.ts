import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Time-outs for connections, in milliseconds. */
export interface ConnectionTimes {
  /** From the connection to the end of the first request's headers, and of each later request's headers. */
  readonly headers: number;
  /** From the first byte of a request to the last one of its body. */
  readonly request: number;
  /** Without a byte in either direction while the client sends a request or receives an answer. */
  readonly idle: number;
  /** Between two requests. */
  readonly keepAlive: number;
  /** Between two pings of a websocket; a client without a pong in between is disconnected. */
  readonly ping: number;
}

export const CONNECTION_TIMES: ConnectionTimes = {
  headers: 20_000,
  request: 300_000,
  idle: 60_000,
  keepAlive: 5_000,
  ping: 30_000,
};

/** More connections at once would exhaust the process's file descriptors. */
const MAX_CONNECTIONS = 8_192;

/** Every connection of a server, of any protocol. */
export interface Connections {
  /** Closes idle connections, now and from now on. */
  endSilent(): void;
  /** Closes all connections. */
  endAll(): void;
}

/**
 * Applies time-outs to connections of `server`: Node's for headers and whole requests, and ours for a client that stalls.
 * A client that waits for an answer has no time-out here: the policy's deadlines bound that.
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
  // Prepended before other listeners, so that no connection is missed.
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
      // A keep-alive connection would delay the shutdown for another five seconds after its last answer.
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
