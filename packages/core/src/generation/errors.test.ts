import { expect, it } from 'vitest';
import { COMPUTED_MS, GENERATOR_FAILURES, generatorBusy } from './errors.ts';

it('a busy generator has a retry delay', () => {
  expect(generatorBusy(30)).toMatchObject({ code: 'generator_busy', retryAfter: 30 });
});

it('a call that failed within a second is not billed as computed', () => expect(COMPUTED_MS).toBe(1_000));

it('a call that may have been paid for has a code that clients do not retry', () => {
  expect(GENERATOR_FAILURES.atWork.code).toBe('answer_unusable');
  expect(GENERATOR_FAILURES.failed.code).toBe('generator_failed');
});
