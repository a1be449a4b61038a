import { expect, it } from 'vitest';
import { refusedBy } from '../refused.test-helper.ts';
import { refuse } from './refusal.ts';

const refused = refusedBy(refuse);

it.each([
  ['denied', 403, 'HTTPException'],
  ['invalid', 400, 'HTTPException'],
  ['blocked', 422, 'ModerationBlocked'],
  ['unchecked', 503, 'ModerationBlocked'],
  ['failed', 502, 'HTTPException'],
  ['busy', 503, 'HTTPException'],
  ['cancelled', 499, 'HTTPException'],
] as const)('answers "%s" as the web UI words its errors', async (kind, status, error) => {
  const { headers, ...answer } = await refused({ kind, status, message: 'Why.' });
  expect(answer).toEqual({ status, body: { error, detail: 'Why.', body: '', errors: 'Why.' } });
  expect(headers.get('WWW-Authenticate')).toBeNull();
});

it('asks for a password as the web UI does', async () => {
  const { status, headers, body } = await refused({ kind: 'unauthorized', status: 401, message: 'Why.' });
  expect([status, headers.get('WWW-Authenticate'), body]).toEqual([
    401,
    'Basic',
    { detail: 'Incorrect username or password' },
  ]);
});

it('has the verdict, if there is one', async () => {
  const verdict = { id: 'gen_1', decision: 'rejected', prompt: 'reject', images: [], warnings: [] } as const;
  const { body } = await refused({ kind: 'blocked', status: 422, message: 'Why.', verdict });
  expect(body).toMatchObject({ error: 'ModerationBlocked', shoji: verdict });
});

it('passes an object of the server on, and its own message for anything else', async () => {
  const failed = { kind: 'failed', status: 404, message: 'It failed.' } as const;
  expect(await refused({ ...failed, upstream: { detail: 'Sampler not found' } })).toMatchObject({
    status: 404,
    body: { detail: 'Sampler not found' },
  });
  expect((await refused({ ...failed, upstream: 'Not found' })).body).toEqual({ detail: 'It failed.' });
});
