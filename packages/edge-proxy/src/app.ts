import { answerRoom, DEFAULT_ANSWER_MEMORY } from '@shoji/capacity';
import type { Engine } from '@shoji/core';
import { assertScreening, EngineError } from '@shoji/core/generation';
import { Hono } from 'hono';
import { cors } from 'hono/cors';
import { HTTPException } from 'hono/http-exception';
import { requestId } from 'hono/request-id';
import { secureHeaders } from 'hono/secure-headers';
import { type AdmissionRules, createAdmission } from './access/admission.ts';
import { assertAccess } from './access/assert-access.ts';
import { edgeOnly } from './access/edge-only.ts';
import { admitted } from './api/admitted.ts';
import { openApiRoute, problemPages } from './api/docs.ts';
import { problemOf } from './api/errors.ts';
import { generations } from './api/generations.ts';
import { generators } from './api/generators.ts';
import { type Health, healthRoutes } from './api/health.ts';
import { moderations } from './api/moderations.ts';
import type { GeneratorOffers } from './api/offers.ts';
import { policy } from './api/policy.ts';
import { serveUpstream } from './dialect-kit/serving/serve-upstream.ts';
import type { Upstream } from './dialect-kit/serving/upstream.ts';
import { bodyRoom, DEFAULT_BODY_MEMORY } from './wire/body-room.ts';
import { jsonBody } from './wire/json-body.ts';
import { problem, sendProblem } from './wire/problem.ts';

/** Access rules, and limits of requests. */
export interface Access extends AdmissionRules {
  /** Most bytes of a request body. */
  readonly maxBodyBytes: number;
  /** Memory in bytes for upstreams' answers of all calls at once; one call may use two thirds of it. */
  readonly answerMemory?: number;
  /** Memory in bytes for request bodies of all calls at once; one body of `maxBodyBytes` always fits. */
  readonly bodyMemory?: number;
  /** The secret shared with Lambda@Edge. When set, only calls with the edge's verdict are answered. */
  readonly edgeSecret?: string;
}

export interface AppOptions {
  readonly access: Access;
  readonly health?: Health;
  /** Servers of existing apps, each behind its own dialect. */
  readonly upstreams?: readonly Upstream[];
  /** Image servers that may become the generator; only for a proxy that one person runs for themselves. */
  readonly offers?: GeneratorOffers;
  /** Called with every error that clients only see as `internal`. */
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
 * @throws EngineError when the engine would let content through unscreened, when calls could bypass the edge, or when a
 * key or an origin can never be sent.
 */
export function createApp(
  engine: Engine,
  { access, health = { stopping: false }, upstreams = [], offers, onError = () => {} }: AppOptions,
): Hono {
  assertScreening(engine);
  assertAccess(access);
  if (access.edgeSecret !== undefined && upstreams.length > 0) {
    throw new EngineError(
      'access.edgeSecret: the edge does not screen the protocols of upstreams, so they would be open to everybody. Remove access.edgeSecret or the upstreams.',
    );
  }
  const app = new Hono();
  answerRoom.resize(access.answerMemory ?? DEFAULT_ANSWER_MEMORY);
  bodyRoom.resize(Math.max(access.bodyMemory ?? DEFAULT_BODY_MEMORY, access.maxBodyBytes));
  app.use((_, next) => answerRoom.holding(next));

  // CORS runs only for requests that can come from a browser: those with an Origin header, and OPTIONS preflights. The
  // CORS middleware costs as much as the rest of a forwarded call. Dialects answer typed JSON, never an HTML document.
  const pages = cors({ origin: [...access.origins], exposeHeaders: EXPOSED });
  app.use((c, next) =>
    c.req.header('Origin') === undefined && c.req.method !== 'OPTIONS' ? next() : pages(c, next),
  );
  for (const upstream of upstreams) app.use(serveUpstream(upstream, engine, access, onError, upstreams));
  app.use(requestId(), secureHeaders());
  app.route('/', healthRoutes(health));
  // Bodies other than JSON are refused, so every call of a browser extension with an effect needs a CORS preflight.
  app.use('/v1/*', admitted(createAdmission(access, { extensions: true })), jsonBody(access.maxBodyBytes));
  if (access.edgeSecret !== undefined) app.use('/v1/*', edgeOnly(access.edgeSecret));

  const engineNow = (): Engine => (offers ? { ...engine, generator: offers.current() } : engine);
  generations(app, engineNow, onError);
  moderations(app, engine, onError);
  generators(app, engineNow, offers);
  policy(app, engineNow);
  app.route('/', problemPages());
  app.route('/', openApiRoute());

  app.notFound((c) => sendProblem(c, problem('not_found')));
  app.onError((error, c) => {
    // Requests that Hono cannot parse.
    if (error instanceof HTTPException)
      return sendProblem(c, problem(error.status >= 500 ? 'internal' : 'invalid_request'));
    const { problem: details, retryAfter } = problemOf(error, c.req.raw.signal);
    if (details.code === 'internal') onError(error, c.get('requestId'));
    return sendProblem(c, details, retryAfter);
  });
  return app;
}
