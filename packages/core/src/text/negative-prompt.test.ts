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

  it('names more categories with each attempt', () => {
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
    ['[a, b], {c, d}; e', 'violence, gambling, [a, b], {c, d}; e'],
    ['a\nb,\n c', 'violence, gambling, a, b, c'],
    ['(a, (b, c)), d', 'violence, gambling, (a, (b, c)), d'],
    ['a), b, c', 'violence, gambling, a), b, c'],
    ['xy,z', 'violence, gambling, xy, z'],
    ['[gambling, a], {a}, {b:1.1}', 'violence, gambling, [a], {b:1.1}'],
    ['violence: 0.5', 'violence, gambling'],
    ['vio\\lence', 'violence, gambling'],
    ['(a, b), c', 'violence, gambling, (a, b), c'],
  ])('adds to %j without repeating a term', (typed, expected) => {
    expect(mergeNegativePrompt({ policy, typed })).toMatchObject({ text: expected, truncated: false });
  });

  it('fills the window to its last token, counting commas, start and end', () => {
    // violence and gambling are two tokens each, with a comma between; `word` is one more with its comma.
    const merged = (tokenLimit: number | undefined, typed: string) => {
      const { text, truncated, tokens } = mergeNegativePrompt({ policy, typed, tokenLimit });
      return [text, truncated, tokens];
    };
    expect(merged(9, 'word')).toEqual(['violence, gambling, word', false, 9]);
    expect(merged(8, 'word')).toEqual(['violence, gambling', true, 7]);
    expect(merged(9, 'longer, word')).toEqual(['violence, gambling', true, 7]);
    expect(merged(6, '')).toEqual(['violence', false, 4]);
    expect(merged(undefined, 'word')).toEqual(['violence, gambling, word', false, 9]);
  });

  it('truncates the creator’s negative prompt, never the operator’s terms', () => {
    const typed = Array.from({ length: 80 }, (_, index) => `word${index}`).join(', ');
    const { text, truncated, tokens } = mergeNegativePrompt({ policy: strict, typed, tokenLimit: 77 });
    expect(truncated).toBe(true);
    expect(tokens).toBeLessThanOrEqual(77);
    expect(text.startsWith(negativePromptTerms(strict).join(', '))).toBe(true);
  });
});
