import { ServerResponse } from 'node:http';
import type { MiddlewareHandler } from 'hono';

/** Node throws for any other character; a line break would start a header. */
const PHRASE = /^[\x20-\x7e]+$/;

/** Writes a response's reason phrase into the status line, which Hono's adapter omits. HTTP/2 has no reason phrases. */
export function statusLine(): MiddlewareHandler<{ Bindings: { readonly outgoing?: unknown } }> {
  return async (c, next) => {
    await next();
    const { statusText } = c.res;
    const outgoing = c.env?.outgoing;
    if (outgoing instanceof ServerResponse && PHRASE.test(statusText)) outgoing.statusMessage = statusText;
  };
}
