import { type Engine, GenerationError } from '@shoji/core';
import type { GenerationErrorCode } from '@shoji/core/generation';
import { Account } from '@shoji/core/screen';
import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { screeningEngine } from '../../testing/engine.ts';
import { BodyError } from '../../wire/body-error.ts';
import { parsedAnswer, UpstreamError } from '../answers/answer.ts';
import { plain } from '../answers/shape.ts';
import { Blocked } from '../screening/verdict.ts';
import { answerJson } from './answer-json.ts';
import { refusalOf, serveUpstream } from './serve-upstream.ts';
import type { Refusal, Route, Upstream } from './upstream.ts';

const VERDICT = {
  id: 'gen_1',
  decision: 'rejected',
  prompt: 'reject',
  images: [],
  warnings: [{ code: 'prompt_rejected', message: 'm' }],
} as const;
const REASON = { what: 'prompt', unchecked: false, categories: ['nudity'] } as const;

/** A dialect that returns its refusals unchanged. */
function upstreamOf(routes: readonly Route[], name = 'small-one'): Upstream {
  return {
    name,
    owns: (path) => path.startsWith('/small'),
    routes,
    refuse: ({ verdict: _, reason: __, ...refusal }) =>
      answerJson({ ...refusal }, { status: refusal.status }),
  };
}

function serve(
  upstream: Upstream,
  others: readonly Upstream[] = [],
  keys: readonly string[] = [],
  parts: Partial<Engine> = {},
) {
  const errors: unknown[] = [];
  const app = new Hono();
  const access = { keys, origins: ['https://page.example'], maxBodyBytes: 1_000 };
  app.use(serveUpstream(upstream, screeningEngine(parts), access, (error) => errors.push(error), others));
  app.all('*', (c) => c.text('next', 418));
  const ask = async (path: string, init: RequestInit = {}) => {
    const response = await app.request(`http://localhost${path}`, init);
    const text = await response.text();
    const { status, statusText, headers } = response;
    return { status, statusText, headers, text };
  };
  return { ask, errors };
}

const route = (answer: Route['answer'], more: Partial<Route> = {}): Route => ({
  method: 'GET',
  path: '/small/{name}',
  answer,
  ...more,
});

