import { createServer, type IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

interface Answer {
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Asked {
  readonly method: string | undefined;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A Shoji proxy's answer of `/healthz`. */
export const HEALTHY: Answer = { body: { status: 'ok', service: 'shoji' } };

/**
 * Starts a proxy on loopback; it is closed when the test ends.
 * @param answers The answer of each path, or a function that returns it at each request. Other paths answer 404.
 */
export async function serveProxy(
  answers: Readonly<Record<string, Answer | (() => Answer | Promise<Answer>)>>,
) {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    const cors = { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' };
    if (request.method === 'OPTIONS') return void response.writeHead(204, cors).end();
    const path = request.url ?? '';
    asked.push({ method: request.method, path, headers: request.headers, body: await text(request) });
    const found = answers[path];
    const {
      status = 200,
      body,
      headers,
    } = (await (typeof found === 'function' ? found() : found)) ?? { status: 404 };
    response.writeHead(status, { 'content-type': 'application/json', ...cors, ...headers });
    response.end(typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  onTestFinished(close);
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return { origin: `http://127.0.0.1:${port}`, port, asked, close };
}
