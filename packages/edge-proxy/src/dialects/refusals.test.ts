import { describe, expect, it } from 'vitest';
import type { Verdict } from '../dialect-kit/call/call.ts';
import type { Refusal } from '../dialect-kit/serving/upstream.ts';
import { refuse as automatic1111 } from './automatic1111/refusal.ts';
import { refuse as bedrock } from './bedrock/refusal.ts';
import { refuse as comfyui } from './comfyui/refusal.ts';
import { refuse as openai } from './openai/refusal.ts';
import { refuse as sagemaker } from './sagemaker/refusal.ts';

const verdict: Verdict = { id: 'gen_1', decision: 'rejected', prompt: 'reject', images: [], warnings: [] };
const reason = { what: 'prompt', unchecked: false, categories: ['nudity'] } as const;
const blocked: Refusal = { kind: 'blocked', status: 422, message: 'no', reason, verdict };
const of = (kind: Refusal['kind'], status: number, more: Partial<Refusal> = {}): Refusal => ({
  kind,
  status,
  message: 'no',
  ...more,
});

async function told(response: Response) {
  const { status, headers } = response;
  const body: unknown = await response.json();
  return { status, body, error: headers.get('x-amzn-ErrorType'), challenge: headers.get('WWW-Authenticate') };
}

describe('AUTOMATIC1111', () => {
  it.each([
    [blocked, 422, 'ModerationBlocked'],
    [of('unchecked', 503), 503, 'ModerationBlocked'],
    [of('invalid', 400), 400, 'HTTPException'],
    [of('failed', 502), 502, 'HTTPException'],
  ])('words %j', async (refusal, status, error) => {
    expect(await told(automatic1111(refusal))).toMatchObject({
      status,
      body: { error, detail: 'no', errors: 'no', body: '' },
    });
  });

  it('asks for a password, and passes on an upstream’s error unchanged', async () => {
    expect(await told(automatic1111(of('unauthorized', 401)))).toMatchObject({
      challenge: 'Basic',
      status: 401,
    });
    expect((await told(automatic1111(of('invalid', 404, { upstream: { detail: 'x' } })))).body).toEqual({
      detail: 'x',
    });
    expect((await told(automatic1111(of('invalid', 404, { upstream: 'x' })))).body).toEqual({ detail: 'no' });
    expect((await told(automatic1111(blocked))).body).toHaveProperty('shoji.id', 'gen_1');
    expect((await told(automatic1111(of('failed', 502)))).body).not.toHaveProperty('shoji');
  });
});

describe('ComfyUI', () => {
  it.each([
    [blocked, 400, 'moderation_blocked'],
    [of('unchecked', 503), 503, 'moderation_blocked'],
    [of('invalid', 413), 413, 'invalid'],
    [of('unauthorized', 401), 401, 'unauthorized'],
  ])('words %j', async (refusal, status, type) => {
    expect(await told(comfyui(refusal))).toMatchObject({
      status,
      body: { error: { type, message: 'no', details: 'no', extra_info: {} }, node_errors: {} },
    });
  });

  it('passes on an upstream’s error only in ComfyUI’s format', async () => {
    const upstream = { error: 'x', node_errors: { a: 1 } };
    expect((await told(comfyui(of('invalid', 400, { upstream })))).body).toEqual(upstream);
    expect((await told(comfyui(of('invalid', 400, { upstream: { other: 'x' } })))).body).toMatchObject({
      error: { type: 'invalid' },
    });
    expect((await told(comfyui(of('unauthorized', 401)))).challenge).toBe('Basic realm="ComfyUI"');
  });
});

