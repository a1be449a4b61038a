import { describe, expect, it } from 'vitest';
import { refusedByAws } from '../refused.test-helper.ts';
import { refuse } from './refusal.ts';

const refused = refusedByAws(refuse);

it.each([
  ['denied', 403, 'AccessDeniedException', 403],
  ['unauthorized', 401, 'AccessDeniedException', 403],
  ['invalid', 413, 'ValidationException', 400],
  ['blocked', 422, 'ValidationException', 400],
  ['busy', 429, 'ServiceUnavailableException', 503],
  ['unchecked', 503, 'ServiceUnavailableException', 503],
] as const)('answers "%s" with the error that SDKs know for it', async (kind, status, name, told) => {
  expect(await refused({ kind, status, message: 'Why.' })).toEqual({
    name,
    status: told,
    body: { message: 'Why.' },
  });
});

it.each([
  ['failed', 500],
  ['cancelled', 499],
] as const)('answers "%s" with a ModelErrorException, which no SDK sends again', async (kind, status) => {
  expect(await refused({ kind, status, message: 'Why.' })).toEqual({
    name: 'ModelErrorException',
    status: 424,
    body: { message: 'Why.', originalStatusCode: status },
  });
});

describe('an error of the service', () => {
  it.each([
    ['its message', { name: 'ThrottlingException', Message: 'Slow down.' }, 'Slow down.'],
    ['the proxy’s message if it has none', { name: 'ThrottlingException' }, 'It failed.'],
  ])('keeps its name and status, and %s', async (_, upstream, message) => {
    expect(await refused({ kind: 'failed', status: 429, message: 'It failed.', upstream })).toEqual({
      name: 'ThrottlingException',
      status: 429,
      body: { message },
    });
  });

  it.each([[{ name: 7 }], [['ThrottlingException']]])(
    'without a name is a failure of the model: %j',
    async (upstream) => {
      expect(await refused({ kind: 'failed', status: 500, message: 'It failed.', upstream })).toMatchObject({
        name: 'ModelErrorException',
        status: 424,
      });
    },
  );
});
