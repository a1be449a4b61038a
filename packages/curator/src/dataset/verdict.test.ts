import { presets } from '@shoji/core';
import { describe, expect, it } from 'vitest';
import type { CheckRecord, PictureRecord } from './records.ts';
import { verdictOf } from './verdict.ts';

const policy = presets.standard;
const picture = (...checks: CheckRecord[]): PictureRecord => ({ type: 'picture', hash: 'h', checks });
const saw = (check: string, score: number): CheckRecord => ({
  check,
  findings: [{ category: 'sexual', label: 'x', score }],
});
const failed = (check: string): CheckRecord => ({ check, findings: [], failed: 'timeout' });

describe('verdictOf', () => {
  it('uses the given policy, not the one of the scan', () => {
    const record = picture(saw('a', 0.95));
    expect(verdictOf(record, policy, ['a']).status).toBe('withhold');
    expect(verdictOf(record, presets.mature, ['a']).status).toBe('blur');
  });

  it('does not report a picture as clear while a moderator’s answer is missing', () => {
    expect(verdictOf(picture(saw('a', 0.1)), policy, ['a', 'b']).status).toBe('unchecked');
    expect(verdictOf(picture(saw('a', 0.1), failed('b')), policy, ['a', 'b']).status).toBe('unchecked');
    expect(verdictOf({ ...picture(), problem: { code: 'corrupt', message: '' } }, policy, ['a']).status).toBe(
      'unchecked',
    );
  });

  it('keeps the findings of one moderator when another failed', () => {
    expect(verdictOf(picture(saw('a', 0.95), failed('b')), policy, ['a', 'b'])).toMatchObject({
      status: 'withhold',
      failed: ['b'],
    });
  });

  it('lets a failed check pass only where the policy says so', () => {
    const open = { ...policy, failOpen: ['b'] };
    expect(verdictOf(picture(saw('a', 0.1), failed('b')), open, ['a', 'b']).status).toBe('clear');
  });

  it('ignores the answers of moderators that are no longer configured', () => {
    expect(verdictOf(picture(saw('a', 0.95), saw('b', 0.1)), policy, ['b']).status).toBe('clear');
  });

  it('joins an apparent minor and sexual content of two moderators, and mentions no face alone', () => {
    const minor: CheckRecord = { check: 'b', findings: [{ category: 'minor', label: 'age', score: 0.4 }] };
    const { status, findings } = verdictOf(picture(saw('a', 0.6), minor), presets.mature, ['a', 'b']);
    expect(status).toBe('withhold');
    expect(findings.map(({ category }) => category)).toEqual(['sexual-minors', 'sexual']);
    const alone = verdictOf(picture(saw('a', 0.1), minor), presets.strict, ['a', 'b']);
    expect([alone.status, alone.findings.map(({ category }) => category)]).toEqual(['clear', ['sexual']]);
  });

  it('measures the distance of the scores to a threshold', () => {
    expect(verdictOf(picture(saw('a', 0.47)), policy, ['a']).margin).toBeCloseTo(0.03);
    expect(verdictOf(picture(saw('a', 0.93)), policy, ['a']).margin).toBeCloseTo(0.03);
    expect(verdictOf(picture({ check: 'a', findings: [] }), policy, ['a']).margin).toBe(1);
  });
});