describe('OpenAI', () => {
  it.each([
    [blocked, 400, 'image_generation_user_error', 'moderation_blocked'],
    [of('denied', 403), 403, 'invalid_request_error', 'route_not_allowed'],
    [of('unauthorized', 401), 401, 'invalid_request_error', 'invalid_api_key'],
    [of('invalid', 400), 400, 'invalid_request_error', null],
    [of('unchecked', 503), 503, 'server_error', 'check_failed'],
    [of('failed', 502), 502, 'server_error', null],
    [of('busy', 503), 503, 'server_error', 'server_busy'],
    [of('cancelled', 499), 499, 'invalid_request_error', 'cancelled'],
  ])('words %j', async (refusal, status, type, code) => {
    expect(await told(openai(refusal))).toMatchObject({
      status,
      body: { error: { message: 'no', type, code, param: null } },
    });
  });

  it('names the stage and the reason of a block', async () => {
    expect((await told(openai(blocked))).body).toMatchObject({
      error: { moderation_details: { moderation_stage: 'input', categories: ['nudity'] } },
      shoji: { id: 'gen_1' },
    });
    const picture = { ...blocked, reason: { ...reason, what: 'picture' } } as const;
    expect((await told(openai(picture))).body).toMatchObject({
      error: { moderation_details: { moderation_stage: 'output' } },
    });
    const unchecked = { ...blocked, reason: { ...reason, unchecked: true } };
    const { body } = await told(openai(unchecked));
    expect(body).toMatchObject({ error: { code: 'check_failed' } });
    expect(body).not.toHaveProperty('error.moderation_details');
  });

  it('passes on an upstream’s error in OpenAI’s format', async () => {
    const said = { message: 'x', code: 'y' };
    expect((await told(openai(of('invalid', 400, { upstream: { error: said } })))).body).toEqual({
      error: said,
    });
    expect((await told(openai(of('invalid', 400, { upstream: { error: 'words' } })))).body).toMatchObject({
      error: { message: 'words', type: 'invalid_request_error' },
    });
    expect((await told(openai(of('invalid', 400, { upstream: [] })))).body).toMatchObject({
      error: { message: 'no' },
    });
  });
});

describe('SageMaker', () => {
  it.each([
    [of('denied', 403), 400, 'ValidationError'],
    [of('invalid', 422), 400, 'ValidationError'],
    [of('unauthorized', 401), 403, 'AccessDeniedException'],
    [of('busy', 503), 503, 'ServiceUnavailable'],
    [of('unchecked', 503), 503, 'ServiceUnavailable'],
    [blocked, 424, 'ModelError'],
    [of('failed', 502), 424, 'ModelError'],
    [of('cancelled', 499), 424, 'ModelError'],
  ])('words %j', async (refusal, status, error) => {
    const answer = await told(sagemaker(refusal));
    expect(answer).toMatchObject({ status, error });
    if (error === 'ModelError')
      expect(answer.body).toEqual({
        Message: `Received client error (${refusal.status}) from primary with message "no"`,
        OriginalStatusCode: refusal.status,
        OriginalMessage: 'no',
        LogStreamArn: '',
      });
    else expect(answer.body).toEqual({ Message: 'no' });
  });

  it('passes on a service’s error under its name', async () => {
    const upstream = { name: 'ThrottlingException', Message: 'x' };
    expect(await told(sagemaker(of('busy', 429, { upstream })))).toMatchObject({
      status: 429,
      error: 'ThrottlingException',
      body: { Message: 'x' },
    });
  });
});

describe('Bedrock', () => {
  it.each([
    [of('denied', 403), 403, 'AccessDeniedException'],
    [of('unauthorized', 401), 403, 'AccessDeniedException'],
    [of('invalid', 422), 400, 'ValidationException'],
    [blocked, 400, 'ValidationException'],
    [of('busy', 503), 503, 'ServiceUnavailableException'],
    [of('unchecked', 503), 503, 'ServiceUnavailableException'],
    [of('failed', 502), 424, 'ModelErrorException'],
    [of('cancelled', 499), 424, 'ModelErrorException'],
  ])('words %j', async (refusal, status, error) => {
    expect(await told(bedrock(refusal))).toMatchObject({ status, error, body: { message: 'no' } });
  });

  it('passes on a service’s error under its name', async () => {
    const upstream = { name: 'ThrottlingException', Message: 'x' };
    expect(await told(bedrock(of('busy', 429, { upstream })))).toMatchObject({
      status: 429,
      error: 'ThrottlingException',
      body: { message: 'x' },
    });
    expect((await told(bedrock(of('busy', 429, { upstream: { name: 'X' } })))).body).toEqual({
      message: 'no',
    });
  });
});
