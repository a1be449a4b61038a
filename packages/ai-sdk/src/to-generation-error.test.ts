import {
  APICallError,
  EmptyResponseBodyError,
  InvalidArgumentError,
  JSONParseError,
  UnsupportedFunctionalityError,
} from '@ai-sdk/provider';
import { GenerationError } from '@shoji/core';
import { describe, expect, it } from 'vitest';
import { toGenerationError } from './to-generation-error.ts';

const { signal } = new AbortController();
const call = (statusCode: number | undefined, responseHeaders: Record<string, string> = {}) =>
  new APICallError({
    message: 'what the server said',
    url: 'http://127.0.0.1/',
    requestBodyValues: {},
    responseHeaders,
    ...(statusCode !== undefined && { statusCode }),
  });
const codeOf = (error: unknown, ms = 10) => toGenerationError(error, { signal, ms }).code;

describe('an error thrown by a model', () => {
  it.each([
    [200, 'answer_unusable'],
    [400, 'generator_rejected'],
    [401, 'generator_failed'],
    [402, 'generator_failed'],
    [403, 'generator_failed'],
    [404, 'generator_failed'],
    [408, 'deadline_exceeded'],
    [422, 'generator_rejected'],
    [429, 'generator_busy'],
    [500, 'generator_failed'],
    [503, 'generator_busy'],
    [504, 'deadline_exceeded'],
    [undefined, 'generator_failed'],
  ] as const)('with the status %s is %s', (status, code) => {
    expect(codeOf(call(status))).toBe(code);
  });

  it.each([call(500), call(undefined), new TypeError('socket hang up')])(
    'that may follow a finished computation is not retried: %s',
    (error) => {
      expect(codeOf(error, 999)).toBe('generator_failed');
      expect(codeOf(error, 1_000)).toBe('answer_unusable');
    },
  );

  it.each([
    [new EmptyResponseBodyError(), 'answer_unusable'],
    [new JSONParseError({ text: '<html>', cause: undefined }), 'answer_unusable'],
    [new InvalidArgumentError({ argument: 'size', message: 'no' }), 'generator_rejected'],
    [new UnsupportedFunctionalityError({ functionality: 'edits' }), 'generator_rejected'],
    [new DOMException('late', 'TimeoutError'), 'deadline_exceeded'],
    ['a text', 'generator_failed'],
  ] as const)('%s is %s', (error, code) => {
    expect(codeOf(error)).toBe(code);
  });

  it('keeps the server’s text out of its message, and the error as its cause', () => {
    const error = call(422);
    const { message, cause } = toGenerationError(error, { signal, ms: 10 });
    expect(message).toBe('The image model refused the request.');
    expect(cause).toBe(error);
  });

  it.each([
    ['2', 2],
    ['1.5', 2],
    ['999999', 3_600],
    ['Wed, 21 Oct 2026 07:28:00 GMT', 10],
    ['-1', 10],
  ])('that is busy for %s seconds asks callers to wait %s', (header, seconds) => {
    expect(toGenerationError(call(429, { 'retry-after': header }), { signal, ms: 10 }).retryAfter).toBe(
      seconds,
    );
  });

  it('is a cancellation after an abort, and a deadline error after a timeout', () => {
    const ended = (reason: unknown) =>
      toGenerationError(new Error('aborted'), { signal: AbortSignal.abort(reason), ms: 10 }).code;
    expect(ended(new DOMException('left', 'AbortError'))).toBe('cancelled');
    expect(ended(new DOMException('late', 'TimeoutError'))).toBe('deadline_exceeded');
  });

  it('is unchanged when it is already a GenerationError', () => {
    const error = new GenerationError('generator_busy', 'Busy.');
    expect(toGenerationError(error, { signal, ms: 5_000 })).toBe(error);
  });
});
