import type { OpenAPIHono } from '@hono/zod-openapi';
import { Hono } from 'hono';
import { PROBLEMS } from '../guard/problem.ts';

const VERSION = '1';

/** Adds `/openapi.json`, which describes every route of `app`. */
export function describeApi(app: OpenAPIHono): void {
  app.openAPIRegistry.registerComponent('securitySchemes', 'key', { type: 'http', scheme: 'bearer' });
  app.doc31('/openapi.json', {
    openapi: '3.1.0',
    info: {
      title: 'Shoji',
      version: VERSION,
      description: 'Image generation, screened on the way in and out. Errors are RFC 9457 problem details.',
    },
    security: [{ key: [] }],
  });
}

/** `/problems/<code>`: what the `type` of a problem means. */
export function problemPages() {
  return new Hono().get('/problems/:code', (c) => {
    const code = c.req.param('code').replaceAll('-', '_');
    const known = Object.entries(PROBLEMS).find(([name]) => name === code);
    if (!known) return c.notFound();
    const [name, [status, title, remedy]] = known;
    return c.text(`${title}\n\nCode: ${name}\nStatus: ${status}\nWhat to do: ${remedy}\n`);
  });
}
