import { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { Engine } from '@shoji/core';
import { causeOf } from '@shoji/core/screen';
import { Hono } from 'hono';
import type { Logger } from 'pino';
import { localHostsOnly } from '../../access/local-hosts.ts';
import { oneHost } from '../../access/one-host.ts';
import type { GeneratorOffers } from '../../api/offers.ts';
import { type Access, createApp } from '../../app.ts';
import type { Upstream } from '../../dialect-kit/serving/upstream.ts';
import { problem, sendProblem } from '../../wire/problem.ts';
import { answerHttp2 } from './cleartext-http2.ts';
import { CONNECTION_TIMES, type Connections, type ConnectionTimes, watchConnections } from './connections.ts';
import { docsRoutes, pageRoutes } from './serve-page.ts';
import { statusLine } from './status-line.ts';
import { answerWebSockets } from './websockets.ts';

export interface NodeOptions {
  readonly engine: Engine;
  readonly access: Access;
  readonly upstreams?: readonly Upstream[];
  readonly offers?: GeneratorOffers;
  readonly log: Logger;
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  /** Folder of the built page; when omitted, nothing is served at `/`. */
  readonly page?: string;
  /** Overrides single time-outs of connections, in milliseconds. */
  readonly times?: Partial<ConnectionTimes>;
}

export interface RunningServer {
  readonly url: string;
  /** Refuses new requests, waits for running ones at most `graceMs` milliseconds, then aborts them. */
  stop(graceMs: number): Promise<void>;
}

/** Starts the proxy on Node. Resolves when it listens; rejects when the address is not available. */
export async function startServer(options: NodeOptions): Promise<RunningServer> {
  const { engine, access, upstreams = [], offers, log, host, port } = options;
  const health = { stopping: false };
  const outer = new Hono();
  outer.use(statusLine());
  outer.use(async (c, next) => {
    if (!health.stopping || c.req.path === '/healthz') return next();
    c.header('Connection', 'close');
    return sendProblem(c, problem('shutting_down'), 5);
  });
  const localOnly = isLoopback(host) && access.keys.length === 0;
  outer.use(oneHost());
  if (localOnly) outer.use(localHostsOnly());
  outer.use(async (c, next) => {
    const start = performance.now();
    await next();
    const ms = Math.round(performance.now() - start);
    log.debug({ method: c.req.method, path: c.req.path, status: c.res.status, ms }, 'answered');
  });
  if (options.page) outer.route('/', pageRoutes(options.page));
  outer.route('/', docsRoutes());
  const onError = (error: unknown, requestId: string) =>
    log.error({ requestId, cause: causeOf(error) }, 'internal error');
  outer.route('/', createApp(engine, { access, health, upstreams, ...(offers && { offers }), onError }));

  const times = { ...CONNECTION_TIMES, ...options.times };
  const server = createServerOf(outer, times);
  if (upstreams.some(({ http2 }) => http2)) answerHttp2(server, outer, times);
  // After HTTP/2, which passes connections on: they must be tracked from the start.
  const connections = watchConnections(server, times);
  if (upstreams.some(({ sockets }) => sockets))
    answerWebSockets(server, { upstreams, engine, access, localOnly, log, pingMs: times.ping });
  await listen(server, host, port);
  const address = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`,
    stop: (graceMs) => stopServer(server, connections, health, graceMs),
  };
}

function createServerOf(app: Hono, times: ConnectionTimes): Server {
  const serverOptions = { connectionsCheckingInterval: Math.min(5_000, times.headers) };
  const server = createAdaptorServer({ fetch: app.fetch, serverOptions });
  if (!(server instanceof Server)) throw new TypeError('The server is not a server of node:http.');
  return server;
}

function listen(server: Server, hostname: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, hostname, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function stopServer(
  server: Server,
  connections: Connections,
  health: { stopping: boolean },
  graceMs: number,
): Promise<void> {
  health.stopping = true;
  server.emit('stopping');
  return new Promise((resolve) => {
    const force = setTimeout(() => {
      server.emit('forced');
      connections.endAll();
    }, graceMs);
    server.close(() => {
      clearTimeout(force);
      resolve();
    });
    connections.endSilent();
  });
}

/** Whether only this machine can reach `host`. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}
