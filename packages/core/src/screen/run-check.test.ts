import { describe, expect, it } from 'vitest';
import { finding } from '../testing/fakes.ts';
import { CheckError } from '../vocabulary/check-error.ts';
import type { CheckReport, Usage } from '../vocabulary/finding.ts';
import { isOfInput, NO_CHECK, runCheck } from './run-check.ts';

const signal = new AbortController().signal;
const FOREVER = Number.POSITIVE_INFINITY;
const run = (ask: () => Promise<CheckReport>, ms = FOREVER) => runCheck('a', ask, ms, signal);
const reporting = (report: CheckReport) => run(async () => report);

describe('a check that answers', () => {
  it('puts its own name on every finding', async () => {
    const { report, ms } = await reporting({
      findings: [finding('hate', 0.5, { check: 'part' })],
      model: 'v2',
    });
    expect(report).toEqual({ findings: [finding('hate', 0.5, { check: 'a' })], model: 'v2' });
    expect(ms).toBeGreaterThan(0);
  });

  it.each([0, 1])('accepts a score of %d', async (score) => {
    const { report } = await reporting({ findings: [finding('hate', score)], illustrated: score });
    expect(report?.findings).toHaveLength(1);
  });

  it.each([-0.01, 1.01, Number.NaN])('fails with a score of %s', async (score) => {
    const failed = { check: 'a', failure: 'invalid-answer', usage: [] };
    expect(await reporting({ findings: [finding('hate', score)] })).toMatchObject(failed);
  });

  it.each([-0.01, 1.01, Number.NaN])(
    'has failed when it is %s sure that a picture is drawn',
    async (illustrated) => {
      expect((await reporting({ findings: [], illustrated })).failure).toBe('invalid-answer');
    },
  );

  it('fails with an unknown category', async () => {
    const report: CheckReport = JSON.parse(
      '{ "findings": [{ "category": "fun", "label": "Fun", "score": 1 }] }',
    );
    const { failure, error } = await reporting(report);
    expect([failure, String(error)]).toEqual(['unknown-label', 'CheckError: Fun: unknown category fun']);
  });
});

describe('a check that fails', () => {
  it.each([
    [new CheckError('throttled', 'busy'), 'throttled'],
    [new Error('down'), 'error'],
  ])('%s', async (error, failure) => {
    const failed = await run(() => Promise.reject(error));
    expect(failed).toEqual({ check: 'a', ms: expect.any(Number), failure, error, usage: [] });
    expect(failed.ms).toBeGreaterThan(0);
  });

  it('fails at its deadline, and the usage reported until then is kept', async () => {
    const usage: Usage[] = [{ item: 'unit', quantity: 1 }];
    const ask = (_: AbortSignal, used: (some: readonly Usage[]) => void) => {
      used(usage);
      return new Promise<never>(() => {});
    };
    expect(await runCheck('a', ask, 1, signal)).toMatchObject({ failure: 'timeout', usage });
  });

  it('rejects, and does not fail, when its caller aborts', async () => {
    const caller = new AbortController();
    const asked = runCheck('a', () => new Promise<never>(() => {}), FOREVER, caller.signal);
    caller.abort(new Error('left'));
    await expect(asked).rejects.toThrow('left');
  });
});

it('a failure is of the input only where the input is certainly invalid', async () => {
  const failed = async (error: Error) => isOfInput(await run(() => Promise.reject(error)));
  expect(await failed(new CheckError('invalid-input', 'too large'))).toBe(true);
  expect(await failed(new CheckError('invalid-input', 'too large', { ofInput: false }))).toBe(false);
  expect(await failed(new CheckError('throttled', 'busy'))).toBe(false);
  expect(isOfInput({ check: 'a', ms: 1, failure: 'invalid-input', error: 'skipped' })).toBe(true);
});

it('a missing check counts as one that failed at once', () => {
  expect(NO_CHECK).toMatchObject({ check: 'screening', ms: 0, failure: 'error' });
});
