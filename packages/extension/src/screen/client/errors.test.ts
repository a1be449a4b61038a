import { expect, it } from 'vitest';
import { ClientError } from './errors.ts';

it('says its kind, and the server’s own words where there are any', () => {
  const cause = new Error('socket');
  const error = new ClientError('busy', { detail: 'no GPU is free', retryAfter: 5, cause });
  expect(error).toMatchObject({
    name: 'ClientError',
    message: 'busy: no GPU is free',
    kind: 'busy',
    detail: 'no GPU is free',
    retryAfter: 5,
    cause,
  });
  expect(new ClientError('lost').message).toBe('lost');
});
