import { describe, expect, it } from 'vitest';
import { smallPromptClassifier } from '../model/small-classifier.ts';
import { rules } from '../rules.ts';
import { qualityPhrases, withoutQualityPhrases } from './quality.ts';

const STOCK =
  'worst quality, low quality, jpeg artifacts, blurry, bad anatomy, (mutated hands:1.2), mutilated, severed limbs, extra_nipples, poorly drawn face';

describe('stock phrases about quality', () => {
  it('have no finding in a list of such phrases', () => {
    expect(rules().match(STOCK)).toEqual([]);
    expect(rules().match(`a castle, ${STOCK}`)).toEqual([]);
  });

  it('have a finding outside such a list', () => {
    expect(rules().match('a mutilated statue')).toHaveLength(1);
    expect(rules().match('blurry photo, mutilated')).toHaveLength(1);
    expect(rules().match('mutilated, mutilated, mutilated')).toHaveLength(3);
    expect(rules().match('ugly, blurry, cropped, mutilated knight')).toHaveLength(1);
  });

  it('hide no other term', () => {
    expect(rules().match(`${STOCK}, blood`)).toMatchObject([{ label: 'blood' }]);
  });

  it('are removed for classifiers, and nothing else is', () => {
    expect(withoutQualityPhrases('a castle, worst quality, bad hands, (blurry:1.2), a moat')).toBe(
      'a castle, a moat',
    );
    expect(withoutQualityPhrases('a castle, blurry')).toBe('a castle, blurry');
    expect(withoutQualityPhrases('worst quality, (bad hands:1.2), blurry,')).toBe('');
    expect(withoutQualityPhrases('色调艳丽，三条腿，丑陋的，雨')).toBe(', 雨');
  });

  it('alone are empty for a classifier', async () => {
    const { signal } = new AbortController();
    const list = 'worst quality, lowres, bad anatomy, mutated hands, ugly';
    expect(await smallPromptClassifier().classify(list, { signal })).toMatchObject({ findings: [] });
    expect((await smallPromptClassifier().classify(list, { signal })).skipped).toBeUndefined();
  });

  it('match whole words', () => {
    expect(qualityPhrases('worst qualityless, bad handshake, uglyness, staticky')).toEqual([]);
  });
});
