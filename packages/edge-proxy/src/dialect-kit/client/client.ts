import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { answerRoom, holdBody, holdChunks } from '@shoji/capacity';
import { GenerationError } from '@shoji/core';
import { COMPUTED_MS } from '@shoji/core/generation';
import { Agent, request } from 'undici';
import type { Call } from '../call/call.ts';
import type { ScreenedBody } from '../screening/screened-body.ts';
import { HttpAnswer } from './http-answer.ts';

/** Memory reserved for an answer that is paid for: a picture of usual size as base64. */
const PAID_BYTES = 500_000;
/** Memory reserved for an answer that can be requested again. */
const FREE_BYTES = 64_000;

/** One call of an upstream. Only a body that was screened can be sent. */
export interface HttpCall {
  readonly method: 'GET' | 'POST' | 'HEAD';
  /** The route's own path, with its query; never the client's spelling. */
  readonly path: string;
  /** Headers beside those that authenticate the caller, each screened or set by the proxy. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: ScreenedBody;
}

/** The part of a call that decides whose credentials a request upstream uses, and when it is aborted. */
export type Asking = Pick<Call, 'authorization' | 'signal'>;

/**
 * The client of one upstream server. It sends the operator's own `Authorization` where one is set, and the client's
 * otherwise.
 */
export interface UpstreamClient {
  /** Without a slash at the end. */
  readonly url: string;
  /** The headers that authenticate a caller at the server. */
  identity(call: Pick<Call, 'authorization'>): Readonly<Record<string, string>>;
  /**
   * Sends a client's call to the server.
   * @throws GenerationError `generator_busy` when there is no memory for an answer, in which case the server is not
   * called; `generator_failed` when the server cannot be reached, `answer_unusable` when the connection broke while the
   * server worked; the signal's reason when it aborts.
   */
  send(request: HttpCall, call: Asking): Promise<HttpAnswer>;
}

// The policy's deadlines bound a generation; a time-out here could only cut one short.
const dispatcher = new Agent({
  headersTimeout: 0,
  bodyTimeout: 0,
  connections: 256,
  keepAliveTimeout: 10_000,
});

/**
 * @param url The server's address; a path in it is put before every call's.
 * @param operators The operator's own `Authorization`, in place of every client's.
 */
export function upstreamClient(url: string, operators?: string): UpstreamClient {
  const base = url.replace(/\/+$/, '');
  const identity: UpstreamClient['identity'] = (call) => {
    // Some clients send an empty Authorization header.
    const authorization = operators || call.authorization;
    return authorization ? { authorization } : {};
  };
  return {
    url: base,
    identity,
    async send({ method, path, headers, body }, call) {
      const { signal } = call;
      signal.throwIfAborted();
      const hold = answerRoom.hold();
      answerRoom.reserve(hold, method === 'POST' ? PAID_BYTES : FREE_BYTES);
      const start = performance.now();
      const answer = await request(base + path, {
        dispatcher,
        method,
        signal,
        headers: {
          ...identity(call),
          ...headers,
          'accept-encoding': 'identity',
          ...(body && { 'content-type': body.contentType }),
        },
        body: body?.bytes ?? null,
      }).catch((cause: unknown) => {
        if (signal.aborted) throw signal.reason;
        throw unanswered(method, performance.now() - start, cause);
      });
      const header = (name: string) => {
        const value = answer.headers[name];
        return Array.isArray(value) ? value.join(', ') : value;
      };
      const packed = header('content-encoding') === 'gzip';
      const length = Number(header('content-length') ?? Number.NaN);
      return new HttpAnswer(answer.statusCode, header, {
        bytes: () =>
          holdBody(packed ? pipeline(answer.body, createGunzip(), () => {}) : answer.body, {
            hold,
            signal,
            length: packed || method === 'HEAD' ? Number.NaN : length,
          }),
        chunks: holdChunks(answer.body, hold, signal),
      });
    },
  };
}

/** A call that got no answer. If the connection broke while the server worked, the call may have been paid for. */
function unanswered(method: HttpCall['method'], ms: number, cause: unknown): GenerationError {
  return method === 'POST' && ms >= COMPUTED_MS && !isUnreached(cause)
    ? new GenerationError('answer_unusable', 'The image server closed the connection before it answered.', {
        cause,
      })
    : new GenerationError('generator_failed', 'The image server cannot be reached.', { cause });
}

/** Codes of a connection that was never made. */
const UNREACHED = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
];

function isUnreached(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && UNREACHED.includes(String(cause.code));
}
