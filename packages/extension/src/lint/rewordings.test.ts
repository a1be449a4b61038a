import { presets } from '@shoji/core';
import { describe, expect, it } from 'vitest';
import { applied } from '../screen/prompt/applied.ts';
import { rewordingsOf } from './rewordings.ts';
import { lint } from './surface-lint.ts';

const policy = { thresholds: presets.strict.prompt, namesWords: true, checks: ['rules'] };
const always = () => true;
const changed = (prompt: string, span: readonly [number, number], category: string, better = always) =>
  rewordingsOf(prompt, span, category, better).map((change) => applied(prompt, change));

describe('rewordings', () => {
  it('put words of the category in the place of the word, and leave it out as the last choice', () => {
    expect(changed('a sexy woman', [2, 6], 'suggestive')).toEqual([
      'an elegant woman',
      'a confident woman',
      'a stylish woman',
      'a woman',
    ]);
    expect(changed('セクシーな女性', [0, 5], 'suggestive')).toEqual([
      '上品な女性',
      '堂々とした女性',
      'おしゃれな女性',
      '女性',
    ]);
  });

  it.each([
    ['セクシーな女性', [0, 4], 'suggestive', ['上品な女性', '堂々とした女性', 'おしゃれな女性', '女性']],
    ['全裸の女性', [0, 2], 'nudity', ['服を着た女性', '女性']],
    ['ビールを飲む', [0, 3], 'alcohol-tobacco', ['お茶を飲む', 'コーヒーを飲む', 'ジュースを飲む', 'を飲む']],
  ] as const)('have the particle that fits: %j', (prompt, span, category, expected) => {
    expect(changed(prompt, span, category)).toEqual(expected);
  });

  it.each([
    ['an x aunt', [3, 4], 'alcohol-tobacco', ['a tea aunt', 'a coffee aunt', 'a juice aunt', 'an aunt']],
    ['An x dog', [3, 4], 'gambling', ['A chess dog', 'A dog']],
    ['Panama x dog', [7, 8], 'gambling', ['Panama chess dog', 'Panama dog']],
    ['a x', [2, 3], 'minor', ['an adult', 'a']],
  ] as const)('have the article that fits: %j', (prompt, span, category, expected) => {
    expect(changed(prompt, span, category)).toEqual(expected);
  });

  it('keep the capital of the word', () => {
    expect(changed('Sexy woman', [0, 4], 'suggestive')[0]).toBe('Elegant woman');
  });

  it.each([
    ['red X dog', [4, 5], 'red dog'],
    ['X dog', [0, 1], 'dog'],
    ['dog X', [4, 5], 'dog'],
    ['dog X, cat', [4, 5], 'dog, cat'],
    ['dog X\ncat', [4, 5], 'dog\ncat'],
    ['dogXcat', [3, 4], 'dogcat'],
    ['dog (X cat)', [5, 6], 'dog ( cat)'],
  ] as const)('leave no double space: %j', (prompt, span, expected) => {
    expect(changed(prompt, span, 'violence')).toEqual([expected]);
  });

  it('are only those that the lint no longer objects to', () => {
    const prompt = 'a sexy woman';
    const isBetter = (text: string) => lint.words(text, policy).length === 0;
    expect(lint.words(prompt, policy)).toHaveLength(1);
    const offered = rewordingsOf(prompt, [2, 6], 'suggestive', isBetter);
    expect(offered.length).toBeGreaterThan(1);
    for (const change of offered) expect(lint.words(applied(prompt, change), policy)).toEqual([]);
    expect(rewordingsOf(prompt, [2, 6], 'suggestive', () => false)).toEqual([]);
  });

  it('are not offered where only another subject helps', () => {
    expect(rewordingsOf('a X', [2, 3], 'sexual-minors', always)).toEqual([]);
  });
});
