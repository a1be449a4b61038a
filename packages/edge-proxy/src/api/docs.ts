import { Hono } from 'hono';
import { PROBLEMS } from '../wire/problem.ts';

/** `/openapi.json`, which describes every route of the API. */
export function openApiRoute(): Hono {
  return new Hono().get('/openapi.json', async (c) => {
    const { openApiDocument } = await import('./openapi.ts');
    return c.json(openApiDocument());
  });
}

/** `/problems/<code>`: the description of a problem's `type`. */
export function problemPages(): Hono {
  return new Hono().get('/problems/:code', (c) => {
    const code = c.req.param('code').replaceAll('-', '_');
    const known = Object.entries(PROBLEMS).find(([name]) => name === code);
    if (!known) return c.notFound();
    const [name, [status, title, remedy]] = known;
    return c.text(`${title}\n\nCode: ${name}\nStatus: ${status}\nRemedy: ${remedy}\n`);
  });
}
