import type { MiddlewareHandler } from 'hono';
import { problem, sendProblem } from '../wire/problem.ts';
import { EDGE_VERDICT_HEADER, type EdgeVerdictFault, edgeVerdictFault } from './edge-verdict.ts';

const WHY: Readonly<Record<EdgeVerdictFault, string>> = {
  missing: 'This server answers only to calls that came through its CloudFront address.',
  malformed: 'The verdict of the edge is malformed. Deploy the same version there and here.',
  stale: 'The verdict of the edge is too old, or the clocks differ.',
  forged: 'The verdict of the edge is not for this request, or was signed with another secret.',
};

/** Refuses POST requests that the edge has not judged, so that nobody goes round it. It stands behind `jsonBody`. */
export function edgeOnly(secret: string): MiddlewareHandler {
  return async (c, next) => {
    if (c.req.method !== 'POST') return next();
    const { pathname } = new URL(c.req.url);
    const request = { method: c.req.method, path: pathname, body: c.get('body') };
    const fault = await edgeVerdictFault(secret, request, c.req.header(EDGE_VERDICT_HEADER), Date.now());
    return fault ? sendProblem(c, problem('not_permitted', { detail: WHY[fault] })) : next();
  };
}
