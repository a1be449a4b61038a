import type { Warning } from '@shoji/core';
import { describe, expect, it } from 'vitest';
import type { Refusal } from '../../dialect-kit/serving/upstream.ts';
import { refusedBy } from '../refused.test-helper.ts';
import { refusalBody, refuse } from './refusal.ts';

const reason = { what: 'prompt', unchecked: false, categories: ['hate', 'nudity'] } as const;

const refused = refusedBy(refuse);

it.each([
  ['denied', 403, 'invalid_request_error', 'route_not_allowed'],
  ['unauthorized', 401, 'invalid_request_error', 'invalid_api_key'],
  ['invalid', 400, 'invalid_request_error', null],
  ['unchecked', 503, 'server_error', 'check_failed'],
  ['failed', 424, 'server_error', null],
  ['busy', 503, 'server_error', 'server_busy'],
  ['cancelled', 499, 'invalid_request_error', 'cancelled'],
] as const)(
  'answers "%s" with its status, and with OpenAI’s type and code',
  async (kind, status, type, code) => {
    expect(await refused({ kind, status, message: 'Why.' })).toMatchObject({
      status,
      body: { error: { message: 'Why.', type, param: null, code } },
    });
  },
);

it('asks for a key only when a key is missing', async () => {
  const headersOf = async (kind: Refusal['kind']) =>
    (await refused({ kind, status: 401, message: 'Why.' })).headers.get('WWW-Authenticate');
  expect(await headersOf('unauthorized')).toBe('Bearer realm="shoji"');
  expect(await headersOf('denied')).toBeNull();
});

describe('blocked content', () => {
  const blocked = { kind: 'blocked', status: 424, message: 'Refused.' } as const;

  it('has the status 400, because SDKs send 424 and 5xx again', async () => {
    expect(await refused({ ...blocked, reason })).toMatchObject({
      status: 400,
      body: { error: { type: 'image_generation_user_error', code: 'moderation_blocked' } },
    });
  });

  it.each([
    ['prompt', 'input'],
    ['input', 'input'],
    ['picture', 'output'],
  ] as const)('has the categories, and the stage of the %s', (what, stage) => {
    expect(refusalBody({ ...blocked, reason: { ...reason, what } })).toMatchObject({
      error: { moderation_details: { moderation_stage: stage, categories: ['hate', 'nudity'] } },
    });
  });

  it('has neither where it could not be checked', () => {
    const { error } = refusalBody({ ...blocked, reason: { ...reason, unchecked: true } });
    expect(error).toEqual({
      message: 'Refused.',
      type: 'image_generation_user_error',
      param: null,
      code: 'check_failed',
    });
  });

  it('has no details where no reason is known', () => {
    expect(refusalBody(blocked).error).not.toHaveProperty('moderation_details');
  });

  it('has the verdict beside the error', () => {
    const warning: Warning = { code: 'prompt_hate', category: 'hate', check: 'rules', message: 'Hateful.' };
    const verdict = {
      id: 'gen_1',
      decision: 'rejected',
      prompt: 'reject',
      images: [],
      warnings: [warning],
    } as const;
    expect(refusalBody({ ...blocked, reason, verdict }).shoji).toEqual({
      id: 'gen_1',
      decision: 'rejected',
      prompt: 'reject',
      images: [],
      warnings: [{ code: 'prompt_hate', message: 'Hateful.', category: 'hate' }],
    });
    expect(refusalBody({ ...blocked, reason })).not.toHaveProperty('shoji');
  });
});

describe('the server’s own error', () => {
  const failed = { kind: 'failed', status: 429, message: 'The server failed.' } as const;

  it('is passed on as the server words it', () => {
    const error = { message: 'Slow down.', type: 'requests', code: 'rate_limit' };
    expect(refusalBody({ ...failed, upstream: { error } })).toEqual({ error });
  });

  it.each([
    ['a sentence', { error: 'Slow down.' }, 'Slow down.'],
    ['another form', { detail: 'Slow down.' }, 'The server failed.'],
    ['a list', ['Slow down.'], 'The server failed.'],
  ])('becomes an error object where it is %s', (_, upstream, message) => {
    expect(refusalBody({ ...failed, upstream })).toEqual({
      error: { message, type: 'server_error', param: null, code: null },
    });
  });
});
