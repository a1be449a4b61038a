import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { presets } from '../../policy/presets.ts';
import { fakeClassifier, fakeEngine, fakeRules, finding } from '../../testing/fakes.ts';
import { rules } from '../../text/rules.ts';
import { judgePrompt } from '../judge-prompt.ts';
import { EVIDENCE_FROM } from './joined.ts';
import { sexualisedMinor } from './sexualised-minor.ts';

const SEXUAL = ['sexual', 'nudity', 'suggestive'] as const;
const minor = finding('minor', 0.55, { check: 'rules', label: '12 years', span: [2, 10] });

async function verdictOf(parts: Parameters<typeof fakeEngine>[0]) {
  const { signal } = new AbortController();
  const texts = { prompt: 'a dog', others: [], names: [] };
  const options = { ms: Number.POSITIVE_INFINITY, signal, turn: 'gen_1', ran: () => {} };
  return (await judgePrompt(texts, fakeEngine(parts), options).judgement).verdict;
}

describe('a minor and sexual content', () => {
  it.each(SEXUAL)('are one finding with score 1, at the span of the person: %s', (category) => {
    const mild = finding(category, EVIDENCE_FROM, { check: 'acme', label: 'hint' });
    expect(sexualisedMinor([mild, minor])).toEqual({
      finding: {
        check: 'rules',
        category: 'sexual-minors',
        label: '12 years + hint',
        score: 1,
        span: [2, 10],
      },
      halves: [minor, mild],
    });
  });

  it('have no finding when one of both is missing', () => {
    expect(sexualisedMinor([minor, finding('violence'), finding('hate')])).toBeUndefined();
    expect(sexualisedMinor([minor, finding('nudity', EVIDENCE_FROM - 0.01)])).toBeUndefined();
    expect(sexualisedMinor(SEXUAL.map((category) => finding(category)))).toBeUndefined();
  });

  it('are rejected by every policy, with any thresholds', async () => {
    const levels = fc.record({ warn: fc.double({ min: 0, max: 1, noNaN: true }) });
    const prompt = fc.dictionary(fc.constantFrom(...SEXUAL, 'sexual-minors', 'minor'), levels);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Object.values(presets)),
        prompt,
        fc.constantFrom(...SEXUAL),
        async (preset, prompt, category) => {
          const rules = [fakeRules([minor])];
          const classifiers = [fakeClassifier({ findings: [finding(category, EVIDENCE_FROM)] })];
          for (const policy of [preset, { ...preset, prompt }])
            expect((await verdictOf({ policy, rules, classifiers })).decision).toBe('reject');
        },
      ),
    );
  });

  it('flag both checks, and the warning has their category', async () => {
    const verdict = await verdictOf({
      policy: presets.mature,
      rules: [fakeRules([minor])],
      classifiers: [fakeClassifier({ findings: [finding('nudity', 0.6)] })],
    });
    expect(verdict.checks.map(({ status }) => status)).toEqual(['flagged', 'flagged']);
    expect(verdict.warnings).toMatchObject([{ code: 'prompt_sexual_minors', span: [2, 10] }]);
  });
});

describe('a minor alone', () => {
  const rules = [fakeRules([minor])];

  it.each(Object.values(presets))('is neither flagged nor reported by $name', async (policy) => {
    const { decision, findings, checks, warnings } = await verdictOf({ policy, rules, classifiers: [] });
    expect({ decision, findings, warnings }).toEqual({ decision: 'allow', findings: [], warnings: [] });
    expect(checks).toMatchObject([{ status: 'passed' }]);
  });

  it('is reported where a policy has a threshold', async () => {
    const policy = { ...presets.standard, prompt: { minor: { warn: 0.5 } } };
    expect(await verdictOf({ policy, rules, classifiers: [] })).toMatchObject({
      decision: 'warn',
      findings: [minor],
      warnings: [{ code: 'prompt_minor' }],
    });
  });
});

describe('a minor in one text of a request and sexual words in another', () => {
  const decide = async (prompt: string, other: string) => {
    const texts = { prompt, others: [other], names: [] };
    const { signal } = new AbortController();
    const options = { ms: Number.POSITIVE_INFINITY, signal, turn: 'gen_1', ran: () => {} };
    const engine = fakeEngine({ policy: presets.mature, rules: [rules()], classifiers: [] });
    return (await judgePrompt(texts, engine, options).judgement).verdict.decision;
  };

  it.each([
    ['nothing excuses the words', 'art museum, a nude figure on the wall'],
    ['nor does a negation', 'no nudity'],
    ['words count that are harmless elsewhere', 'skirt lifted, in a garden'],
  ])('are rejected: %s', async (_, prompt) => {
    const girl = 'a 10 year old girl, smiling';
    expect(await decide(prompt, girl)).toBe('reject');
    expect(await decide(girl, prompt)).toBe('reject');
    expect(await decide(prompt, 'a 40 year old woman, smiling')).toBe('allow');
  });
});
