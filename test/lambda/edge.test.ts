import { presets, rules } from '@shoji/core';
import { fakeEngine, fakeGenerator, fakeRules, finding } from '@shoji/core/testing';
import type { CloudFrontRequest, CloudFrontRequestEvent, CloudFrontResultResponse } from 'aws-lambda';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { edgeVerdictFault, signEdgeVerdict } from '../../packages/edge-proxy/src/access/edge-verdict.ts';
import { createApp } from '../../packages/edge-proxy/src/app.ts';
import { openai } from '../../packages/edge-proxy/src/dialects/openai/index.ts';
import { type EdgeOptions, edgeHandler } from '../../packages/edge-proxy/src/runtime/edge/edge-handler.ts';
import { recorded } from './support.ts';

const SECRET = 'a secret of the edge and its origin';
const HEADER = 'x-shoji-edge-verdict';
const strict = { policy: presets.strict, rules: [rules()] };

interface Sent {
  readonly body?: string | Uint8Array;
  readonly request?: Partial<CloudFrontRequest>;
  readonly headers?: Record<string, string>;
  readonly truncated?: boolean;
  readonly viewer?: boolean;
  readonly screen?: EdgeOptions['screen'];
}

function eventOf({ body, request, headers = {}, truncated = false, viewer }: Sent): CloudFrontRequestEvent {
  const event = recorded<CloudFrontRequestEvent>('cloudfront-origin-request');
  const cf = event.Records[0]?.cf;
  if (!cf) throw new Error('the recorded event has a record');
  if (viewer) Object.assign(cf.config, { eventType: 'viewer-request' });
  Object.assign(cf.request, request);
  for (const [key, value] of Object.entries(headers))
    cf.request.headers[key.toLowerCase()] = [{ key, value }];
  if (body !== undefined) {
    const data = Buffer.from(body).toString('base64');
    cf.request.body = { action: 'read-only', data, encoding: 'base64', inputTruncated: truncated };
  }
  return event;
}

async function send(sent: Sent) {
  const answer = await edgeHandler({ screen: sent.screen ?? strict, secret: SECRET })(eventOf(sent));
  return 'status' in answer ? { refused: answer } : { passed: answer };
}

async function refusal(sent: Sent): Promise<CloudFrontResultResponse & { problem: Record<string, unknown> }> {
  const { refused } = await send(sent);
  if (!refused) throw new Error('the edge let it through');
  return { ...refused, problem: JSON.parse(refused.body ?? '') };
}

async function passing(sent: Sent): Promise<CloudFrontRequest> {
  const { passed } = await send(sent);
  if (!passed) throw new Error('the edge refused it');
  return passed;
}

/** Sends a request to the origin as CloudFront would. */
function atOrigin(
  request: CloudFrontRequest,
  changes: { body?: string; headers?: Record<string, string> } = {},
) {
  const app = createApp(fakeEngine(), {
    access: { keys: [], origins: [], maxBodyBytes: 2_000_000, edgeSecret: SECRET },
  });
  const headers = Object.values(request.headers).flatMap((values) =>
    values.map(({ key = '', value }): [string, string] => [key, value]),
  );
  return app.request(request.uri, {
    method: request.method,
    headers: { ...Object.fromEntries(headers), ...changes.headers },
    body: changes.body ?? request.body?.data ?? null,
  });
}

