import type { Server } from 'node:http';
import { constants, createServer, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2';
import type { Socket } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import type { ConnectionTimes } from './connections.ts';

/** The connection preface of HTTP/2, which cannot start an HTTP/1 request: RFC 9113, section 3.4. */
const PREFACE = Buffer.from('PRI');
/** Most concurrent streams of one connection. */
const MAX_STREAMS = 256;

/**
 * Lets `server` also answer HTTP/2 without TLS (h2c with prior knowledge) on its port, recognised by the first bytes of a
 * connection. Bedrock's SDK speaks only HTTP/2, also to `http://` URLs. Idle sessions end when the server emits `stopping`.
 */
export function answerHttp2(server: Server, app: Hono, times: ConnectionTimes): void {
  const sessions = new Set<ServerHttp2Session>();
  const http2 = createServer(
    { settings: { maxConcurrentStreams: MAX_STREAMS } },
    getRequestListener(app.fetch),
  );
  http2.on('session', (session) => {
    sessions.add(session);
    boundSession(session, times);
    session.once('close', () => sessions.delete(session));
  });
  // A broken session is not a failure of the server.
  http2.on('sessionError', () => {});
  server.on('stopping', () => {
    for (const session of sessions) session.close();
  });
  const http1 = server.listeners('connection');
  server.removeAllListeners('connection');
  server.on('connection', (socket: Socket) => {
    const silent = setTimeout(() => socket.destroy(), times.headers);
    const onError = () => socket.destroy();
    // Before its first bytes are read, no other listener handles an error of the connection.
    socket.on('error', onError).once('close', () => clearTimeout(silent));
    let start: Buffer = Buffer.alloc(0);
    const decide = () => {
      const chunk: Buffer | null = socket.read();
      if (chunk === null) return;
      start = Buffer.concat([start, chunk]);
      const first = start.subarray(0, PREFACE.length);
      // `P` alone may also begin a POST.
      if (first.length < PREFACE.length && PREFACE.subarray(0, first.length).equals(first)) return;
      socket.unshift(start);
      socket.off('readable', decide).off('end', onError).off('error', onError);
      clearTimeout(silent);
      if (first.equals(PREFACE)) http2.emit('connection', socket);
      else for (const listener of http1) listener.call(server, socket);
    };
    socket.on('readable', decide).once('end', onError);
  });
}

/** Closes sessions without requests, and resets streams whose client stalls. */
function boundSession(session: ServerHttp2Session, times: ConnectionTimes): void {
  let open = 0;
  const end = () => session.destroy();
  // Not the session's time-out: a client could postpone it with pings.
  let unused = setTimeout(end, times.headers);
  session.once('close', () => clearTimeout(unused));
  session.on('stream', (stream: ServerHttp2Stream) => {
    open++;
    clearTimeout(unused);
    const cancel = () => stream.close(constants.NGHTTP2_CANCEL);
    const isWhole = () => stream.endAfterHeaders || stream.readableEnded;
    const late = setTimeout(() => isWhole() || cancel(), times.request);
    stream.setTimeout(times.idle, () => {
      if (!isWhole() || stream.writableLength > 0) cancel();
    });
    stream.once('close', () => {
      clearTimeout(late);
      if (--open === 0 && !session.destroyed) unused = setTimeout(end, times.idle);
    });
  });
}
