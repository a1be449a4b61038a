import { describe, expect, it } from 'vitest';
import type { Engine, Observation } from '../generation/engine.ts';
import { standard } from '../policy/presets.ts';
import { fakeClassifier, fakeEngine, fakeRules, finding } from '../testing/fakes.ts';
import { Account } from './ledger/account.ts';
import { createPromptScreening, type ScreeningOptions } from './prompt-screening.ts';

function screened(parts: Partial<Engine> = {}, options: Partial<ScreeningOptions> = {}) {
  const seen: Observation[] = [];
  const engine = fakeEngine({ observe: (observation) => seen.push(observation), ...parts });
  const { signal } = new AbortController();
  return { seen, screening: createPromptScreening(engine, { id: 'gen_1', signal, ...options }) };
}

const explainNothing = { policy: { ...standard, explain: 'none' } } as const;

describe('a prompt', () => {
  it('is released when it is allowed, and covers every text that was read with it', async () => {
    const { screening } = screened();
    const { released, report } = screening.prompt({
      prompt: 'a dog',
      others: ['in a suit'],
      names: ['v1-5'],
    });
    const prompt = await released;
    expect(prompt?.text).toBe('a dog');
    expect(['in a suit', 'v1-5', 'a cat'].map((text) => prompt?.covers(text))).toEqual([true, true, false]);
    expect((await report).verdict.decision).toBe('allow');
  });

  it('may be given as a text alone', async () => {
    const { screening } = screened();
    expect((await screening.prompt('a dog').released)?.text).toBe('a dog');
  });

  it('is not released when the rules refuse it', async () => {
    const { screening } = screened({ rules: [fakeRules([finding('hate')])] });
    const { released, report } = screening.prompt('a dog');
    expect(await released).toBeUndefined();
    expect((await report).verdict.decision).toBe('reject');
  });

  it('tells the operator all findings, and the caller only those that the policy explains', async () => {
    const { seen, screening } = screened({ rules: [fakeRules([finding('hate')])], ...explainNothing });
    const { verdict, told } = await screening.prompt('a dog').report;
    expect(verdict.findings).toHaveLength(1);
    expect(told.findings).toEqual([]);
    expect(seen).toContainEqual({ type: 'prompt-findings', id: 'gen_1', findings: verdict.findings });
  });

  it('has the time of the policy for its classifiers, or that of the call', async () => {
    const hanging = { classifiers: [fakeClassifier('hang')] };
    const soon = { ...standard, deadlines: { ...standard.deadlines, classify: 1 } };
    const byPolicy = screened({ ...hanging, policy: soon }).screening.prompt('a dog');
    expect((await byPolicy.report).verdict.checks).toContainEqual(
      expect.objectContaining({ status: 'failed', reason: 'timeout' }),
    );
    const byCall = screened(hanging).screening.prompt('a dog', { ms: 1 });
    expect((await byCall.report).verdict.unchecked).toBe(true);
  });
});

describe('the account', () => {
  it('is the request’s, if it has one', async () => {
    const account = new Account({ unit: 0.5 });
    const paid = { classifiers: [fakeClassifier({ findings: [], usage: [{ item: 'unit', quantity: 2 }] })] };
    const { screening } = screened(paid, { account });
    await screening.prompt('a dog').report;
    expect(screening.account).toBe(account);
    expect(screening.usage()).toEqual([{ item: 'unit', quantity: 2 }]);
    expect(screening.cost()).toEqual(account.cost());
    expect(account.cost()).toMatchObject({ estimate: 1 });
  });

  it('is a new one with the engine’s prices otherwise', async () => {
    const paid = {
      prices: { unit: 0.25 },
      classifiers: [fakeClassifier({ findings: [], usage: [{ item: 'unit', quantity: 2 }] })],
    };
    const { screening } = screened(paid);
    await screening.prompt('a dog').report;
    expect(screening.cost()).toMatchObject({ estimate: 0.5 });
  });

  it('conceals the texts in what the operator is told', async () => {
    const failing = fakeClassifier(new Error('cannot read "a dog in a suit" or "with a hat"'));
    const { seen, screening } = screened({ classifiers: [failing] });
    await screening.prompt({ prompt: 'a dog in a suit', others: ['with a hat'] }).report;
    const [failed] = seen.filter(({ type }) => type === 'check-failed');
    expect(JSON.stringify(failed)).not.toMatch(/in a suit|with a hat/);
  });
});

it('refuses an engine with a part of another version', () => {
  // The version of a part from another package is not known to the compiler.
  const newer = Object.assign(fakeClassifier(undefined, 'newer'), JSON.parse('{"specificationVersion":2}'));
  expect(() => screened({ classifiers: [newer] })).toThrow('newer was written for version 2');
});
