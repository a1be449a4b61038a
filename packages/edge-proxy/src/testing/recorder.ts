import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { buffer } from 'node:stream/consumers';

/** One request as received. */
export interface Recorded {
  readonly method: string;
  /** With the query, as received. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** Resolves when the client closes the connection before the answer. */
  readonly abandoned: Promise<void>;
}

export type Handler = (request: Recorded, response: ServerResponse) => void | Promise<void>;

export interface UpstreamServer {
  readonly url: string;
  /** All requests so far. */
  readonly requests: readonly Recorded[];
  /** All bodies and paths, as one text. */
  heard(): string;
  /** Resolves with the next request that arrives. */
  next(): Promise<Recorded>;
  /** Clears the recorded requests. */
  reset(): void;
  close(): Promise<void>;
}

/**
 * Serves `handler` on a loopback port and records its requests.
 * @param port 0 takes any free one.
 * @param attach Called with the server before it listens, to handle upgrades and other events.
 */
export async function startRecorder(
  handler: Handler,
  port = 0,
  attach: (server: Server) => void = () => {},
): Promise<UpstreamServer> {
  let requests: Recorded[] = [];
  let waiting: ((request: Recorded) => void)[] = [];
  const server = createServer((request, response) => void answer(request, response));
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { method = '', url = '', headers } = request;
    const abandoned = new Promise<void>((resolve) => {
      response.once('close', () => {
        if (!response.writableFinished) resolve();
      });
    });
    const body = await buffer(request).catch(() => Buffer.alloc(0));
    const recorded = { method, path: url, headers, body, abandoned };
    requests.push(recorded);
    for (const resolve of waiting.splice(0)) resolve(recorded);
    await handler(recorded, response);
  };
  attach(server);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    get requests() {
      return requests;
    },
    heard: () => requests.map(({ path, body }) => `${path}\n${body.toString()}`).join('\n'),
    next: () => new Promise((resolve) => waiting.push(resolve)),
    reset() {
      requests = [];
      waiting = [];
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Answers with JSON. */
export function json(response: ServerResponse, value: unknown, status = 200): void {
  const body = JSON.stringify(value);
  response
    .writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
    .end(body);
}
