import { assertScreening, type Engine, EngineError } from '@shoji/core';
import { type Context, Hono } from 'hono';
import { bearerAuth } from 'hono/bearer-auth';
import { cors } from 'hono/cors';
import { HTTPException } from 'hono/http-exception';
import { requestId } from 'hono/request-id';
import { secureHeaders } from 'hono/secure-headers';
import { openApiRoute, problemPages } from './api/docs.ts';
import { problemOf } from './api/errors.ts';
import { generations } from './api/generations.ts';
import { type Health, healthRoutes } from './api/health.ts';
import { moderations } from './api/moderations.ts';
import { policy } from './api/policy.ts';
import { serveUpstream } from './dialects/serve-upstream.ts';
import type { Upstream } from './dialects/upstream.ts';
import { edgeOnly } from './guard/edge-only.ts';
import { jsonBody } from './guard/json-body.ts';
import { presentsKey } from './guard/keys.ts';
import { problem, sendProblem } from './guard/problem.ts';

/** Who may call, and how much they may send. */
export interface Access {
  /** Bearer keys; none means that anybody who reaches the server may call. */
  readonly keys: readonly string[];
  /** Origins of web pages and extensions that may call from a browser, exactly. */
  readonly origins: readonly string[];
  /** Most bytes of a request body. */
  readonly maxBodyBytes: number;
  /** The secret shared with Lambda@Edge; with it, only calls that the edge has judged are answered. */
  readonly edgeSecret?: string;
}

export interface AppOptions {
  readonly access: Access;
  readonly health?: Health;
  /** Servers of existing apps, each answered for in its own protocol. */
  readonly upstreams?: readonly Upstream[];
  /** Told of every error that callers only see as `internal`. */
  readonly onError?: (error: unknown, requestId: string) => void;
}

/** Headers that web pages may read. */
const EXPOSED = [
  'Server-Timing',
  'X-Request-Id',
  ...['Id', 'Decision', 'Prompt', 'Images', 'Warnings'].map((name) => `X-Shoji-${name}`),
];

/**
 * The HTTP application: one request's whole path, top to bottom.
 * @throws EngineError when the engine would let anything through unscreened, or callers round the edge.
 */
export function createApp(
  engine: Engine,
  { access, health = { stopping: false }, upstreams = [], onError = () => {} }: AppOptions,
): Hono {
  assertScreening(engine);
  if (access.edgeSecret !== undefined && upstreams.length > 0) {
    throw new EngineError(
      'access.edgeSecret: the edge reads no upstream protocol, so upstreams would be open beside it; remove one of the two.',
    );
  }
  const app = new Hono();

  // Headers for pages cost an app as much as the rest of a call that is handed on. Pages send their origin, and some apps
  // ask by OPTIONS whether anybody is there; what upstreams' protocols answer is typed JSON, and never a document.
  const pages = cors({ origin: [...access.origins], exposeHeaders: EXPOSED });
  app.use((c, next) =>
    c.req.header('Origin') === undefined && c.req.method !== 'OPTIONS' ? next() : pages(c, next),
  );
  for (const upstream of upstreams) app.use(serveUpstream(upstream, engine, access, onError, upstreams));
  app.use(requestId(), secureHeaders());
  app.route('/', healthRoutes(health));
  if (access.keys.length > 0) {
    // Hono's own comparison would load Web Crypto, which nothing else needs before the first answer.
    const verifyToken = (_: string, c: Context) =>
      presentsKey(c.req.header('Authorization') ?? null, access.keys);
    app.use('/v1/*', bearerAuth({ verifyToken }));
  }
  app.use('/v1/*', ...jsonBody(access.maxBodyBytes));
  if (access.edgeSecret !== undefined) app.use('/v1/*', edgeOnly(access.edgeSecret));

  generations(app, engine);
  moderations(app, engine);
  policy(app, engine);
  app.route('/', problemPages());
  app.route('/', openApiRoute());

  app.notFound((c) => sendProblem(c, problem('not_found')));
  app.onError((error, c) => {
    if (error instanceof HTTPException) return refusal(c, error);
    const { problem: details, retryAfter } = problemOf(error, c.req.raw.signal);
    if (details.code === 'internal') onError(error, c.get('requestId'));
    return sendProblem(c, details, retryAfter);
  });
  return app;
}

/** What Hono's own middleware refuses: a missing or wrong key, or a request that it cannot read. */
function refusal(c: Context, { res, status }: HTTPException): Response {
  const challenge = res?.headers.get('WWW-Authenticate');
  if (!challenge) return sendProblem(c, problem(status >= 500 ? 'internal' : 'invalid_request'));
  c.header('WWW-Authenticate', challenge);
  return sendProblem(c, problem('unauthorized'));
}
