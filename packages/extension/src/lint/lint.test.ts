import { presets } from '@shoji/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PromptPolicy } from '../screen/client/policy.ts';
import { concernsOf } from './lint.ts';
import { lint } from './surface-lint.ts';

const policy: PromptPolicy = {
  thresholds: presets.standard.prompt,
  namesWords: true,
  checks: ['rules', 'embedded-prompt'],
};
const strict: PromptPolicy = { ...policy, thresholds: presets.strict.prompt };

describe('matched words', () => {
  it('are underlined with their category when the policy would warn', () => {
    expect(lint.words('a sexy woman', policy)).toEqual([
      { category: 'suggestive', decision: 'warn', spans: [[2, 6]] },
    ]);
    expect(lint.words('セクシーな女性', policy)).toEqual([
      { category: 'suggestive', decision: 'warn', spans: [[0, 4]] },
    ]);
  });

  it('are marked as graver when the policy would reject', () => {
    expect(lint.words('a sexy woman', strict)).toMatchObject([
      { category: 'suggestive', decision: 'reject' },
    ]);
  });

  it('are collected into one concern for each category', () => {
    expect(lint.words('sexy, and sexy again', policy)).toEqual([
      {
        category: 'suggestive',
        decision: 'warn',
        spans: [
          [0, 4],
          [10, 14],
        ],
      },
    ]);
  });

  it('are rejected when the prompt names a minor and something sexual, under any thresholds', () => {
    const expected = [{ category: 'sexual-minors', decision: 'reject', spans: [[2, 13]] }];
    expect(lint.words('a 15 year old in a bikini', { ...policy, thresholds: {} })).toEqual(expected);
    expect(lint.words('a 15 year old with a bicycle', policy)).toEqual([]);
  });

  it('are not searched for when the operator does not use rules', () => {
    expect(lint.words('a sexy woman', { ...policy, checks: ['embedded-prompt'] })).toEqual([]);
    expect(lint.words('a sexy woman', { ...policy, thresholds: {} })).toEqual([]);
  });

  it('are not named when the operator names only the category', () => {
    expect(lint.words('a sexy woman', { ...policy, namesWords: false })).toEqual([
      { category: 'suggestive', decision: 'warn', spans: [] },
    ]);
  });

  it('have spans inside the prompt, for any prompt', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (prompt) => {
        for (const { spans } of lint.words(`sexy ${prompt}`, policy))
          for (const [start, end] of spans)
            expect(start >= 0 && start < end && end <= prompt.length + 5).toBe(true);
      }),
    );
  });
});

describe('a prompt as a whole', () => {
  it('is rejected when the classifier finds something sexual and the rules find a minor', async () => {
    const prompt = 'two naked people having sex, beside a 12 year old';
    expect(await lint.whole(prompt, { ...policy, thresholds: {} })).toMatchObject([
      { category: 'sexual-minors', decision: 'reject' },
    ]);
    expect(await lint.whole(prompt, { ...policy, thresholds: {}, checks: ['embedded-prompt'] })).toEqual([]);
  });

  it('is judged by the small classifier, which names no words', async () => {
    const concerns = await lint.whole('two naked people having sex', policy);
    expect(concerns.length).toBe(1);
    expect(concerns[0]?.spans).toEqual([]);
    expect(await lint.whole('a quiet temple garden after the rain', policy)).toEqual([]);
  });

  it('is not judged when the operator uses only rules', async () => {
    expect(await lint.whole('two naked people having sex', { ...policy, checks: ['rules'] })).toEqual([]);
  });
});

it('has no concern about a category that this client does not know', () => {
  const thresholds = { ...policy.thresholds, 'of-tomorrow': { warn: 0.1 } };
  expect(concernsOf([], { ...policy, thresholds })).toEqual([]);
});
