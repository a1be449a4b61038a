import { expect, it } from 'vitest';
import { answerBody, withReason } from './answer-body.ts';

it('an answer has nosniff, and a CORP header against embedding by other origins', async () => {
  const answer = answerBody('text', { status: 201, headers: { 'Content-Type': 'text/plain' } });
  expect([answer.status, await answer.text()]).toEqual([201, 'text']);
  expect(Object.fromEntries(answer.headers)).toEqual({
    'content-type': 'text/plain',
    'cross-origin-resource-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
  });
  expect(answerBody(null).status).toBe(200);
});

it('a reason phrase changes no other part', async () => {
  const answer = withReason(
    answerBody('text', { status: 422, headers: { A: 'b' } }),
    'The prompt was refused',
  );
  expect([answer.status, answer.statusText, answer.headers.get('A'), await answer.text()]).toEqual([
    422,
    'The prompt was refused',
    'b',
    'text',
  ]);
  expect(withReason(answerBody('text')).statusText).toBe('');
});
