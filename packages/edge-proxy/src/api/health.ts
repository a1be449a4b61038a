import { Hono } from 'hono';
import { cors } from 'hono/cors';
import { isExtension } from '../access/origins.ts';
import { problem, sendProblem } from '../wire/problem.ts';

/** Whether the server takes new work. `node.ts` sets `stopping` when it is told to shut down. */
export interface Health {
  stopping: boolean;
}

/** Any extension may see that a proxy runs here, so that ours finds it before it asks for permission. Web pages may not. */
const seenByExtensions = cors({ origin: (origin) => (isExtension(origin) ? origin : undefined) });

/** `/healthz`: the process lives, and is Shoji's. `/readyz`: it takes new work. */
export function healthRoutes(health: Health) {
  return new Hono()
    .get('/healthz', seenByExtensions, (c) => c.json({ status: 'ok', service: 'shoji' }))
    .get('/readyz', (c) =>
      health.stopping ? sendProblem(c, problem('shutting_down'), 5) : c.json({ status: 'ready' }),
    );
}
