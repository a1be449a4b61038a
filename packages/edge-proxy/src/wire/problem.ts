import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';

/** Every problem the API answers with: its status, its title and what to do about it. Codes are stable. */
export const PROBLEMS = {
  invalid_request: [
    400,
    'The request is not valid',
    'Correct the field that `detail` names and send it again.',
  ],
  unauthorized: [401, 'A key is needed', 'Send `Authorization: Bearer <key>` with a key from the operator.'],
  not_permitted: [403, 'This call is not permitted', 'Ask the operator; `detail` names the setting.'],
  not_found: [404, 'There is nothing here', 'See /openapi.json for what this server answers.'],
  method_not_allowed: [
    405,
    'This method is not answered here',
    'See /openapi.json for what this server answers.',
  ],
  answer_too_large: [
    413,
    'The answer is too large to send',
    'Ask for fewer or smaller pictures; `detail` names the limit.',
  ],
  payload_too_large: [413, 'The request is too large', 'Send less, or ask the operator for a higher limit.'],
  unsupported_media_type: [
    415,
    'The body is not JSON',
    'Send `Content-Type: application/json`, uncompressed, in UTF-8.',
  ],
  prompt_rejected: [422, 'The prompt was refused', 'Change what the warnings name and try again.'],
  generator_rejected: [
    422,
    'The image model refused the request',
    'Try another size, fewer steps or a shorter prompt.',
  ],
  cancelled: [499, 'The request was cancelled', 'Nothing to do.'],
  internal: [
    500,
    'Something went wrong in the proxy',
    'Try again; if it stays, show the operator the request id.',
  ],
  deadline_exceeded: [
    424,
    'The image model took too long',
    'It may be paid for, so nothing asks again by itself. Try fewer pictures, fewer steps or a smaller size.',
  ],
  answer_unusable: [
    424,
    'The image model’s answer cannot be read',
    'It may be paid for, so nothing asks again by itself. If it stays, show the operator the request id.',
  ],
  generator_failed: [502, 'The image model failed', 'Try again later.'],
  check_failed: [503, 'The prompt could not be checked', 'Nothing was spent. Try again in a moment.'],
  generator_busy: [503, 'The image model is busy', 'Try again after `Retry-After` seconds.'],
  server_busy: [503, 'The server is busy', 'Nothing was spent. Try again after `Retry-After` seconds.'],
  shutting_down: [503, 'The server is shutting down', 'Try again in a moment.'],
} as const satisfies Record<string, readonly [status: number, title: string, remedy: string]>;

/**
 * Answers what was paid for and gave nothing: none of the statuses that SDKs and HTTP clients repeat (408, 409, 425, 429
 * and 5xx).
 */
export const SPENT_STATUS = 424;

/** Tells SDKs made by Stainless, such as OpenAI's, in so many words. */
export const NEVER_AGAIN = ['X-Should-Retry', 'false'] as const;

export type ProblemCode = keyof typeof PROBLEMS;

/** RFC 9457 problem details, with our stable `code`. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ProblemCode;
  readonly detail?: string;
  readonly [extension: string]: unknown;
}

/** The problem object of `code`; `extensions` are further members such as `detail` or `warnings`. */
export function problem(code: ProblemCode, extensions: Readonly<Record<string, unknown>> = {}): Problem {
  const [status, title] = PROBLEMS[code];
  return { type: `/problems/${code.replaceAll('_', '-')}`, title, status, code, ...extensions };
}

/** Answers with a problem. @param retryAfter Seconds, for the `Retry-After` header. */
export function sendProblem(c: Context, details: Problem, retryAfter?: number): Response {
  // 499 is nginx's "client closed request": nobody reads it, but logs and metrics tell it from a failure.
  const status = details.status as ContentfulStatusCode;
  const headers = {
    ...(retryAfter !== undefined && { 'Retry-After': String(Math.ceil(retryAfter)) }),
    ...(details.status === SPENT_STATUS && Object.fromEntries([NEVER_AGAIN])),
  };
  return c.body(JSON.stringify(details), status, { 'Content-Type': 'application/problem+json', ...headers });
}
