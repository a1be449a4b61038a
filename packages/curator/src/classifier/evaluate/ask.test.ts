import { type PromptClassifier, presets } from '@shoji/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LabelledPrompt } from '../labelled.ts';
import { type Asking, askAll, expectedCost, type MeasuredCheck } from './ask.ts';

const prompts = (count: number): LabelledPrompt[] =>
  Array.from({ length: count }, (_, index) => ({
    text: `a house number ${index}`,
    unsafe: false,
    language: 'en',
    source: 'here',
    at: `here:${index}`,
  }));
const asking = (more: Partial<Asking> = {}): Asking => ({
  policy: presets.standard,
  prices: { unit: 0.01 },
  signal: new AbortController().signal,
  ...more,
});

const screenOf = (name: string, classify: PromptClassifier['classify']) => ({
  rules: [],
  classifiers: [{ name, covers: [], classify }],
});

/** A check that is billed by the unit and counts its calls. */
function paid(units = 1, concurrency = 4) {
  const asked: string[] = [];
  const check: MeasuredCheck = {
    name: 'paid',
    concurrency,
    uses: () => [{ item: 'unit', quantity: units }],
    screen: screenOf('paid', async (text) => {
      asked.push(text);
      await Promise.resolve();
      return { findings: [], usage: [{ item: 'unit', quantity: units }] };
    }),
  };
  return { check, asked };
}

describe('the cost', () => {
  it('never exceeds the limit, and uses all of it', () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 40 }),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 0, max: 60 }),
        fc.integer({ min: 1, max: 9 }),
        async (count, units, cents, concurrency) => {
          const { check, asked } = paid(units, concurrency);
          const { spent, stopped } = await askAll(prompts(count), [check], asking({ maxCost: cents / 100 }));
          const affordable = Math.min(count, Math.floor(cents / units));
          expect(asked).toHaveLength(affordable);
          expect(spent.get('paid') ?? 0).toBeCloseTo((affordable * units) / 100, 9);
          expect(stopped).toEqual(affordable < count ? ['max-cost'] : []);
        },
      ),
      { numRuns: 60 },
    ));

  it('is estimated beforehand, without texts that were answered already', () => {
    const { check } = paid(2);
    const answers = {
      get: (_: string, text: string) => (text.endsWith('0') ? { findings: [] } : undefined),
      keep() {},
    };
    expect(expectedCost(prompts(20), [check], asking())).toBeCloseTo(0.4);
    expect(expectedCost(prompts(20), [check], asking({ answers }))).toBeCloseTo(0.36);
  });
});

describe('a cost that is known only from answers', () => {
  it('is learned from the first prompt, and then never exceeds the limit', () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 5, max: 60 }),
        async (count, units, cents) => {
          const { check, asked } = paid(units, 9);
          const { uses: _, ...unknown } = check;
          const { spent, stopped } = await askAll(
            prompts(count),
            [{ ...unknown, unknownCost: true }],
            asking({ maxCost: cents / 100 }),
          );
          const affordable = Math.min(count, Math.floor(cents / units));
          expect(asked).toHaveLength(affordable);
          expect(spent.get('paid')).toBeCloseTo((affordable * units) / 100, 9);
          expect(stopped).toEqual(affordable < count ? ['max-cost'] : []);
        },
      ),
      { numRuns: 40 },
    ));

  it('is not paid twice', async () => {
    const { check, asked } = paid();
    const { uses: _, ...unknown } = check;
    const answers = { get: () => ({ findings: [] }), keep() {} };
    const { checks } = await askAll(prompts(3), [{ ...unknown, unknownCost: true }], asking({ answers }));
    expect(asked).toEqual([]);
    expect(checks[0]?.answers).toEqual(Array(3).fill({ kind: 'read', score: 0, flagged: false }));
  });
});

describe('a missing answer', () => {
  it('is reported as skipped, failed or not asked', async () => {
    const check: MeasuredCheck = {
      name: 'moody',
      concurrency: 1,
      screen: screenOf('moody', async (text) => {
        if (text.endsWith('1')) return { findings: [], skipped: 'language' };
        if (text.endsWith('2')) throw new Error('out of order');
        return { findings: [{ check: 'moody', category: 'hate', label: 'x', score: 0.9 }] };
      }),
    };
    const errors: string[] = [];
    const { checks } = await askAll(
      prompts(3),
      [check],
      asking({ onError: (name, error) => errors.push(`${name}: ${error}`) }),
    );
    expect(checks[0]?.answers).toEqual([
      { kind: 'read', score: 0.9, flagged: true, category: 'hate', ms: expect.any(Number) },
      { kind: 'unread' },
      { kind: 'failed' },
    ]);
    expect(errors).toEqual(['moody: Error: out of order']);
  });

  it('stops the calls of a check after twenty failures in a row, and of no other check', async () => {
    let calls = 0;
    const broken: MeasuredCheck = {
      name: 'broken',
      concurrency: 1,
      screen: screenOf('broken', () => {
        calls += 1;
        return Promise.reject(new Error('down'));
      }),
    };
    const { checks, stopped } = await askAll(prompts(50), [broken, paid().check], asking());
    expect(calls).toBe(20);
    expect(stopped).toEqual(['failing']);
    expect(checks[1]?.answers.every(({ kind }) => kind === 'read')).toBe(true);
  });

  it('covers everything after an interrupt', async () => {
    const interrupt = new AbortController();
    const { check, asked } = paid(1, 1);
    const { checks, stopped } = await askAll(
      prompts(10),
      [check],
      asking({ signal: interrupt.signal, onProgress: (done) => done === 3 && interrupt.abort() }),
    );
    expect(asked).toHaveLength(3);
    expect(stopped).toEqual(['interrupted']);
    expect(checks[0]?.answers.filter(({ kind }) => kind === 'not-asked')).toHaveLength(7);
  });
});
