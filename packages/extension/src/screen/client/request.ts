import { type AnyProblem, anyProblem, readWire, WireError } from '@shoji/core/wire';
import { causeOfNoReply, causeOfReply, secondsToWait } from './causes.ts';
import { type Connection, headersOf, urlOf } from './connection.ts';
import { ClientError } from './errors.ts';
import { reasonsIn } from './warning.ts';

/** Milliseconds without a reply after which a person is told that the proxy is silent. The request goes on. */
export const PATIENCE_MS = 2000;

/** How a request is sent. */
export interface RequestOptions {
  readonly signal: AbortSignal;
  /** JSON to send by POST; without it the request is a GET. */
  readonly body?: unknown;
  /** Media type of the answer. */
  readonly accept?: 'application/json' | 'text/event-stream';
  /** Called if there is no reply after {@link PATIENCE_MS}. */
  readonly onSilence?: (() => void) | undefined;
  readonly patienceMs?: number | undefined;
}

/** The reply to a request: an answer, or an error with its cause and the problem it was read from. */
export type Reply =
  | { readonly ok: true; readonly response: Response }
  | { readonly ok: false; readonly problem: AnyProblem | undefined; readonly error: ClientError };

/**
 * Sends a request to the proxy. Every request but the health check goes through here, so that the same reply has the
 * same cause everywhere.
 * @throws ClientError if there is no reply
 * @throws the signal's reason if it is aborted
 */
export async function request(
  connection: Connection,
  path: string,
  { signal, body, accept = 'application/json', onSilence, patienceMs = PATIENCE_MS }: RequestOptions,
): Promise<Reply> {
  const url = urlOf(connection, path);
  const silence = setTimeout(() => onSilence?.(), patienceMs);
  const response = await fetch(url, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      ...headersOf(connection),
      accept,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal,
  })
    .catch((cause: unknown) => {
      signal.throwIfAborted();
      throw new ClientError(causeOfNoReply(url, globalThis.location?.href), { cause });
    })
    .finally(() => clearTimeout(silence));
  return response.ok ? { ok: true, response } : readError(response, connection.key !== '', signal);
}

/**
 * The whole body of a reply as text.
 * @throws ClientError `interrupted`
 * @throws the signal's reason if it is aborted
 */
export async function bodyOf(response: Response, signal: AbortSignal): Promise<string> {
  try {
    return await response.text();
  } catch (cause) {
    signal.throwIfAborted();
    throw new ClientError('interrupted', { cause });
  }
}

async function readError(response: Response, keySent: boolean, signal: AbortSignal): Promise<Reply> {
  const { status, headers } = response;
  const problem = problemIn(headers.get('content-type'), await bodyOf(response, signal));
  const error = new ClientError(causeOfReply({ status, code: problem?.code, keySent }), {
    status,
    detail: problem?.detail ?? problem?.title,
    ...(problem && reasonsIn(problem)),
    retryAfter: secondsToWait(headers.get('retry-after'), Date.now()),
  });
  return { ok: false, problem, error };
}

/** A problem of Shoji's; undefined for every other body. */
function problemIn(type: string | null, text: string): AnyProblem | undefined {
  if (!type?.includes('json')) return undefined;
  try {
    const problem = readWire(anyProblem, text);
    return problem.code === undefined ? undefined : problem;
  } catch (error) {
    if (error instanceof WireError) return undefined;
    throw error;
  }
}
