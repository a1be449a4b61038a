import { createServer, type IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import { type Answer, CONTENT } from './answers.ts';
import { type Operation, TARGETS } from './wire.ts';

/** One request as it came over the wire. */
export interface RecordedRequest {
  readonly operation: Operation;
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Resolves when the client closes the connection before the answer. */
  readonly abandoned: Promise<void>;
}

export interface AwsServer {
  readonly url: string;
  /** All requests so far. */
  readonly requests: readonly RecordedRequest[];
  /** The requests for one operation. */
  of(operation: Operation): RecordedRequest[];
  /** Answers an operation with these, one for each request; the last one repeats. */
  script(operation: Operation, ...answers: [Answer, ...Answer[]]): void;
  /** Resolves with the next request that arrives. */
  next(): Promise<RecordedRequest>;
  /** Removes all scripts and recorded requests. */
  reset(): void;
  close(): Promise<void>;
}

/**
 * Rekognition, Comprehend, Bedrock's guardrails and the SageMaker runtime on one loopback port.
 * @param content The answers of operations without a script; by default every check passes.
 */
export async function startAws(content: Partial<Record<Operation, Answer>> = CONTENT): Promise<AwsServer> {
  let requests: RecordedRequest[] = [];
  let waiting: ((request: RecordedRequest) => void)[] = [];
  const scripts = new Map<Operation, Answer[]>();

  const server = createServer(async (request, response) => {
    const { method = '', url = '', headers } = request;
    const target = headers['x-amz-target'];
    const operation = operationOf(url) ?? TARGETS[String(target)];
    if (operation === undefined) {
      response.writeHead(404).end();
      return;
    }
    const abandoned = new Promise<void>((resolve) => {
      response.once('close', () => {
        if (!response.writableFinished) resolve();
      });
    });
    const body = await text(request).catch(() => '');
    const recorded = { operation, method, path: url, headers, body, abandoned };
    requests.push(recorded);
    for (const resolve of waiting.splice(0)) resolve(recorded);
    const script = scripts.get(operation) ?? [];
    const answer = (script.length > 1 ? script.shift() : script[0]) ?? content[operation];
    if (answer === undefined) response.writeHead(404).end();
    else await answer(response, body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');

  return {
    url: `http://127.0.0.1:${address.port}`,
    get requests() {
      return requests;
    },
    of: (operation) => requests.filter((request) => request.operation === operation),
    script(operation, ...answers) {
      scripts.set(operation, [...answers]);
    },
    next: () => new Promise((resolve) => waiting.push(resolve)),
    reset() {
      requests = [];
      waiting = [];
      scripts.clear();
      server.closeAllConnections();
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The operation of a path, for services that name it there. */
function operationOf(path: string): Operation | undefined {
  if (path.endsWith('/invocations')) return 'InvokeEndpoint';
  return /^\/guardrail\/[^/]+\/version\/[^/]+\/apply$/.test(path) ? 'ApplyGuardrail' : undefined;
}
