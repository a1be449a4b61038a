import { Hono } from 'hono';
import { expect, it } from 'vitest';
import { PROBLEMS, type ProblemCode, problem, sendProblem } from './problem.ts';

async function sent(code: ProblemCode, retryAfter?: number, extensions = {}): Promise<Response> {
  const app = new Hono().get('/', (c) => sendProblem(c, problem(code, extensions), retryAfter));
  return app.request('/');
}

// Clients act on these: SDKs repeat 408, 409, 425, 429 and 5xx by themselves.
it('every problem has its status', () => {
  const statuses = Object.fromEntries(Object.entries(PROBLEMS).map(([code, [status]]) => [code, status]));
  expect(statuses).toEqual({
    invalid_request: 400,
    unauthorized: 401,
    not_permitted: 403,
    not_found: 404,
    method_not_allowed: 405,
    answer_too_large: 413,
    payload_too_large: 413,
    unsupported_media_type: 415,
    prompt_rejected: 422,
    image_rejected: 422,
    generator_rejected: 422,
    cancelled: 499,
    internal: 500,
    deadline_exceeded: 424,
    answer_unusable: 424,
    generator_failed: 502,
    check_failed: 503,
    generator_busy: 503,
    server_busy: 503,
    shutting_down: 503,
  });
});

it('a problem has a type made of its code, and the added fields', async () => {
  const answer = await sent('prompt_rejected', undefined, { detail: 'why', warnings: [] });
  expect(answer.status).toBe(422);
  expect(answer.headers.get('Content-Type')).toBe('application/problem+json');
  expect(answer.headers.get('Retry-After')).toBeNull();
  expect(answer.headers.get('X-Should-Retry')).toBeNull();
  expect(await answer.json()).toEqual({
    type: '/problems/prompt-rejected',
    title: 'The prompt was refused',
    status: 422,
    code: 'prompt_rejected',
    detail: 'why',
    warnings: [],
  });
});

it('has Retry-After in whole seconds', async () => {
  expect((await sent('server_busy', 1.2)).headers.get('Retry-After')).toBe('2');
  expect((await sent('server_busy', 0)).headers.get('Retry-After')).toBe('0');
});

it.each(['deadline_exceeded', 'answer_unusable'] as const)(
  'no client retries after a charge: %s',
  async (code) => {
    expect((await sent(code)).headers.get('X-Should-Retry')).toBe('false');
  },
);
