import { createServer, type IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import { type Answer, raw } from '../aws/index.ts';

/** One request as it came over the wire. */
export interface JudgeRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Resolves when the client closes the connection before the answer. */
  readonly abandoned: Promise<void>;
}

export interface JudgeServer {
  readonly url: string;
  /** All requests since the last reset. */
  readonly requests: readonly JudgeRequest[];
  /** Answers with these, one for each request; the last one repeats. */
  script(...answers: [Answer, ...Answer[]]): void;
  /** Resolves with the next request that arrives. */
  next(): Promise<JudgeRequest>;
  /** Removes the script and the recorded requests. */
  reset(): void;
  close(): Promise<void>;
}

/** A successful answer with a body of JSON. */
export function answering(value: unknown): Answer {
  return raw(200, { 'content-type': 'application/json' }, JSON.stringify(value));
}

/** An answer with a body of JSON and another status. */
export function refusing(status: number, value: unknown): Answer {
  return raw(status, { 'content-type': 'application/json' }, JSON.stringify(value));
}

/**
 * A service of somebody's on a loopback port.
 * @param content The answer without a script.
 */
export async function startJudge(content: Answer): Promise<JudgeServer> {
  let requests: JudgeRequest[] = [];
  let waiting: ((request: JudgeRequest) => void)[] = [];
  let script: Answer[] = [];
  const server = createServer(async (request, response) => {
    const { method = '', url = '', headers } = request;
    const abandoned = new Promise<void>((resolve) => {
      response.once('close', () => {
        if (!response.writableFinished) resolve();
      });
    });
    const body = await text(request).catch(() => '');
    const recorded = { method, path: url, headers, body, abandoned };
    requests.push(recorded);
    for (const resolve of waiting.splice(0)) resolve(recorded);
    const answer = (script.length > 1 ? script.shift() : script[0]) ?? content;
    await answer(response, body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    get requests() {
      return requests;
    },
    script(...answers) {
      script = [...answers];
    },
    next: () => new Promise((resolve) => waiting.push(resolve)),
    reset() {
      requests = [];
      waiting = [];
      script = [];
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
