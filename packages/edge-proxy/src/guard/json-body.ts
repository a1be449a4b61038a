import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { problem, sendProblem } from './problem.ts';

/** Refuses what is not plain JSON, and bodies over `maxBytes`, before anything is parsed. */
export function jsonBody(maxBytes: number): MiddlewareHandler[] {
  return [
    async (c, next) => {
      if (c.req.method !== 'POST') return next();
      const encoding = c.req.header('Content-Encoding');
      const type = c.req.header('Content-Type') ?? '';
      const isJson = /^application\/json\s*(;\s*charset=utf-8\s*)?$/i.test(type);
      if (!isJson || (encoding && encoding !== 'identity'))
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
