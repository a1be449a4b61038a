import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Engine } from '@shoji/core';
import { causeOf } from '@shoji/core/screen';
import type { Logger } from 'pino';
import { type WebSocket, WebSocketServer } from 'ws';
import { isLocalHost } from '../../access/local-hosts.ts';
import { objectionToHost } from '../../access/one-host.ts';
import { type Admitted, admitSocket } from '../../dialect-kit/serving/admit-socket.ts';
import type { UpstreamAccess } from '../../dialect-kit/serving/serve-upstream.ts';
import type { ClientSocket, Upstream } from '../../dialect-kit/serving/upstream.ts';

/** Clients send little: the features that they support. */
const MAX_MESSAGE_BYTES = 65_536;
/** WebSocket close code: RFC 6455, section 7.4.1. */
const GOING_AWAY = 1001;
/** Longest time, in milliseconds, for a client to read a refusal. */
const LINGER_MS = 5_000;

export interface WebSocketOptions {
  readonly upstreams: readonly Upstream[];
  readonly engine: Engine;
  readonly access: UpstreamAccess;
  /** Whether only requests whose host is this machine are answered. */
  readonly localOnly: boolean;
  readonly log: Logger;
  /** Milliseconds between two pings; a client without a pong in between is disconnected. */
  readonly pingMs: number;
}

/**
 * Answers WebSocket upgrades for dialects. All websockets close when the server emits `stopping`, and at the latest when
 * it emits `forced`.
 */
export function answerWebSockets(server: Server, options: WebSocketOptions): void {
  const { upstreams, engine, access, localOnly, log, pingMs } = options;
  // Frames are images, which deflate does not make smaller.
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
  });
  const onError = (error: unknown, requestId: string) =>
    log.error({ requestId, cause: causeOf(error) }, 'internal error');
  let stopping = false;
  server.on('stopping', () => {
    stopping = true;
    for (const socket of sockets.clients) socket.close(GOING_AWAY, 'The server is shutting down.');
  });
  server.on('forced', () => {
    for (const socket of sockets.clients) socket.terminate();
  });

  const answer = async (incoming: IncomingMessage, stream: Duplex, head: Buffer) => {
    const gone = new AbortController();
    const request = requestOf(incoming, gone.signal);
    if (request === undefined)
      return refuse(stream, new Response('Malformed upgrade request.', { status: 400 }));
    const objection = objectionToHost(request.headers.get('Host') ?? undefined, request.url);
    if (objection !== undefined) return refuse(stream, new Response(objection, { status: 400 }));
    if (stopping) return refuse(stream, new Response('The server is shutting down.', { status: 503 }));
    const { hostname } = new URL(request.url);
    if (localOnly && !isLocalHost(hostname)) {
      const message = `Without a key this server answers only to localhost, not to ${hostname}.`;
      return refuse(stream, new Response(message, { status: 403 }));
    }
    const admitted = await admitSocket(request, upstreams, engine, access, onError);
    if (admitted instanceof Response) return refuse(stream, admitted);
    sockets.handleUpgrade(incoming, stream, head, (socket) => {
      endWhenDeaf(socket, pingMs);
      begin(socket, admitted, gone);
    });
  };
  server.on('upgrade', (incoming: IncomingMessage, stream: Duplex, head: Buffer) => {
    // During the upgrade no other listener handles an error of the connection.
    stream.on('error', () => stream.destroy());
    answer(incoming, stream, head).catch((error: unknown) => {
      log.error({ cause: causeOf(error) }, 'internal error');
      stream.destroy();
    });
  });
}

function begin(socket: WebSocket, { route, call }: Admitted, gone: AbortController): void {
  socket.on('error', () => socket.terminate());
  socket.once('close', () => gone.abort());
  const client: ClientSocket = {
    send: (frame) => socket.send(frame.data),
    get waiting() {
      return socket.bufferedAmount;
    },
    onText: (listener) => {
      socket.on('message', (data, isBinary) => {
        if (!isBinary) listener(String(data));
      });
    },
    close: (code, reason) => socket.close(code, reason),
  };
  route.open(call, client);
}

/** A websocket may be silent for hours, so only pings detect a dead client. */
function endWhenDeaf(socket: WebSocket, pingMs: number): void {
  let heard = true;
  const hear = () => {
    heard = true;
  };
  socket.on('pong', hear).on('message', hear);
  const timer = setInterval(() => {
    if (!heard) return socket.terminate();
    heard = false;
    socket.ping();
  }, pingMs);
  socket.once('close', () => clearInterval(timer));
}

function requestOf(
  { url = '', headers, rawHeaders }: IncomingMessage,
  signal: AbortSignal,
): Request | undefined {
  const target = `http://${headers.host ?? ''}${url}`;
  if (!url.startsWith('/') || !URL.canParse(target)) return undefined;
  // `rawHeaders`, because Node's `headers` keeps only one of several equal headers.
  const all = new Headers();
  for (const [index, name] of rawHeaders.entries())
    if (index % 2 === 0) all.append(name, rawHeaders[index + 1] ?? '');
  return new Request(target, { headers: all, signal });
}

/** Answers in plain HTTP, and ends the connection. */
async function refuse(stream: Duplex, response: Response): Promise<void> {
  const body = Buffer.from(await response.arrayBuffer());
  const lines = [
    `HTTP/1.1 ${response.status} Refused`,
    ...[...response.headers].map(([name, value]) => `${name}: ${value}`),
    `Content-Length: ${body.length}`,
    'Connection: close',
  ];
  stream.end(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), body]));
  // The server does not wait for the client to close its side.
  const kept = setTimeout(() => stream.destroy(), LINGER_MS);
  stream.once('close', () => clearTimeout(kept));
}
