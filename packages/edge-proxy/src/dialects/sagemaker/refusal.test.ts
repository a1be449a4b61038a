import { describe, expect, it } from 'vitest';
import { refusedByAws } from '../refused.test-helper.ts';
import { refuse } from './refusal.ts';

const refused = refusedByAws(refuse);

it.each([
  ['denied', 403, 'ValidationError', 400],
  ['invalid', 413, 'ValidationError', 400],
  ['unauthorized', 401, 'AccessDeniedException', 403],
  ['busy', 429, 'ServiceUnavailable', 503],
  ['unchecked', 503, 'ServiceUnavailable', 503],
] as const)('answers "%s" with the error that SDKs know for it', async (kind, status, name, told) => {
  expect(await refused({ kind, status, message: 'Why.' })).toEqual({
    name,
    status: told,
    body: { Message: 'Why.' },
  });
});

it.each([
  ['blocked', 422],
  ['failed', 500],
  ['cancelled', 499],
] as const)('answers "%s" with a ModelError, which no SDK sends again', async (kind, status) => {
  expect(await refused({ kind, status, message: 'Why.' })).toEqual({
    name: 'ModelError',
    status: 424,
    body: {
      Message: `Received client error (${status}) from primary with message "Why."`,
      OriginalStatusCode: status,
      OriginalMessage: 'Why.',
      LogStreamArn: '',
    },
  });
});

describe('an error of the endpoint', () => {
  it('keeps its name, its status and its fields', async () => {
    const upstream = { name: 'ModelNotReadyException', Message: 'Starting.' };
    expect(await refused({ kind: 'failed', status: 429, message: 'It failed.', upstream })).toEqual({
      name: 'ModelNotReadyException',
      status: 429,
      body: { Message: 'Starting.' },
    });
  });

  it.each([[{ name: 7 }], [['ModelError']]])(
    'without a name is a failure of the model: %j',
    async (upstream) => {
      expect(await refused({ kind: 'failed', status: 500, message: 'It failed.', upstream })).toMatchObject({
        name: 'ModelError',
        status: 424,
      });
    },
  );
});
