import { expect, it } from 'vitest';
import { Account } from '../screen/ledger/account.ts';
import type { Observation } from './engine.ts';
import { GenerationError, type GenerationErrorCode } from './errors.ts';
import { observeFailure } from './observe-failure.ts';

function told(...errors: unknown[]): Observation[] {
  const seen: Observation[] = [];
  const asker = { id: 'gen_1', account: new Account() };
  for (const error of errors)
    observeFailure({ observe: (each) => seen.push(each) }, asker, 'upstream', error);
  return seen;
}

it.each<[GenerationErrorCode, boolean]>([
  ['generator_failed', true],
  ['generator_busy', true],
  ['generator_rejected', true],
  ['deadline_exceeded', true],
  ['answer_unusable', true],
  ['invalid_request', false],
  ['check_failed', false],
  ['cancelled', false],
])('%s counts as a failure of the generator: %s', (code, is) => {
  const error = new GenerationError(code, 'It went wrong.');
  const observation = {
    type: 'generation-failed',
    id: 'gen_1',
    generator: 'upstream',
    code,
    cause: 'GenerationError: It went wrong.',
    error,
  };
  expect(told(error)).toEqual(is ? [observation] : []);
});

it('reports each error once', () => {
  const error = new GenerationError('generator_failed', 'It went wrong.');
  expect(told(error, error, new Error('other'), undefined)).toHaveLength(1);
});
