import { describe, expect, it } from 'vitest';
import { presets } from '../policy/presets.ts';
import { resolvePolicy } from '../policy/resolve-policy.ts';
import { mergeNegativePrompt, negativePromptTerms } from './negative-prompt.ts';

const { strict, standard } = presets;

describe('negativePromptTerms', () => {
  it('names only the categories that the policy restricts in pictures', () => {
    const policy = { ...standard, image: { gambling: { blur: 0.5 } } };
    expect(negativePromptTerms(policy)).toEqual(['gambling']);
    expect(negativePromptTerms({ ...standard, image: {} })).toEqual([]);
    expect(negativePromptTerms(resolvePolicy({ image: { violence: {} } }))).not.toContain('violence');
  });

  it('names more with each attempt', () => {
    const first = negativePromptTerms(standard);
    expect(negativePromptTerms(standard, 2).slice(0, first.length)).toEqual(first);
    expect(negativePromptTerms(standard, 2).length).toBeGreaterThan(first.length);
  });
});

describe('mergeNegativePrompt', () => {
  const policy = { ...standard, image: { violence: { blur: 0.5 }, gambling: { blur: 0.5 } } };

  it.each([
    ['blurry, lowres', 'violence, gambling, blurry, lowres'],
    ['', 'violence, gambling'],
    ['Violence,  GAMBLING , blurry', 'violence, gambling, blurry'],
    ['(violence:0.1), blurry', 'violence, gambling, blurry'],
    ['((violence)), [gambling]', 'violence, gambling'],
    ['(violence, blurry:1.3)', 'violence, gambling, (blurry:1.3)'],
    ['bad_hands, bad hands, (bad hands:1.2)', 'violence, gambling, bad_hands'],
    ['(a, b), c', 'violence, gambling, (a, b), c'],
  ])('adds %j without saying anything twice', (typed, expected) => {
    expect(mergeNegativePrompt({ policy, typed })).toMatchObject({ text: expected, truncated: false });
  });

  it('drops the end of what was typed, never the operator’s terms', () => {
    const typed = Array.from({ length: 80 }, (_, index) => `word${index}`).join(', ');
    const { text, truncated, tokens } = mergeNegativePrompt({ policy: strict, typed, tokenLimit: 77 });
    expect(truncated).toBe(true);
    expect(tokens).toBeLessThanOrEqual(77);
    expect(text.startsWith(negativePromptTerms(strict).join(', '))).toBe(true);
  });
});
