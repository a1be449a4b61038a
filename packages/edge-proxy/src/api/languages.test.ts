import { rules, smallPromptClassifier } from '@shoji/core';
import { fakeClassifier } from '@shoji/core/testing';
import { expect, it } from 'vitest';
import { measuredLanguages } from './languages.ts';

const figures = { unsafe: 12, caught: 9, harmless: 10, flagged: 1 };
const measured = {
  preset: 'standard',
  basis: 'held-out' as const,
  checks: { 'rules+small': { de: figures } },
};
const [rule, small] = [rules(), smallPromptClassifier()];

it('reports the measurements by language of exactly the configured checks', () => {
  expect(measuredLanguages({ rules: [rule], classifiers: [small] }, measured)).toEqual({
    preset: 'standard',
    basis: 'held-out',
    by_language: { de: figures },
  });
  const other = fakeClassifier({ findings: [] });
  for (const classifiers of [[], [other], [small, other]])
    expect(measuredLanguages({ rules: [rule], classifiers }, measured)).toBeNull();
});

it.each(['rules', 'rules+small', 'rules+embedded-prompt'])(
  '%s is measured in every language that is read',
  (name) => {
    const [classifier] = name.split('+').slice(1);
    const classifiers = classifier ? [{ ...small, name: classifier }] : [];
    const languages = measuredLanguages({ rules: [rule], classifiers })?.by_language ?? {};
    expect(Object.keys(languages)).toEqual(expect.arrayContaining(['ar', 'de', 'es', 'ja', 'ru', 'zh']));
    for (const { unsafe, caught, harmless, flagged } of Object.values(languages)) {
      expect(caught).toBeLessThanOrEqual(unsafe);
      expect(flagged).toBeLessThanOrEqual(harmless);
    }
  },
);
