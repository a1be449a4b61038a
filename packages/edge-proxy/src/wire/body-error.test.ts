import { expect, it } from 'vitest';
import { BodyError } from './body-error.ts';

it('has the status, the message and the cause', () => {
  const cause = new Error('cut off');
  const error = new BodyError(413, 'Too large.', { cause });
  expect(error).toMatchObject({ name: 'BodyError', status: 413, message: 'Too large.', cause });
  expect('cause' in new BodyError(400, 'Not JSON.')).toBe(false);
});
