import { describe, expect, it } from 'vitest';
import { isMade, madeLanguages, madePrompts } from './made.ts';

const prompts = madePrompts(1);
const of = (source: string) => prompts.filter((prompt) => prompt.source === source);

describe('generated prompts', () => {
  it('are the same for the same seed, and different for another', () => {
    const texts = (seed: number) => madePrompts(seed).map(({ text }) => text);
    expect(texts(1)).toEqual(prompts.map(({ text }) => text));
    expect(texts(2)).not.toEqual(texts(1));
  });

  it('have their source, and a category where they are unsafe', () => {
    expect(prompts.every(isMade)).toBe(true);
    expect(isMade({ source: 'coco' })).toBe(false);
    for (const { unsafe, category, text } of prompts) {
      expect(category !== undefined).toBe(unsafe);
      expect(text).not.toMatch(/[{}]|undefined|\s\s/);
    }
  });

  it('are half safe and half unsafe, in each kind and language', () => {
    for (const source of new Set(prompts.map((prompt) => prompt.source))) {
      const safe = of(source).filter(({ unsafe }) => !unsafe).length / of(source).length;
      expect(safe, source).toBeGreaterThan(0.45);
      expect(safe, source).toBeLessThan(0.75);
    }
  });

  it('are in seventeen languages besides English', () => {
    expect(madeLanguages()).toHaveLength(17);
    for (const language of madeLanguages())
      expect(prompts.filter((prompt) => prompt.language === language).length).toBeGreaterThan(500);
  });

  it('include Midjourney parameters, and weights and escaped parentheses of tags', () => {
    const share = (source: string, pattern: RegExp) =>
      of(source).filter(({ text }) => pattern.test(text)).length / of(source).length;
    expect(share('made: midjourney', /--ar \d+:\d+/)).toBeGreaterThan(0.5);
    expect(share('made: tags', /:1\.\d\)/)).toBeGreaterThan(0.1);
    expect(share('made: tags', /\\\(/)).toBeGreaterThan(0.1);
  });
});
