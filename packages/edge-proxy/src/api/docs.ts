import { Hono } from 'hono';
import { PROBLEMS, type ProblemCode } from '../wire/problem.ts';

/** The remedy of each problem, for its page. */
const REMEDIES: Readonly<Record<ProblemCode, string>> = {
  invalid_request: 'Correct the field that `detail` names and send it again.',
  unauthorized: 'Send `Authorization: Bearer <key>` with a key from the operator.',
  not_permitted: 'Ask the operator; `detail` names the setting.',
  not_found: 'See /openapi.json for the routes of this server.',
  method_not_allowed: 'See /openapi.json for the routes of this server.',
  answer_too_large: 'Ask for fewer or smaller pictures; `detail` names the limit.',
  payload_too_large: 'Send less, or ask the operator for a higher limit.',
  unsupported_media_type: 'Send `Content-Type: application/json`, uncompressed, in UTF-8.',
  prompt_rejected: 'Change what the warnings name and try again.',
  image_rejected: 'Use another image; the warnings say why.',
  generator_rejected: 'Try another size, fewer steps or a shorter prompt.',
  cancelled: 'Nothing to do.',
  internal: 'Try again; if it persists, give the operator the request id.',
  deadline_exceeded:
    'The generation may be billed, so it is not repeated automatically. Try fewer pictures, fewer steps or a smaller size.',
  answer_unusable:
    'The generation may be billed, so it is not repeated automatically. If it persists, give the operator the request id.',
  generator_failed: 'Try again later.',
  check_failed: 'Nothing was spent. Try again in a moment.',
  generator_busy: 'Try again after `Retry-After` seconds.',
  server_busy: 'Nothing was spent. Try again after `Retry-After` seconds.',
  shutting_down: 'Try again in a moment.',
};

/** `/openapi.json`, which describes every route of the API. */
export function openApiRoute(): Hono {
  return new Hono().get('/openapi.json', async (c) => {
    const { openApiDocument } = await import('./openapi.ts');
    return c.json(openApiDocument());
  });
}

/** `/problems/<code>`: the description of a problem's `type`. */
export function problemPages(): Hono {
  return new Hono().get('/problems/:code', (c) => {
    const code = c.req.param('code').replaceAll('-', '_');
    if (!isProblem(code)) return c.notFound();
    const [status, title] = PROBLEMS[code];
    return c.text(`${title}\n\nCode: ${code}\nStatus: ${status}\nRemedy: ${REMEDIES[code]}\n`);
  });
}

function isProblem(code: string): code is ProblemCode {
  return Object.hasOwn(PROBLEMS, code);
}
