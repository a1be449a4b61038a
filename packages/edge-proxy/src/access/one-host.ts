import type { MiddlewareHandler } from 'hono';
import { problem, sendProblem } from '../wire/problem.ts';

const OBJECTION =
  'The request has several different hosts, and servers differ in which one they use. Send one Host header.';

/** Refuses requests with two hosts: the host decides which pages are same-origin. */
export function oneHost(): MiddlewareHandler {
  return async (c, next) => {
    const detail = objectionToHost(c.req.header('Host'), c.req.url);
    return detail === undefined ? next() : sendProblem(c, problem('invalid_request', { detail }));
  };
}

/**
 * Why a request's host is ambiguous.
 * @param host All of its `Host` headers, with commas between them; HTTP/2 has none.
 * @param url Its URL, as the server parsed it.
 */
export function objectionToHost(host: string | undefined, url: string): string | undefined {
  if (host === undefined) return undefined;
  const at = url.indexOf('://') + 3;
  if (url.startsWith(host, at) && url[at + host.length] === '/') return undefined;
  const same = URL.canParse(`http://${host}`) && new URL(`http://${host}`).host === new URL(url).host;
  return same ? undefined : OBJECTION;
}
