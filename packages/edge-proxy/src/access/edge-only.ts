import type { MiddlewareHandler } from 'hono';
import { problem, sendProblem } from '../wire/problem.ts';
import { EDGE_VERDICT_HEADER, type EdgeVerdictFault, edgeVerdictFault } from './edge-verdict.ts';

const WHY: Readonly<Record<EdgeVerdictFault, string>> = {
  missing: 'This server answers only to calls that came through its CloudFront address.',
  malformed: 'The verdict of the edge is malformed. Deploy the same version at the edge and at the origin.',
  stale: 'The verdict of the edge is too old, or the clocks of edge and origin differ.',
  forged: 'The verdict of the edge is not for this request, or was signed with another secret.',
};

/** Refuses POST requests that the edge has not judged, so that the edge cannot be bypassed. Needs `jsonBody` before it. */
export function edgeOnly(secret: string): MiddlewareHandler {
  return async (c, next) => {
    if (c.req.method !== 'POST') return next();
    const { pathname } = new URL(c.req.url);
    const request = { method: c.req.method, path: pathname, body: c.get('body') };
    const fault = await edgeVerdictFault(secret, request, c.req.header(EDGE_VERDICT_HEADER), Date.now());
    return fault ? sendProblem(c, problem('not_permitted', { detail: WHY[fault] })) : next();
  };
}
