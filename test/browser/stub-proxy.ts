import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const PAGE = fileURLToPath(new URL('../../packages/cli/page', import.meta.url));
const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

/** The content security policy under which the page must work: nothing inline, nothing from other origins. */
const CONTENT_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'";

/** A generation request as it reached the stub. */
export interface Exchange {
  readonly body: Record<string, unknown>;
  readonly authorization: string | undefined;
  /** Settles when the client closes the connection before the answer is complete. */
  readonly aborted: Promise<void>;
}

export interface PlainAnswer {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body: unknown;
}

/** The stub's response: events with their delays, or one plain response. */
export type Script = (
  exchange: Exchange,
) => AsyncIterable<readonly [event: string, data: unknown]> | PlainAnswer;

/** A loopback server with the page on it that speaks the generation wire from scripts. */
export interface StubProxy {
  readonly origin: string;
  readonly exchanges: readonly Exchange[];
  /** The script of every generation from now on. @param late Nothing is sent before it resolves. */
  play(script: Script, late?: Promise<void>): void;
  setPolicy(policy: unknown): void;
  /** The names of the generator’s server, by field of `choices` in `GET /v1/generators`; none at first. */
  setChoices(choices: Readonly<Record<string, readonly string[]>>): void;
  /** The verdict on every picture from now on: a result of `POST /v1/moderations`. */
  judge(verdict: (b64: string) => object | Promise<object>): void;
  /** Pictures that were sent to be judged, in base64. */
  readonly judged: readonly string[];
  /** Acts as if it were down: cuts every connection, new ones too. The port stays in use, so that no other program gets it. */
  goDown(): void;
  comeBack(): void;
  stop(): Promise<void>;
}

export async function startStubProxy(): Promise<StubProxy> {
  const exchanges: Exchange[] = [];
  let script: Script = () => ({ status: 500, body: {} });
  let ready: Promise<void> | undefined;
  let policy: unknown = { name: 'standard' };
  let choices: Readonly<Record<string, readonly string[]>> = {};
  const judged: string[] = [];
  let verdict: (b64: string) => object | Promise<object> = () => ({ decision: 'clear' });

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) =>
      response.destroy(error instanceof Error ? error : undefined),
    );
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', 'http://stub').pathname;
    if (path === '/healthz') {
      const headers = { 'access-control-allow-origin': request.headers.origin ?? 'null' };
      return sendJson(response, { status: 200, headers, body: { status: 'ok', service: 'shoji' } });
    }
    if (path === '/v1/policy') return sendJson(response, { status: 200, body: policy });
    if (path === '/v1/generators') return sendJson(response, { status: 200, body: generators() });
    if (path === '/v1/generations') return generate(request, response);
    if (path === '/v1/moderations') return moderate(request, response);
    const file = join(PAGE, normalize(path === '/' ? 'index.html' : path));
    const bytes = await readFile(file).catch(() => undefined);
    if (!bytes) return sendJson(response, { status: 404, body: {} });
    response.writeHead(200, {
      'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
      'content-security-policy': CONTENT_POLICY,
    });
    response.end(bytes);
  }

  function generators() {
    const none = { models: [], samplers: [], schedulers: [], loras: [], sizes: [] };
    const chooses = ['model', 'sampler', 'scheduler', 'loras'];
    const current = { name: 'stub', kind: 'model', chooses, choices: { ...none, ...choices } };
    return { offered: null, current };
  }

  async function generate(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body: Record<string, unknown> = JSON.parse(await text(request));
    const { promise: aborted, resolve } = Promise.withResolvers<void>();
    response.on('close', () => {
      if (!response.writableEnded) resolve();
    });
    const exchange = { body, authorization: request.headers.authorization, aborted };
    exchanges.push(exchange);
    await ready;
    const answer = script(exchange);
    if ('status' in answer) return sendJson(response, answer);
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write(': heartbeat\n\n');
    for await (const [event, data] of answer) {
      if (response.destroyed) return;
      response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    }
    response.end();
  }

  async function moderate(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { input }: { input: [{ b64: string }] } = JSON.parse(await text(request));
    const [{ b64 }] = input;
    judged.push(b64);
    const result = { type: 'image', unchecked: false, findings: [], warnings: [], ...(await verdict(b64)) };
    sendJson(response, { status: 200, body: { id: 'mod_1', results: [result] } });
  }

  let isDown = false;
  server.on('connection', (socket) => {
    if (isDown) socket.destroy();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The stub has no port.');
  const { port } = address;

  return {
    origin: `http://127.0.0.1:${port}`,
    exchanges,
    play(next, late) {
      script = next;
      ready = late;
    },
    setPolicy(next) {
      policy = next;
    },
    setChoices(next) {
      choices = next;
    },
    judged,
    judge(next) {
      verdict = next;
    },
    goDown() {
      isDown = true;
      server.closeAllConnections();
    },
    comeBack() {
      isDown = false;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function sendJson(response: ServerResponse, { status, headers, body }: PlainAnswer): void {
  const type = status < 400 ? 'application/json' : 'application/problem+json';
  response.writeHead(status, { 'content-type': type, ...headers });
  response.end(JSON.stringify(body));
}
