import { Hono } from 'hono';
import { cors } from 'hono/cors';
import { isExtension } from '../access/origins.ts';
import { problem, sendProblem } from '../wire/problem.ts';

/** Whether the server takes new work. The Node runtime sets `stopping` on shutdown. */
export interface Health {
  stopping: boolean;
}

/** Any extension may detect the proxy, so that ours finds it before it asks for permission. Web pages may not. */
const seenByExtensions = cors({ origin: (origin) => (isExtension(origin) ? origin : undefined) });

/** `/healthz`: the process is alive, and it is Shoji. `/readyz`: it takes new work. */
export function healthRoutes(health: Health) {
  return new Hono()
    .get('/healthz', seenByExtensions, (c) => c.json({ status: 'ok', service: 'shoji' }))
    .get('/readyz', (c) =>
      health.stopping ? sendProblem(c, problem('shutting_down'), 5) : c.json({ status: 'ready' }),
    );
}
