import { describe, expect, it } from 'vitest';
import { decidePrompt } from '../../policy/decide.ts';
import { presets } from '../../policy/presets.ts';
import { fakeClassifier, fakeEngine, fakeRules, finding } from '../../testing/fakes.ts';
import { createScreening } from '../screening.ts';
import { degradedPerson } from './real-person.ts';

const NAME = finding('real-person', 0.3, { check: 'people', label: 'Jane Example', span: [0, 12] });

describe('a listed name', () => {
  it.each([
    'sexual',
    'nudity',
    'suggestive',
    'violence',
    'graphic',
    'hate',
    'harassment',
    'self-harm',
  ] as const)('beside %s is a warning in strict and standard, at the name', (category) => {
    const made = degradedPerson([finding(category, 0.5, { label: 'a word' }), NAME]);
    expect(made?.finding).toEqual({ ...NAME, score: 0.6, label: 'Jane Example + a word' });
    const decisions = Object.values(presets).map(
      (policy) => decidePrompt(policy, made ? [made.finding] : []).decision,
    );
    expect(decisions).toEqual(['warn', 'warn', 'allow']);
  });

  it('alone, or beside anything else, is nothing', () => {
    expect(degradedPerson([NAME, finding('drugs'), finding('gambling')])).toBeUndefined();
    expect(degradedPerson([NAME, finding('violence', 0.4)])).toBeUndefined();
    expect(degradedPerson([finding('violence')])).toBeUndefined();
  });

  it('flags both checks of a prompt, and names the name', async () => {
    const engine = fakeEngine({
      policy: presets.standard,
      rules: [fakeRules([NAME], 'people')],
      classifiers: [fakeClassifier({ findings: [finding('violence', 0.5)] })],
    });
    const { signal } = new AbortController();
    const { verdict } = await createScreening(engine, { id: 'a', signal }).prompt('a').report;
    expect(verdict.decision).toBe('warn');
    expect(verdict.checks.map(({ status }) => status)).toEqual(['flagged', 'flagged']);
    expect(verdict.warnings).toMatchObject([{ code: 'prompt_real_person', span: [0, 12] }]);
  });
});
