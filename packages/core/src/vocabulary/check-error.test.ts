import { expect, it } from 'vitest';
import { CheckError } from './check-error.ts';

it('has its failure, its message and its cause', () => {
  const cause = new Error('429');
  expect(new CheckError('throttled', 'acme answered 429', { cause })).toMatchObject({
    name: 'CheckError',
    failure: 'throttled',
    message: 'acme answered 429',
    cause,
    ofInput: false,
  });
});

it('blames the input for "invalid-input" alone, unless it is told otherwise', () => {
  expect(new CheckError('invalid-input', 'too long').ofInput).toBe(true);
  expect(new CheckError('invalid-input', 'wrong setting', { ofInput: false }).ofInput).toBe(false);
  expect(new CheckError('error', 'a strange picture', { ofInput: true }).ofInput).toBe(true);
});