describe('serveUpstream', () => {
  it('returns the fields that a route names', async () => {
    const { ask } = serve(
      upstreamOf([
        route(async ({ id, params, caller, authorization, language, maxBodyBytes }) =>
          answerJson({
            hasId: id.startsWith('gen_'),
            params,
            caller,
            authorization: authorization ?? null,
            language,
            maxBodyBytes,
          }),
        ),
      ]),
    );
    const headers = { Authorization: 'Bearer own', 'Accept-Language': 'ja' };
    expect(JSON.parse((await ask('/small/a-1', { headers })).text)).toEqual({
      hasId: true,
      params: { name: 'a-1' },
      caller: expect.any(String),
      authorization: 'Bearer own',
      language: 'ja',
      maxBodyBytes: 1_000,
    });
  });

  it('leaves paths outside of the protocol, or malformed ones, to other handlers', async () => {
    const { ask } = serve(upstreamOf([]));
    expect([(await ask('/other')).status, (await ask('/small%2')).status]).toEqual([418, 418]);
  });

  it('leaves a path to another protocol that has a route for it', async () => {
    const other = upstreamOf([route(async () => answerJson({}))], 'other');
    const { ask } = serve(upstreamOf([]), [other]);
    expect([(await ask('/small/a')).status, (await ask('/small/a', { method: 'POST' })).status]).toEqual([
      418, 403,
    ]);
  });

  it('denies every other path of the protocol, naming the setting that opens it', async () => {
    const { ask } = serve(upstreamOf([route(async () => answerJson({}))]));
    const denied = await ask('/small/a/b', { method: 'PUT' });
    expect(denied.status).toBe(403);
    expect(JSON.parse(denied.text)).toEqual({
      kind: 'denied',
      status: 403,
      message: expect.stringContaining('smallOne({ allow: ["PUT /small/a/b"] })'),
    });
    expect((await ask('/small/a', { method: 'POST' })).status).toBe(403);
  });

  it('requires a key before it reveals its routes', async () => {
    const { ask } = serve(upstreamOf([route(async () => answerJson({}))]), [], ['k'.repeat(20)]);
    const without = await ask('/small/a');
    expect([without.status, JSON.parse(without.text).kind]).toEqual([401, 'unauthorized']);
    const headers = { Authorization: `Bearer ${'k'.repeat(20)}` };
    expect((await ask('/small/a', { headers })).status).toBe(200);
  });

  it('lets only configured pages embed a picture by its address', async () => {
    const { ask } = serve(upstreamOf([route(async () => answerJson({}))]));
    const policyFor = async (headers: Record<string, string>) =>
      (await ask('/small/a', { headers })).headers.get('Cross-Origin-Resource-Policy');
    expect(await policyFor({ Origin: 'https://page.example' })).toBe('cross-origin');
    expect(await policyFor({})).toBe('same-origin');
  });

  it('puts the reason for a refusal into the headers too', async () => {
    const { ask, errors } = serve(
      upstreamOf([
        route(async () => {
          throw new Blocked({ ...REASON, unchecked: true }, VERDICT);
        }),
      ]),
    );
    const { status, headers } = await ask('/small/a');
    expect(status).toBe(503);
    expect(Object.fromEntries(headers)).toMatchObject({
      'x-shoji-decision': 'rejected',
      'x-shoji-warnings': 'prompt_rejected',
      'retry-after': '5',
      'cache-control': 'no-store',
    });
    expect(errors).toEqual([]);
  });

  it('reports an unexpected error to the operator, and hides it from the client', async () => {
    const secret = new Error('secret');
    const { ask, errors } = serve(
      upstreamOf([
        route(async () => {
          throw secret;
        }),
      ]),
    );
    const { status, text } = await ask('/small/a');
    expect([status, JSON.parse(text).message]).toEqual([500, 'Something went wrong in the proxy.']);
    expect(errors).toEqual([secret]);
  });

  it('reports failures of the server to the operator’s observer, and no client errors', async () => {
    const seen: unknown[] = [];
    let thrown: unknown = new GenerationError('generator_busy', 'm', { retryAfter: 1.2 });
    const failing = route(async () => {
      throw thrown;
    });
    const { ask, errors } = serve(upstreamOf([failing]), [], [], {
      observe: (observation) => seen.push(observation),
    });
    const busy = await ask('/small/a');
    expect([busy.status, busy.headers.get('Retry-After'), busy.headers.get('Cache-Control')]).toEqual([
      503,
      '2',
      'no-store',
    ]);
    expect(seen).toEqual([
      expect.objectContaining({
        ...{ type: 'generation-failed', generator: 'small-one', code: 'generator_busy', error: thrown },
        id: expect.stringMatching(/^gen_/),
      }),
    ]);
    seen.length = 0;
    thrown = new BodyError(400, 'wrong');
    const wrong = await ask('/small/a');
    expect([wrong.status, wrong.headers.get('Retry-After'), wrong.headers.get('X-Should-Retry')]).toEqual([
      400,
      null,
      null,
    ]);
    const gone = AbortSignal.abort(new Error('gone'));
    thrown = new TypeError('x');
    expect((await ask('/small/a', { signal: gone })).status).toBe(499);
    expect([seen, errors]).toEqual([[], []]);
  });

  it('puts the reason into the status line, in English, for apps that show nothing else', async () => {
    let thrown: unknown = new Blocked(REASON, VERDICT);
    const { ask } = serve(
      upstreamOf([
        route(async () => {
          throw thrown;
        }),
      ]),
    );
    const headers = { 'Accept-Language': 'ja' };
    expect((await ask('/small/a', { headers })).statusText).toBe('The prompt was refused. Reason: nudity.');
    thrown = new BodyError(400, 'A body is wrong.');
    expect((await ask('/small/a', { headers })).statusText).toBe('A body is wrong.');
  });

  it('reads a segment of the path as its route defines it', async () => {
    const named = route(async ({ params }) => answerJson(params), { word: /^[a-z ]+$/ });
    const { ask } = serve(upstreamOf([named]));
    expect(JSON.parse((await ask('/small/a%20b')).text)).toEqual({ name: 'a b' });
    expect((await ask('/small/A')).status).toBe(403);
  });

  it('calls the dialect to verify a request’s key, with the size limit of bodies', async () => {
    const asked: unknown[] = [];
    const upstream: Upstream = {
      ...upstreamOf([route(async () => answerJson({}))]),
      admits: async (request, keys, maxBodyBytes) => {
        asked.push([new URL(request.url).pathname, keys, maxBodyBytes]);
        return request.headers.get('x-own') === 'yes';
      },
    };
    const { ask } = serve(upstream, [], ['k'.repeat(20)]);
    expect((await ask('/small/a', { headers: { 'x-own': 'yes' } })).status).toBe(200);
    expect((await ask('/small/a')).status).toBe(401);
    expect(asked).toEqual([
      ['/small/a', ['k'.repeat(20)], 1_000],
      ['/small/a', ['k'.repeat(20)], 1_000],
    ]);
  });

  it('prevents a retry of work that was paid for', async () => {
    const { ask } = serve(
      upstreamOf([
        route(async () => {
          throw new GenerationError('deadline_exceeded', 'late');
        }),
      ]),
    );
    expect((await ask('/small/a')).headers.get('x-should-retry')).toBe('false');
  });
});

