import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { isPlainJson } from './plain-json.ts';
import { problem, sendProblem } from './problem.ts';

/** Refuses what is not plain JSON, and bodies over `maxBytes`, before anything is parsed. */
export function jsonBody(maxBytes: number): MiddlewareHandler[] {
  return [
    async (c, next) => {
      if (c.req.method !== 'POST') return next();
      if (!isPlainJson(c.req.header('Content-Type'), c.req.header('Content-Encoding')))
        return sendProblem(c, problem('unsupported_media_type'));
      return next();
    },
    bodyLimit({
      maxSize: maxBytes,
      onError: (c) =>
        sendProblem(
          c,
          problem('payload_too_large', { detail: `The body may have at most ${maxBytes} bytes.` }),
        ),
    }),
  ];
}