describe('edgeHandler', () => {
  it('refuses a prompt that the rules refuse, in CloudFront’s response format', async () => {
    const { problem, ...answer } = await refusal({ body: '{"prompt":"a sexy woman"}' });
    expect(answer).toEqual({
      status: '422',
      statusDescription: 'Unprocessable Entity',
      headers: {
        'content-type': [{ key: 'Content-Type', value: 'application/problem+json' }],
        'cache-control': [{ key: 'Cache-Control', value: 'no-store' }],
      },
      body: expect.any(String),
    });
    expect(problem).toMatchObject({
      type: '/problems/prompt-rejected',
      status: 422,
      code: 'prompt_rejected',
      id: '4TyzHTaYWb1GX1qTfsHhEqV6HUDd_BzoBZnwfnvQc_1oF26ClkoUSEQ==',
      // `strict` gives the category, and neither word nor span.
      prompt: {
        decision: 'reject',
        findings: [{ check: 'rules', category: 'suggestive', label: 'suggestive' }],
      },
    });
    expect(answer.body).not.toContain('sexy');
  });

  it('passes a harmless prompt on, judged and signed, so that the origin answers it', async () => {
    const request = await passing({ body: ' { "prompt" : "a dog in a suit" , "seed": 7 } ' });
    expect(request.body).toMatchObject({
      action: 'replace',
      encoding: 'text',
      data: '{"prompt":"a dog in a suit","seed":7}',
    });
    expect((await atOrigin(request)).status).toBe(200);
  });

  it('passes on the judged reading of a body that two parsers could read differently', async () => {
    const request = await passing({ body: '{"prompt":"a sexy woman","prompt":"a dog"}' });
    expect(request.body?.data).toBe('{"prompt":"a dog"}');
    const { problem } = await refusal({ body: '{"prompt":"a dog","prompt":"a \\u0073exy woman"}' });
    expect(problem.code).toBe('prompt_rejected');
  });

  it('marks the prompts that it warned of', async () => {
    const request = await passing({
      body: '{"prompt":"a sexy woman"}',
      screen: { policy: presets.standard, rules: [rules()] },
    });
    expect(request.headers[HEADER]?.[0]?.value).toMatch(/^v1;warn;\d+;[0-9a-f]{64}$/);
  });

  it('answers "could not be checked" when its rules fail', async () => {
    const screen = { policy: presets.standard, rules: [fakeRules(new Error('broken'))] };
    const { problem, status } = await refusal({ body: '{"prompt":"a dog"}', screen });
    expect({ status, code: problem.code }).toEqual({ status: '503', code: 'check_failed' });
  });

  it.each<[string, Sent, string, string]>([
    ['a truncated body', { body: '{"prompt":"a dog"}', truncated: true }, '413', 'payload_too_large'],
    ['no body', { request: { body: undefined } }, '400', 'invalid_request'],
    ['broken JSON', { body: '{"prompt":"a dog"' }, '400', 'invalid_request'],
    ['bytes that are not UTF-8', { body: Buffer.from([0x22, 0xff, 0x22]) }, '400', 'invalid_request'],
    ['endless brackets', { body: '['.repeat(100_000) }, '400', 'invalid_request'],
    ['no object', { body: '"a dog"' }, '400', 'invalid_request'],
    ['no prompt', { body: '{"text":"a dog"}' }, '400', 'invalid_request'],
    ['a prompt that is no text', { body: '{"prompt":["a dog"]}' }, '400', 'invalid_request'],
    ['an endless prompt', { body: `{"prompt":"${'a'.repeat(10_001)}"}` }, '400', 'invalid_request'],
    [
      'a form',
      { headers: { 'Content-Type': 'application/x-www-form-urlencoded' } },
      '415',
      'unsupported_media_type',
    ],
    [
      'another charset',
      { headers: { 'Content-Type': 'application/json; charset=utf-16' } },
      '415',
      'unsupported_media_type',
    ],
    ['a compressed body', { headers: { 'Content-Encoding': 'gzip' } }, '415', 'unsupported_media_type'],
    ['an unknown path', { request: { uri: '/v1/other' } }, '404', 'not_found'],
    ['an encoded path', { request: { uri: '/v1/%67enerations' } }, '404', 'not_found'],
    ['another method', { request: { method: 'PUT' } }, '405', 'method_not_allowed'],
  ])('refuses %s', async (_, sent, status, code) => {
    const answer = await refusal(sent);
    expect([answer.status, answer.problem.code]).toEqual([status, code]);
  });

  it.each([
    ['origin request', false, 1_048_576],
    ['viewer request', true, 40_960],
  ])('keeps an answer to a %s within the limits of CloudFront', async (_, viewer, limit) => {
    const many = Array.from({ length: 20_000 }, (__, at) =>
      finding('sexual', 1, { label: 'x'.repeat(60), span: [at, at + 1] }),
    );
    const screen = { policy: presets.standard, rules: [fakeRules(many)] };
    const { problem, ...answer } = await refusal({ body: '{"prompt":"a dog"}', screen, viewer });
    expect(Buffer.byteLength(JSON.stringify(answer))).toBeLessThanOrEqual(limit);
    expect(problem).toMatchObject({ status: 422, code: 'prompt_rejected' });
  });

  it('does not judge GET requests or moderations, and removes a verdict that a client sends', async () => {
    const headers = { [HEADER]: 'v1;allow;1;00' };
    const page = await passing({ request: { method: 'GET', uri: '/', body: undefined }, headers });
    expect(page.headers[HEADER]).toBeUndefined();
    const body = '{"input":[{"type":"text","text":"a sexy woman"}]}';
    const moderation = await passing({ request: { uri: '/v1/moderations' }, body, headers });
    expect((await atOrigin(moderation)).status).toBe(200);
  });

  it('does not start without a secret', () => {
    expect(() => edgeHandler({ screen: strict, secret: undefined })).toThrow(/SHOJI_EDGE_SECRET/);
    expect(() => edgeHandler({ screen: strict, secret: 'short' })).toThrow(/32 characters/);
  });

  it('passes only prompts that the rules allow and the origin trusts, for any body', async () => {
    const check = fakeRules();
    const screen = {
      policy: presets.strict,
      rules: [{ ...check, match: (prompt: string) => (prompt.includes('!') ? [finding('sexual')] : []) }],
    };
    const body = fc.oneof(
      fc.json(),
      fc.uint8Array(),
      fc
        .record({ prompt: fc.oneof(fc.string(), fc.constant('stop!'), fc.anything()), n: fc.anything() })
        .map((value) => JSON.stringify(value) ?? ''),
    );
    await fc.assert(
      fc.asyncProperty(body, async (sent) => {
        const { passed } = await send({ body: sent, screen });
        if (!passed) return;
        const { prompt } = JSON.parse(passed.body?.data ?? '');
        expect(prompt).not.toContain('!');
        const judged = { method: 'POST', path: passed.uri, body: Buffer.from(passed.body?.data ?? '') };
        const value = passed.headers[HEADER]?.[0]?.value;
        expect(await edgeVerdictFault(SECRET, judged, value, Date.now())).toBeUndefined();
      }),
    );
  });
});

