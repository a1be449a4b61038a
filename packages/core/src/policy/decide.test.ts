import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CATEGORIES } from '../vocabulary/category.ts';
import { type ImageDecision, severer } from '../vocabulary/decision.ts';
import type { Finding } from '../vocabulary/finding.ts';
import { decideImage, decidePrompt } from './decide.ts';
import { mature, presets, standard, strict } from './presets.ts';

const policies = fc.constantFrom(...Object.values(presets));
const score = fc.double({ min: 0, max: 1, noNaN: true });
const findings = fc.array(
  fc.record({
    check: fc.constant('c'),
    category: fc.constantFrom(...CATEGORIES),
    label: fc.constant('l'),
    score,
  }),
);
const saw = (category: Finding['category'], score: number): Finding[] => [
  { check: 'c', category, label: 'l', score },
];
const severity = (decision: ImageDecision) => ['clear', 'blur', 'withhold'].indexOf(decision);

describe('decidePrompt', () => {
  it.each([
    [standard, 'suggestive', 1, 'warn'],
    [strict, 'suggestive', 1, 'reject'],
    [mature, 'suggestive', 1, 'allow'],
    [standard, 'sexual', 0.49, 'allow'],
    [standard, 'sexual', 0.5, 'warn'],
    [standard, 'sexual', 0.9, 'reject'],
    [mature, 'sexual-minors', 0.4, 'reject'],
  ] as const)('counts a score at its threshold as reached (%#)', (policy, category, score, decision) => {
    expect(decidePrompt(policy, saw(category, score)).decision).toBe(decision);
  });

  it('gives as reasons only the findings that reached a threshold, the most severe first', () => {
    const seen = [...saw('gambling', 1), ...saw('suggestive', 0.9), ...saw('sexual', 0.95)];
    const { decision, reasons } = decidePrompt(standard, seen);
    expect(decision).toBe('reject');
    expect(reasons.map(({ category }) => category)).toEqual(['sexual', 'suggestive']);
  });
});

it('rejects certain content that sexualises minors under every policy, with or without thresholds', () => {
  const thresholds = fc.constantFrom({}, { 'sexual-minors': {} }, { 'sexual-minors': { warn: 0.9 } });
  fc.assert(
    fc.property(policies, thresholds, findings, score, (preset, own, others, illustrated) => {
      const seen = [...others, ...saw('sexual-minors', 1)];
      const policy = { ...preset, prompt: own, image: {}, illustrated: { 'sexual-minors': {} } };
      expect(decidePrompt(policy, seen).decision).toBe('reject');
      expect(decideImage(policy, seen, illustrated).decision).toBe('withhold');
    }),
  );
  expect(decidePrompt({ prompt: {} }, saw('sexual-minors', 0.9)).decision).toBe('allow');
});

it('a mention of a minor is not a reason in any preset', () => {
  for (const policy of Object.values(presets)) {
    expect(decidePrompt(policy, saw('minor', 1))).toEqual({ decision: 'allow', reasons: [] });
    expect(decideImage(policy, saw('minor', 1))).toEqual({ decision: 'clear', reasons: [] });
  }
});

it('of equally severe findings, the one with the highest score comes first', () => {
  const seen = [0.6, 0.9, 0.7, 0.8].flatMap((score) => saw('suggestive', score));
  const { reasons } = decidePrompt(standard, seen);
  expect(reasons.map(({ score }) => score)).toEqual([0.9, 0.8, 0.7, 0.6]);
});

describe('decideImage', () => {
  it('uses the thresholds for illustrations only when the moderator is sure enough, and only where they exist', () => {
    expect(decideImage(standard, saw('violence', 0.85), standard.illustratedFrom - 0.01).decision).toBe(
      'blur',
    );
    expect(decideImage(standard, saw('violence', 0.85), standard.illustratedFrom).decision).toBe('clear');
    expect(decideImage(standard, saw('nudity', 0.7), 1).decision).toBe('blur');
  });

  it('never becomes milder when a check has more findings or higher scores', () => {
    fc.assert(
      fc.property(policies, findings, findings, score, (policy, some, more, illustrated) => {
        const before = decideImage(policy, some, illustrated).decision;
        const after = decideImage(policy, [...some, ...more], illustrated).decision;
        const surer = decideImage(
          policy,
          some.map((each) => ({ ...each, score: 1 })),
          illustrated,
        ).decision;
        expect(severity(after)).toBeGreaterThanOrEqual(severity(before));
        expect(severity(surer)).toBeGreaterThanOrEqual(severity(before));
      }),
    );
  });

  it('counts a score that is not a number as reaching every threshold', () => {
    expect(decideImage(standard, saw('nudity', Number.NaN)).decision).toBe('withhold');
  });

  it('is never milder under strict than under standard', () => {
    fc.assert(
      fc.property(findings, (seen) => {
        const [inStrict, inStandard] = [
          decideImage(strict, seen).decision,
          decideImage(standard, seen).decision,
        ];
        expect(severity(inStrict)).toBeGreaterThanOrEqual(severity(inStandard));
      }),
    );
  });
});

it('severer() is the maximum of its two decisions', () => {
  const all: ImageDecision[] = ['clear', 'blur', 'withhold'];
  for (const a of all)
    for (const b of all) expect(severity(severer(a, b))).toBe(Math.max(severity(a), severity(b)));
});
