import { Hono } from 'hono';
import { problem, sendProblem } from '../guard/problem.ts';

/** Whether the server takes new work. `node.ts` sets `stopping` when it is told to shut down. */
export interface Health {
  stopping: boolean;
}

/** `/healthz`: the process lives. `/readyz`: it takes new work. */
export function healthRoutes(health: Health) {
  return new Hono()
    .get('/healthz', (c) => c.json({ status: 'ok' }))
    .get('/readyz', (c) =>
      health.stopping ? sendProblem(c, problem('shutting_down'), 5) : c.json({ status: 'ready' }),
    );
}
