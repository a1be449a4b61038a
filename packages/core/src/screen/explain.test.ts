import { describe, expect, it } from 'vitest';
import { warningOf } from '../phrases/warning-of.ts';
import { finding } from '../testing/fakes.ts';
import type { PromptVerdict } from '../vocabulary/verdict.ts';
import { explainVerdict } from './explain.ts';
import { promptWarnings } from './warnings.ts';

const twice = [
  finding('violence', 0.9, { label: 'first word', span: [0, 5] }),
  finding('violence', 0.7, { label: 'second word', span: [6, 9] }),
];
const skipped = warningOf('check_skipped', { check: 'classifier' });

function verdictOf(more: Partial<PromptVerdict>): PromptVerdict {
  return {
    decision: 'reject',
    unchecked: false,
    unreadable: true,
    findings: twice,
    checks: [{ check: 'fake', on: 'prompt', status: 'flagged', ms: 1 }],
    warnings: [...promptWarnings(twice), skipped],
    ...more,
  };
}

it('with spans, a verdict is unchanged', () => {
  const verdict = verdictOf({});
  expect(explainVerdict(verdict, 'span')).toEqual(verdict);
});

describe('with categories only', () => {
  const told = explainVerdict(verdictOf({}), 'category');

  it('reports no word, score or span, and no duplicates', () => {
    expect(told.findings).toEqual([{ check: 'fake', category: 'violence', label: 'violence', score: 1 }]);
    const [warning] = promptWarnings([finding('violence')]);
    expect(told.warnings).toEqual([warning, skipped]);
  });

  it('reports findings of different checks separately', () => {
    const findings = [finding('violence', 1, { check: 'a' }), finding('violence', 1, { check: 'b' })];
    expect(explainVerdict(verdictOf({ findings }), 'category').findings).toHaveLength(2);
  });

  it('keeps the decision and the outcomes of the checks', () => {
    const { decision, unreadable, checks } = verdictOf({});
    expect(told).toMatchObject({ decision, unreadable, checks });
  });
});

describe('with nothing', () => {
  const codesOf = (verdict: PromptVerdict) =>
    explainVerdict(verdict, 'none').warnings.map(({ code }) => code);

  it('reports neither findings nor checks', () => {
    expect(explainVerdict(verdictOf({}), 'none')).toMatchObject({
      findings: [],
      checks: [],
      unreadable: true,
    });
  });

  it('reports one reason without details for a decision, beside warnings that are not reasons', () => {
    expect(codesOf(verdictOf({}))).toEqual(['prompt_rejected', 'check_skipped']);
    expect(codesOf(verdictOf({ decision: 'warn' }))).toEqual(['prompt_warned', 'check_skipped']);
    expect(codesOf(verdictOf({ decision: 'allow', warnings: [skipped] }))).toEqual(['check_skipped']);
  });
});
