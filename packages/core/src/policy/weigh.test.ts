import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finding } from '../testing/fakes.ts';
import { CATEGORIES } from '../vocabulary/category.ts';
import type { Finding } from '../vocabulary/finding.ts';
import { decidePrompt } from './decide.ts';
import { standard } from './presets.ts';
import { STRONG_FROM, weigh } from './weigh.ts';

const word = (score: number, category: Finding['category'] = 'nudity') =>
  finding(category, score, { check: 'rules', label: 'foo', span: [2, 5] });
const model = (score: number, category: Finding['category'] = 'sexual') =>
  finding(category, score, { check: 'small' });
const decided = (rules: readonly Finding[], classifiers: readonly Finding[], likelihood?: number) => {
  const weighed = weigh(rules, classifiers, likelihood);
  return decidePrompt(standard, [...weighed.rules, ...weighed.classifiers]).decision;
};

describe('a hint of the rules', () => {
  it('flags at a medium likelihood, and not at a low one', () => {
    expect(decided([word(0.75)], [], 0.2)).toBe('warn');
    expect(decided([word(0.75)], [], 0.01)).toBe('allow');
    expect(decided([word(0.55)], [], 0.02)).toBe('allow');
  });

  it('raises a finding of the same kind, so that both together flag what neither does alone', () => {
    expect(decided([], [model(0.3)], 0.3)).toBe('allow');
    expect(weigh([word(0.75)], [model(0.3)], 0.3).classifiers[0]?.score).toBeGreaterThan(0.5);
    expect(weigh([word(0.75)], [model(0.3, 'toxicity')], 0.3).classifiers[0]?.score).toBeGreaterThan(0.5);
    expect(weigh([word(0.75)], [model(0.3, 'hate')], 0.3).classifiers[0]?.score).toBe(0.3);
  });

  it('names what a classifier cannot, so that the threshold of its category decides', () => {
    const mild = word(0.55, 'violence');
    const [raised] = weigh([mild], [model(0.4, 'toxicity')], 0.4).classifiers;
    expect(raised).toEqual({ ...model(0.4, 'toxicity'), category: 'violence', score: 0.55 });
    expect(decided([mild], [model(0.4, 'toxicity')], 0.4)).toBe('allow');
    for (const score of [0.55, 0.6])
      expect(weigh([mild], [model(score, 'toxicity')], score).classifiers).toEqual([
        model(score, 'toxicity'),
      ]);
    expect(decided([mild, word(0.75)], [model(0.4, 'toxicity')], 0.4)).toBe('warn');
  });

  it('is unchanged where no classifier has read the prompt', () =>
    expect(weigh([word(0.75)], [model(0.3)], undefined)).toEqual({
      rules: [word(0.75)],
      classifiers: [model(0.3)],
    }));

  it('never raises a score above the word’s own, and never lowers a sure classifier’s', () => {
    const { rules, classifiers } = weigh([word(0.75)], [model(0.6), model(0.95)], 0.95);
    expect([...rules, ...classifiers].map(({ score }) => score)).toEqual([0.75, 0.75, 0.95]);
  });

  it('is moderate from 0.7 on', () => {
    const score = (of: number) => weigh([word(of)], [], 0.01).rules[0]?.score ?? 0;
    expect(score(0.7)).toBe(score(0.75));
    expect(score(0.69)).toBe(score(0.55));
  });

  it('adds less in a long sentence of prose, where a word is more often chance', () => {
    const hint = word(0.75);
    const scoreIn = (words: number, likelihood = 0.05) =>
      weigh([hint], [], likelihood, new Map([[hint, words]])).rules[0]?.score ?? 0;
    const [alone] = weigh([hint], [], 0.05).rules;
    expect(scoreIn(1)).toBe(alone?.score);
    expect(scoreIn(8)).toBe(alone?.score);
    expect(scoreIn(16)).toBeLessThan(scoreIn(8));
    const odds = (score: number) => score / (1 - score);
    expect(odds(scoreIn(8)) / odds(scoreIn(32))).toBeCloseTo(4);
    expect(scoreIn(100_000)).toBeCloseTo(0.05);
    expect(scoreIn(16, 0.9)).toBe(0.75);
    const raised = weigh([hint], [model(0.3)], 0.3, new Map([[hint, 200]])).classifiers[0]?.score;
    expect(raised).toBeLessThan(weigh([hint], [model(0.3)], 0.3).classifiers[0]?.score ?? 0);
  });

  it('keeps its label and span', () => {
    const [weighed] = weigh([word(0.75)], [], 0.2).rules;
    expect(weighed).toMatchObject({ check: 'rules', category: 'nudity', label: 'foo', span: [2, 5] });
  });

  it('scores more for a more severe word, and for a higher likelihood that the prompt is unsafe', () => {
    const score = (of: number, likelihood: number) => weigh([word(of)], [], likelihood).rules[0]?.score ?? 0;
    expect(score(0.75, 0.2)).toBeGreaterThan(score(0.55, 0.2));
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (a, b) => {
          const [low, high] = [Math.min(a, b), Math.max(a, b)];
          expect(score(0.75, low)).toBeLessThanOrEqual(score(0.75, high));
          expect(score(0.75, low)).toBeGreaterThanOrEqual(Math.min(low, 0.75));
          expect(score(0.75, high)).toBeLessThanOrEqual(0.75);
        },
      ),
    );
  });
});

it('never weighs strong words, mentions and findings on minors', () => {
  const likelihood = fc.double({ min: 0, max: 1, noNaN: true });
  const strong = fc.double({ min: STRONG_FROM, max: 1, noNaN: true });
  const mention = fc.double({ min: 0, max: 0.49, noNaN: true });
  fc.assert(
    fc.property(
      fc.constantFrom(...CATEGORIES),
      fc.oneof(strong, mention),
      likelihood,
      (category, score, p) => {
        const found = [word(score, category)];
        expect(weigh(found, [], p).rules).toEqual(found);
      },
    ),
  );
  const minors = [word(0.55, 'minor'), word(0.75, 'sexual-minors')];
  expect(weigh(minors, [], 0.001).rules).toEqual(minors);
});

describe('a classifier that has no class for suggestive prompts', () => {
  const named = (rules: readonly Finding[], likelihood?: number) =>
    weigh(rules, [model(0.98)], likelihood).classifiers[0]?.category;

  it.each([undefined, 0.98])('reports suggestive where all words are (likelihood %s)', (likelihood) => {
    expect(named([word(0.75, 'suggestive')], likelihood)).toBe('suggestive');
    expect(decided([word(0.75, 'suggestive')], [model(0.98)], likelihood)).toBe('warn');
  });

  it('keeps its category where a word is more severe, only mentioned, of another kind, or missing', () => {
    const suggestive = word(0.75, 'suggestive');
    expect(named([suggestive, word(0.75, 'nudity')])).toBe('sexual');
    expect(named([suggestive, word(0.9, 'sexual')])).toBe('sexual');
    expect(named([word(0.49, 'suggestive')])).toBe('sexual');
    expect(named([word(0.5, 'suggestive')])).toBe('suggestive');
    expect(named([word(0.75, 'violence')])).toBe('sexual');
    expect(named([])).toBe('sexual');
  });
});
