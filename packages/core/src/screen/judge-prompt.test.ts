import { describe, expect, it } from 'vitest';
import type { Engine } from '../generation/engine.ts';
import { standard } from '../policy/presets.ts';
import { fakeClassifier, fakeEngine, fakeRules, finding } from '../testing/fakes.ts';
import { judgePrompt } from './judge-prompt.ts';
import type { CheckRun } from './run-check.ts';

const texts = { prompt: 'a dog', others: ['a cat'], names: ['model.pt'] };

function judging(parts: Partial<Engine>, ms = Number.POSITIVE_INFINITY) {
  const ran: CheckRun[] = [];
  const { signal } = new AbortController();
  const options = { ms, signal, turn: 'gen_1', ran: (run: CheckRun) => ran.push(run) };
  return { ...judgePrompt(texts, fakeEngine(parts), options), ran };
}
const judged = async (parts: Partial<Engine>) => {
  const { judgement, ran } = judging(parts);
  return { ...(await judgement), ran };
};

/** A classifier that answers one turn of the event loop late. */
const later = {
  ...fakeClassifier({ findings: [] }, 'later'),
  classify: async () => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    return { findings: [] };
  },
};

describe('the runs of a judgement', () => {
  it('are those of all rules and classifiers, each with its time, in their order', async () => {
    const { runs, ran, verdict, timings } = await judged({
      rules: [fakeRules([], 'first'), fakeRules([], 'second')],
      classifiers: [later, fakeClassifier({ findings: [] }, 'quick')],
    });
    expect(runs.map(({ check }) => check)).toEqual(['first', 'second', 'later', 'quick']);
    expect(ran.map(({ check }) => check)).toEqual(['first', 'second', 'quick', 'later']);
    expect(verdict.checks.map(({ check, ms }) => [check, ms])).toEqual(
      runs.map(({ check, ms }) => [check, ms]),
    );
    for (const { ms } of runs) expect(ms).toBeGreaterThan(0);
    expect(timings).toEqual({ rules: expect.any(Number), classify: runs[2]?.ms });
    expect(timings.rules).toBeGreaterThan(0);
  });

  it('are only those of the rules when these reject', async () => {
    const classifier = fakeClassifier();
    const { runs, timings, verdict } = await judged({
      rules: [fakeRules([finding('sexual')])],
      classifiers: [classifier],
    });
    expect([runs.length, classifier.calls.length, timings.classify]).toEqual([1, 0, 0]);
    expect(verdict).toMatchObject({ decision: 'reject', unchecked: false });
  });

  it('include a failed one when rules throw', async () => {
    const broken = new Error('broken');
    const { runs, verdict } = await judged({ rules: [fakeRules(broken, 'first')], classifiers: [] });
    expect(runs).toEqual([{ check: 'first', ms: expect.any(Number), failure: 'error', error: broken }]);
    expect(runs[0]?.ms).toBeGreaterThan(0);
    expect(verdict).toMatchObject({ decision: 'allow', unchecked: true, unreadable: false });
  });

  it('include no placeholder when there are rules or classifiers', async () => {
    expect((await judged({ rules: [] })).runs.map(({ check }) => check)).toEqual(['classifier']);
    expect((await judged({ classifiers: [] })).runs.map(({ check }) => check)).toEqual(['rules']);
    expect((await judged({ rules: [], classifiers: [] })).ran.map(({ check }) => check)).toEqual([
      'screening',
    ]);
  });
});

describe('a prompt in a language that a classifier cannot read', () => {
  const classifiers = [fakeClassifier({ findings: [], skipped: 'language' }, 'a')];
  const under = (unreadPrompt: 'allow' | 'warn' | 'reject', findings: Parameters<typeof finding>[0][] = []) =>
    judged({
      classifiers,
      rules: [fakeRules(findings.map((category) => finding(category)))],
      policy: { ...standard, unreadPrompt },
    });

  it.each(['allow', 'warn', 'reject'] as const)('is handled as the policy says: %s', async (unreadPrompt) => {
    const { verdict } = await under(unreadPrompt);
    expect(verdict).toMatchObject({ decision: unreadPrompt, unchecked: false });
    expect(verdict.warnings).toMatchObject([{ code: 'check_skipped', check: 'a' }]);
  });

  it('keeps the decision of its findings', async () => {
    expect((await under('allow', ['suggestive'])).verdict.decision).toBe('warn');
    expect((await under('warn', ['suggestive'])).verdict.decision).toBe('warn');
    expect((await under('reject', ['suggestive'])).verdict.decision).toBe('reject');
    expect((await under('warn', ['sexual'])).verdict.decision).toBe('reject');
  });
});

describe('a prompt is released', () => {
  const refusing = [fakeClassifier({ findings: [finding('sexual')] })];
  const beside = { ...standard, classify: 'beside' } as const;

  it('after the whole verdict, covering every text', async () => {
    const released = await judging({}).released;
    expect(released).toMatchObject({ text: 'a dog' });
    expect(await judging({ classifiers: refusing }).released).toBeUndefined();
    expect(await judging({ classifiers: [fakeClassifier(new Error('down'))] }).released).toBeUndefined();
  });

  it('after the rules, where the policy classifies beside generation', async () => {
    const { released, judgement } = judging({ classifiers: refusing, policy: beside });
    expect(await released).toMatchObject({ text: 'a dog' });
    expect((await judgement).verdict.decision).toBe('reject');
    const refused = judging({ rules: [fakeRules([finding('sexual')])], policy: beside });
    expect(await refused.released).toBeUndefined();
  });
});

it('a failed check that may fail open leaves the prompt checked, with a warning', async () => {
  const classifiers = [fakeClassifier(new Error('down'), 'a'), fakeClassifier(new Error('down'), 'b')];
  const { verdict } = await judged({ classifiers, policy: { ...standard, failOpen: ['a', 'b'] } });
  expect(verdict).toMatchObject({ decision: 'allow', unchecked: false, unreadable: false });
  expect(verdict.warnings.map(({ code, check }) => [code, check])).toEqual([
    ['check_failed_open', 'a'],
    ['check_failed_open', 'b'],
  ]);
  const half = await judged({ classifiers, policy: { ...standard, failOpen: ['a'] } });
  expect(half.verdict.unchecked).toBe(true);
  expect(half.verdict.warnings.map(({ code }) => code)).toEqual(['check_failed_open', 'check_failed']);
});
