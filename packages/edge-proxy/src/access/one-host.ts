import type { MiddlewareHandler } from 'hono';
import { problem, sendProblem } from '../wire/problem.ts';

const OBJECTION = 'The request names several hosts, and servers differ in which one counts.';

/** Refuses requests that name their host twice: whose page may call is decided by that name. */
export function oneHost(): MiddlewareHandler {
  return async (c, next) => {
    const detail = objectionToHost(c.req.header('Host'), c.req.url);
    return detail === undefined ? next() : sendProblem(c, problem('invalid_request', { detail }));
  };
}

/**
 * Why a request's host is not clear.
 * @param host All of its `Host` headers, with commas between them; HTTP/2 has none.
 * @param url Its address, as the server understands it.
 */
export function objectionToHost(host: string | undefined, url: string): string | undefined {
  if (host === undefined) return undefined;
  const at = url.indexOf('://') + 3;
  if (url.startsWith(host, at) && url[at + host.length] === '/') return undefined;
  const same = URL.canParse(`http://${host}`) && new URL(`http://${host}`).host === new URL(url).host;
  return same ? undefined : OBJECTION;
}
