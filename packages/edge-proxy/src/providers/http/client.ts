import { gunzipSync } from 'node:zlib';
import { GenerationError } from '@shoji/core';
import { Agent, request } from 'undici';
import type { ScreenedBody } from './screened-body.ts';

/** An answer larger than this is not read: sixteen pictures of 4096 × 4096 pixels as base64. */
const MAX_ANSWER_BYTES = 400_000_000;

/** One call of an upstream. Only a body that was screened can be sent. */
export interface HttpCall {
  readonly method: 'GET' | 'POST' | 'HEAD';
  /** The route's own path, with its query; never what the client wrote. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: ScreenedBody;
}

export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case. */
  header(name: string): string | undefined;
  readonly type: string;
  bytes(): Promise<Uint8Array<ArrayBuffer>>;
  /** The body piece by piece. */
  readonly chunks: AsyncIterable<Uint8Array>;
}

/** Calls one upstream server. */
export interface HttpClient {
  readonly url: string;
  /**
   * @throws GenerationError `generator_failed` when the server cannot be reached; the signal's reason when it aborts.
   */
  send(call: HttpCall, signal: AbortSignal): Promise<HttpAnswer>;
}

// The policy's deadlines bound a generation; a time-out here could only cut one short.
const dispatcher = new Agent({
  headersTimeout: 0,
  bodyTimeout: 0,
  connections: 256,
  keepAliveTimeout: 10_000,
});

/** @param url The server's address; a path in it is put before every call's. */
export function httpClient(url: string): HttpClient {
  const base = url.replace(/\/+$/, '');
  return {
    url: base,
    async send({ method, path, headers, body }, signal) {
      signal.throwIfAborted();
      const answer = await request(base + path, {
        dispatcher,
        method,
        signal,
        headers: {
          ...headers,
          'accept-encoding': 'identity',
          ...(body && { 'content-type': body.contentType }),
        },
        body: body?.bytes ?? null,
      }).catch((cause: unknown) => {
        if (signal.aborted) throw signal.reason;
        throw new GenerationError('generator_failed', 'The image server cannot be reached.', { cause });
      });
      const header = (name: string) => {
        const value = answer.headers[name];
        return Array.isArray(value) ? value.join(', ') : value;
      };
      return {
        status: answer.statusCode,
        header,
        type: header('content-type') ?? '',
        bytes: async () => {
          const bytes = await readWithin(answer.body, signal);
          return header('content-encoding') === 'gzip'
            ? new Uint8Array(gunzipSync(bytes, { maxOutputLength: MAX_ANSWER_BYTES }))
            : bytes;
        },
        chunks: answer.body,
      };
    },
  };
}

async function readWithin(
  body: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of body) {
      size += chunk.length;
      if (size > MAX_ANSWER_BYTES) throw new Error('the answer is too large');
      chunks.push(chunk);
    }
  } catch (cause) {
    if (signal.aborted) throw signal.reason;
    throw new GenerationError('generator_failed', 'The image server broke off its answer.', { cause });
  }
  const whole = Buffer.concat(chunks, size);
  return new Uint8Array(whole.buffer, whole.byteOffset, whole.byteLength);
}
