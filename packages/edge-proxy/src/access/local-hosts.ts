import type { MiddlewareHandler } from 'hono';
import { problem, sendProblem } from '../wire/problem.ts';

/**
 * Refuses requests whose `Host` is not this machine. Without a key this prevents DNS rebinding: a web page that binds its
 * domain name to 127.0.0.1 to reach a local server.
 */
export function localHostsOnly(): MiddlewareHandler {
  return async (c, next) => {
    const { hostname } = new URL(c.req.url);
    if (isLocalHost(hostname)) return next();
    const detail = `Without a key this server answers only to localhost, not to ${hostname}. Set a key to open it.`;
    return sendProblem(c, problem('not_permitted', { detail }));
  };
}

/** Whether a request's host is a name of this machine. */
export function isLocalHost(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}
