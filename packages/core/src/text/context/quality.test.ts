import { describe, expect, it } from 'vitest';
import { rules } from '../rules.ts';
import { qualityPhrases, withoutQualityPhrases } from './quality.ts';

const STOCK =
  'worst quality, low quality, jpeg artifacts, blurry, bad anatomy, (mutated hands:1.2), mutilated, severed limbs, extra_nipples, poorly drawn face';

describe('stock phrases on quality', () => {
  it('are no finding in a list of them', () => {
    expect(rules().match(STOCK)).toEqual([]);
    expect(rules().match(`a castle, ${STOCK}`)).toEqual([]);
  });

  it('are one where there is no such list', () => {
    expect(rules().match('a mutilated statue')).toHaveLength(1);
    expect(rules().match('blurry photo, mutilated')).toHaveLength(1);
  });

  it('cover nothing else', () => {
    expect(rules().match(`${STOCK}, blood`)).toMatchObject([{ label: 'blood' }]);
  });

  it('are left out for classifiers, and nothing but them', () => {
    expect(withoutQualityPhrases('a castle, worst quality, bad hands, blurry, a moat')).toMatch(
      /^a castle, +, +, +blurry, a moat$|^a castle, +, +, +, a moat$/,
    );
    expect(withoutQualityPhrases('a castle, blurry')).toBeUndefined();
    expect(withoutQualityPhrases('最差质量, 低质量, 三条腿, 丑陋的')?.replace(/[\s,]/g, '')).toBe('最差低');
  });

  it('are whole words', () => {
    expect(qualityPhrases('worst qualityless, bad handshake, uglyness, staticky')).toEqual([]);
  });
});
