import { APICallError } from '@ai-sdk/provider';
import { GenerationError } from '@shoji/core';
import type { GenerationErrorCode } from '@shoji/core/generation';
import { describe, expect, it } from 'vitest';
import { CallError } from './read-call.ts';
import { OptionError } from './read-options.ts';
import { toSdkError } from './to-sdk-error.ts';

const { signal } = new AbortController();
const call = (isRetryable: boolean) =>
  new APICallError({
    message: 'what the server said',
    url: 'http://127.0.0.1/',
    requestBodyValues: { prompt: 'a dog' },
    responseBody: 'what the server said',
    statusCode: 500,
    isRetryable,
  });
const failed = (code: GenerationErrorCode, cause?: unknown, retryAfter = 3) =>
  toSdkError(new GenerationError(code, 'The image model failed.', { cause, retryAfter }), {
    id: 'gen_1',
    signal,
  });

describe('a failure of the model', () => {
  it.each([
    ['generator_busy', call(true), true],
    ['generator_busy', call(false), false],
    ['generator_busy', undefined, true],
    ['generator_failed', call(true), true],
    ['generator_failed', call(false), false],
    ['generator_failed', undefined, false],
    ['generator_rejected', call(true), false],
    ['deadline_exceeded', call(true), false],
    ['answer_unusable', call(true), false],
  ] as const)('%s with the cause %o: retryable is %s', (code, cause, isRetryable) => {
    expect(failed(code, cause)).toMatchObject({ name: 'AI_APICallError', isRetryable, data: { code } });
  });

  it('keeps the server’s status and retry delay, and drops its text and the request', () => {
    const error = failed('generator_busy', call(true));
    expect(error).toMatchObject({
      message: 'The image model failed.',
      statusCode: 500,
      url: 'http://127.0.0.1/',
      requestBodyValues: {},
      responseHeaders: { 'retry-after': '3' },
      responseBody: undefined,
    });
  });
});

describe('any other error', () => {
  it.each([
    new CallError('n: too many.'),
    new OptionError('providerOptions must be an object.'),
    new GenerationError('invalid_request', 'prompt must not be empty.'),
  ])('is a refusal when the call itself is invalid: %s', (error) => {
    expect(toSdkError(error, { id: 'gen_1', signal })).toMatchObject({
      name: 'ShojiRefusedError',
      code: 'invalid_request',
      message: error.message,
      id: 'gen_1',
    });
  });

  it('is the signal’s reason after an abort, and the original error otherwise', () => {
    const [reason, error] = [new Error('left'), new TypeError('a bug')];
    expect(toSdkError(error, { id: 'gen_1', signal: AbortSignal.abort(reason) })).toBe(reason);
    expect(toSdkError(error, { id: 'gen_1', signal })).toBe(error);
  });
});
