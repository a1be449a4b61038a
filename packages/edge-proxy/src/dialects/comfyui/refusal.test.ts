import { expect, it } from 'vitest';
import { refusedBy } from '../refused.test-helper.ts';
import { refuse } from './refusal.ts';

const refused = refusedBy(refuse);

it.each([
  ['denied', 403, 'denied', 403],
  ['invalid', 413, 'invalid', 413],
  ['blocked', 422, 'moderation_blocked', 400],
  ['unchecked', 503, 'moderation_blocked', 503],
  ['failed', 502, 'failed', 502],
  ['busy', 503, 'busy', 503],
] as const)('answers "%s" as ComfyUI answers an invalid prompt', async (kind, status, type, told) => {
  const { headers, ...answer } = await refused({ kind, status, message: 'Why.' });
  expect(answer).toEqual({
    status: told,
    body: { error: { type, message: 'Why.', details: 'Why.', extra_info: {} }, node_errors: {} },
  });
  expect(headers.get('WWW-Authenticate')).toBeNull();
});

it('asks for a password where a key is missing, so that a browser opens its dialog', async () => {
  const { status, headers, body } = await refused({ kind: 'unauthorized', status: 401, message: 'Why.' });
  expect([status, headers.get('WWW-Authenticate')]).toEqual([401, 'Basic realm="ComfyUI"']);
  expect(body).toMatchObject({ error: { type: 'unauthorized', message: 'Why.' } });
});

it('has the verdict, if there is one', async () => {
  const verdict = { id: 'gen_1', decision: 'rejected', prompt: 'reject', images: [], warnings: [] } as const;
  const { body } = await refused({ kind: 'blocked', status: 422, message: 'Why.', verdict });
  expect(body).toMatchObject({ error: { type: 'moderation_blocked' }, shoji: verdict });
});

it('passes an error of the server on, and no other answer', async () => {
  const failed = { kind: 'failed', status: 400, message: 'It failed.' } as const;
  const upstream = { error: { type: 'prompt_no_outputs' }, node_errors: {} };
  expect(await refused({ ...failed, upstream })).toMatchObject({ status: 400, body: upstream });
  for (const other of [{ message: 'Something else.' }, ['error']])
    expect((await refused({ ...failed, upstream: other })).body).toMatchObject({ error: { type: 'failed' } });
});
