import { expect, it } from 'vitest';
import { finding } from '../testing/fakes.ts';
import { failureWarning, outcomeOf } from './outcomes.ts';
import type { CheckRun } from './run-check.ts';

const seen = finding('violence');
const answered = (report: CheckRun['report']): CheckRun => ({
  check: 'a',
  ms: 3,
  report: report ?? { findings: [] },
});

it('a check is flagged by its own reasons, and passed by those of other checks', () => {
  const run = answered({ findings: [seen] });
  const outcome = { check: 'a', on: 'prompt', ms: 3 };
  expect(outcomeOf(run, [seen], { on: 'prompt' })).toEqual({ ...outcome, status: 'flagged' });
  expect(outcomeOf(run, [finding('violence')], { on: 'prompt' })).toEqual({ ...outcome, status: 'passed' });
  expect(outcomeOf(answered({ findings: [] }), [seen], { on: 'prompt' })).toEqual({
    ...outcome,
    status: 'passed',
  });
});

it('a check that could not read its subject has the reason and its model', () => {
  const run = answered({ findings: [], skipped: 'language', model: 'v2' });
  expect(outcomeOf(run, [], { on: 'prompt' })).toEqual({
    check: 'a',
    on: 'prompt',
    ms: 3,
    model: 'v2',
    status: 'skipped',
    reason: 'language',
  });
});

it('an outcome has the model that answered, and the picture’s position', () => {
  const outcome = outcomeOf(answered({ findings: [], model: 'v2' }), [], { on: 'image', image: 1 });
  expect(outcome).toEqual({ check: 'a', on: 'image', image: 1, ms: 3, model: 'v2', status: 'passed' });
});

it('a failed check has the kind of failure', () => {
  const run: CheckRun = { check: 'a', ms: 3, failure: 'throttled', error: new Error('busy') };
  expect(outcomeOf(run, [seen], { on: 'prompt' })).toEqual({
    check: 'a',
    on: 'prompt',
    ms: 3,
    status: 'failed',
    reason: 'throttled',
  });
});

it('a failure’s warning has the consequence for its subject', () => {
  expect(failureWarning('a', true, { on: 'prompt' })).toEqual({
    code: 'check_failed',
    check: 'a',
    message: expect.any(String),
  });
  expect(failureWarning('a', false, { on: 'image', image: 0 })).toEqual({
    code: 'check_failed_open',
    check: 'a',
    image: 0,
    message: expect.any(String),
  });
});
