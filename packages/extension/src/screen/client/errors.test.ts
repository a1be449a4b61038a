import { expect, it } from 'vitest';
import { ClientError, FAILURE_KINDS, failureOf, isAboutConnection, needsKey } from './errors.ts';

it('has its kind as its message, and the server’s message if there is one', () => {
  const cause = new Error('socket');
  const error = new ClientError('busy', { detail: 'no GPU is free', retryAfter: 5, cause });
  expect(error).toMatchObject({
    name: 'ClientError',
    message: 'busy: no GPU is free',
    kind: 'busy',
    failure: { kind: 'busy', detail: 'no GPU is free', retryAfter: 5 },
    cause,
  });
  expect(new ClientError('lost').message).toBe('lost');
});

it('is converted into the failure that a surface shows', () => {
  const error = new ClientError('busy', { detail: 'why', retryAfter: 5, status: 503, cause: new Error() });
  expect(failureOf(error)).toEqual({ kind: 'busy', detail: 'why', retryAfter: 5, status: 503 });
  expect(failureOf(new TypeError('unforeseen'))).toEqual({ kind: 'invalid-answer' });
});

it('belongs to the connection or to one request', () => {
  expect(FAILURE_KINDS.filter((kind) => isAboutConnection({ kind }))).toEqual([
    'unreachable',
    'no-secure-connection',
    'mixed-content',
    'silent',
    'stranger',
    'gateway',
    'key-missing',
    'key-refused',
  ]);
  expect(FAILURE_KINDS.filter((kind) => needsKey({ kind }))).toEqual(['key-missing', 'key-refused']);
});