describe('refusalOf', () => {
  const call = { language: 'en', signal: new AbortController().signal, account: new Account() } as const;
  const upstream = (status: number, code: GenerationErrorCode) =>
    new UpstreamError(status, parsedAnswer({ a: 'b' }).screened(plain), { meaning: { code, message: 'm' } });

  it.each<[string, unknown, Partial<Refusal>]>([
    ['a body', new BodyError(413, 'large'), { kind: 'invalid', status: 413, message: 'large' }],
    ['a full house', new BodyError(503, 'full'), { kind: 'busy', status: 503, retryAfter: 5 }],
    ['a refused prompt', new Blocked(REASON, VERDICT), { kind: 'blocked', status: 422, verdict: VERDICT }],
    [
      'a prompt not checked',
      new Blocked({ ...REASON, unchecked: true }, VERDICT),
      { kind: 'unchecked', status: 503, retryAfter: 5 },
    ],
    [
      'a picture not checked',
      new Blocked({ ...REASON, what: 'picture', unchecked: true }, VERDICT),
      { kind: 'blocked', status: 422 },
    ],
    [
      'an unreadable prompt',
      new Blocked({ ...REASON, unchecked: true, unreadable: true }, VERDICT),
      { kind: 'invalid', status: 422 },
    ],
    [
      'an upstream that refuses',
      upstream(404, 'generator_rejected'),
      { kind: 'invalid', status: 404, upstream: { a: 'b' } },
    ],
    [
      'an upstream that refuses by 500',
      upstream(500, 'generator_rejected'),
      { kind: 'invalid', status: 422 },
    ],
    ['an upstream that fails', upstream(500, 'generator_failed'), { kind: 'failed', status: 502 }],
    ['an upstream that is late', upstream(504, 'deadline_exceeded'), { kind: 'failed', spent: true }],
    [
      'an upstream that is busy',
      upstream(503, 'generator_busy'),
      { kind: 'busy', status: 503, retryAfter: 5 },
    ],
    ['a wrong request', new GenerationError('invalid_request', 'm'), { kind: 'invalid', status: 400 }],
    ['a refused request', new GenerationError('generator_rejected', 'm'), { kind: 'invalid', status: 422 }],
    [
      'a busy server',
      new GenerationError('generator_busy', 'm', { retryAfter: 9 }),
      { kind: 'busy', retryAfter: 9 },
    ],
    ['a failed check', new GenerationError('check_failed', 'm'), { kind: 'busy', status: 503 }],
    ['a deadline', new GenerationError('deadline_exceeded', 'm'), { kind: 'failed', spent: true }],
    ['an unusable answer', new GenerationError('answer_unusable', 'm'), { kind: 'failed', spent: true }],
    ['a cancelled call', new GenerationError('cancelled', 'm'), { kind: 'cancelled', status: 499 }],
    ['a failed server', new GenerationError('generator_failed', 'm'), { kind: 'failed', status: 502 }],
    ['anything else', new TypeError('x'), { kind: 'failed', status: 500 }],
  ])('maps %s', (_, error, refusal) => {
    expect(refusalOf(error, call)).toMatchObject(refusal);
  });

  it('drops an upstream’s error that is not JSON', () => {
    expect(refusalOf(new UpstreamError(404), call)).not.toHaveProperty('upstream');
  });

  it('reports that a client disconnected, whatever else failed then', () => {
    const gone = { ...call, signal: AbortSignal.abort() };
    expect(refusalOf(new TypeError('x'), gone)).toMatchObject({ kind: 'cancelled', status: 499 });
  });

  it('reports that the work was paid for though its result is lost', () => {
    const account = new Account();
    Object.defineProperty(account, 'paid', { value: true });
    expect(refusalOf(new TypeError('x'), { ...call, account })).toMatchObject({
      kind: 'failed',
      spent: true,
    });
  });

  it('uses the client’s language for a refusal', () => {
    const blocked = new Blocked(REASON, VERDICT);
    expect(refusalOf(blocked, { ...call, language: 'ja' }).message).toMatch(/^プロンプト/);
  });
});
