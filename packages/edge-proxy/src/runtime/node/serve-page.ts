import { fileURLToPath } from 'node:url';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';

/** Built by `npm run build:page`; a packed package contains it. */
const SWAGGER_UI = fileURLToPath(new URL('../../../swagger-ui', import.meta.url));

/** Serves the creator's screen, built into `directory`, at `/`. */
export function pageRoutes(directory: string): Hono {
  const app = new Hono();
  const page = secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", 'blob:', 'data:'],
      connectSrc: ["'self'"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: ["'none'"],
    },
  });
  app.get('/', page, serveStatic({ root: directory, path: 'index.html' }));
  app.get('/assets/*', page, serveStatic({ root: directory, onFound: cacheForever }));
  return app;
}

/** Serves Swagger UI for `/openapi.json` at `/docs`, from this machine alone. */
export function docsRoutes(): Hono {
  const app = new Hono();
  const page = secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:'],
      connectSrc: ["'self'"],
      frameAncestors: ["'none'"],
    },
  });
  app.get('/docs', page, (c) => c.html(DOCS_PAGE));
  app.get('/docs/start.js', (c) => c.body(DOCS_START, 200, { 'Content-Type': 'text/javascript' }));
  for (const file of ['swagger-ui.css', 'swagger-ui-bundle.js']) {
    app.get(`/docs/${file}`, serveStatic({ root: SWAGGER_UI, path: file }));
  }
  return app;
}

const DOCS_PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <title>Shoji API</title>
    <link rel="stylesheet" href="/docs/swagger-ui.css">
  </head>
  <body>
    <div id="docs"></div>
    <script src="/docs/swagger-ui-bundle.js"></script>
    <script src="/docs/start.js"></script>
  </body>
</html>
`;
// By default the page sends the API's address to validator.swagger.io.
const DOCS_START = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#docs', validatorUrl: null });\n`;

// Vite names assets by their content, so a new build has new names.
function cacheForever(_: string, c: { header(name: string, value: string): void }): void {
  c.header('Cache-Control', 'public, max-age=31536000, immutable');
}
