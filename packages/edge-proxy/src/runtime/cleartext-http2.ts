import type { Server } from 'node:http';
import { createServer, type ServerHttp2Session } from 'node:http2';
import type { Socket } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';

/** The first bytes of every HTTP/2 connection: RFC 9113, section 3.4. */
const PREFACE = 'PRI';

/**
 * Lets `server` also answer HTTP/2 without TLS on its port, told apart by the first bytes of a connection: Bedrock's SDK
 * speaks nothing else, also to `http://` addresses. Sessions end when the server emits `stopping`.
 */
export function answerHttp2(server: Server, app: Hono): void {
  const sessions = new Set<ServerHttp2Session>();
  const http2 = createServer(getRequestListener(app.fetch));
  http2.on('session', (session) => {
    sessions.add(session);
    session.once('close', () => sessions.delete(session));
  });
  server.on('stopping', () => {
    for (const session of sessions) session.close();
  });
  const http1 = server.listeners('connection');
  server.removeAllListeners('connection');
  server.on('connection', (socket: Socket) => {
    socket.once('readable', () => {
      const chunk: Buffer | null = socket.read();
      if (chunk === null) {
        socket.destroy();
        return;
      }
      socket.unshift(chunk);
      if (chunk.toString('latin1', 0, PREFACE.length) === PREFACE) http2.emit('connection', socket);
      else for (const listener of http1) listener.call(server, socket);
    });
    // Until its first bytes say whose it is, nobody else listens for a connection that breaks.
    socket.once('error', () => socket.destroy());
  });
}
