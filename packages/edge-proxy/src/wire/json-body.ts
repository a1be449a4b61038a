import type { MiddlewareHandler } from 'hono';
import { isPlainJson } from './json/plain-json.ts';
import { problem, sendProblem } from './problem.ts';
import { readBytes } from './read-bytes.ts';

declare module 'hono' {
  interface ContextVariableMap {
    /** The body of a POST to the API. */
    body: Uint8Array<ArrayBuffer>;
  }
}

/** Refuses what is not plain JSON, and bodies over `maxBytes` or without room, before anything is parsed. */
export function jsonBody(maxBytes: number): MiddlewareHandler {
  return async (c, next) => {
    if (c.req.method !== 'POST') return next();
    if (!isPlainJson(c.req.header('Content-Type'), c.req.header('Content-Encoding')))
      return sendProblem(c, problem('unsupported_media_type'));
    c.set('body', await readBytes(c.req.raw, maxBytes));
    return next();
  };
}
