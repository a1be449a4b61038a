import { ServerResponse } from 'node:http';
import type { MiddlewareHandler } from 'hono';

/** Node throws for any other character, and a line break would begin a header. */
const PHRASE = /^[\x20-\x7e]+$/;

/** Writes the reason phrase of a response, which Hono's adapter leaves out, into the status line. HTTP/2 has none. */
export function statusLine(): MiddlewareHandler<{ Bindings: { readonly outgoing?: unknown } }> {
  return async (c, next) => {
    await next();
    const { statusText } = c.res;
    const outgoing = c.env?.outgoing;
    if (outgoing instanceof ServerResponse && PHRASE.test(statusText)) outgoing.statusMessage = statusText;
  };
}