describe('an origin with an edge secret', () => {
  const body = '{"prompt":"a dog"}';
  const judged = { method: 'POST', path: '/v1/generations', body: Buffer.from(body) };
  const origin = (header: string | undefined, sent = body) => {
    const generator = fakeGenerator();
    const app = createApp(fakeEngine({ generator }), {
      access: { keys: [], origins: [], maxBodyBytes: 50_000, edgeSecret: SECRET },
    });
    const headers = { 'Content-Type': 'application/json', ...(header !== undefined && { [HEADER]: header }) };
    return app.request('/v1/generations', { method: 'POST', headers, body: sent });
  };
  const minute = 60_000;

  it('answers requests that the edge judged within the last minute', async () => {
    for (const age of [0, minute - 5_000, 5_000 - minute]) {
      const header = await signEdgeVerdict(SECRET, judged, 'allow', Date.now() - age);
      expect((await origin(header)).status).toBe(200);
    }
  });

  it('refuses all other requests, with the reason', async () => {
    const now = Date.now();
    const good = await signEdgeVerdict(SECRET, judged, 'allow', now);
    const refused: [string | undefined, RegExp][] = [
      [undefined, /CloudFront address/],
      ['', /malformed/],
      ['v1;reject;1;00', /malformed/],
      [await signEdgeVerdict(SECRET, judged, 'allow', now - minute - 5_000), /too old/],
      [await signEdgeVerdict(SECRET, judged, 'allow', now + minute + 5_000), /too old/],
      [await signEdgeVerdict('another secret of thirty-two letters', judged, 'allow', now), /another secret/],
      [await signEdgeVerdict(SECRET, { ...judged, method: 'PUT' }, 'allow', now), /not for this request/],
      [
        await signEdgeVerdict(SECRET, { ...judged, path: '/v1/moderations' }, 'allow', now),
        /not for this request/,
      ],
      [good.replace('allow', 'warn'), /not for this request/],
      [good.replace(String(now), () => String(now + 1)), /not for this request/],
    ];
    for (const [header, why] of refused) {
      const response = await origin(header);
      expect(response.status).toBe(403);
      expect(await response.json()).toMatchObject({
        code: 'not_permitted',
        detail: expect.stringMatching(why),
      });
    }
    expect((await origin(good, '{"prompt":"another dog"}')).status).toBe(403);
  });

  it('cannot have upstreams, whose protocols the edge does not read', () => {
    const access = { keys: [], origins: [], maxBodyBytes: 50_000, edgeSecret: SECRET };
    const upstreams = [openai({ url: 'http://127.0.0.1:1' })];
    expect(() => createApp(fakeEngine(), { access, upstreams })).toThrow(/edgeSecret/);
  });

  it('serves the policy without a key', async () => {
    const app = createApp(fakeEngine(), {
      access: { keys: [], origins: [], maxBodyBytes: 50_000, edgeSecret: SECRET },
    });
    expect((await app.request('/v1/policy')).status).toBe(200);
  });
});
