import type { MiddlewareHandler } from 'hono';
import type { Admit } from '../access/admission.ts';
import { problem, sendProblem } from '../wire/problem.ts';

/** Lets only admitted requests proceed. The challenge is Bearer: for Basic, browsers would prompt their user. */
export function admitted(admit: Admit): MiddlewareHandler {
  return async (c, next) => {
    const admission = await admit(c.req.raw);
    switch (admission.refused) {
      case undefined:
        return next();
      case 'page':
        return sendProblem(c, problem('not_permitted', { detail: admission.message }));
      case 'key':
        c.header('WWW-Authenticate', 'Bearer realm="shoji"');
        return sendProblem(c, problem('unauthorized'));
    }
  };
}
