import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  hasPreset,
  keepNegative,
  NEGATIVE_PRESETS,
  parseNegatives,
  withoutPreset,
  withPreset,
} from './negatives.ts';

describe('a preset', () => {
  it('adds only the terms that are missing, in any case and width', () => {
    expect(withPreset('', 'blurry, noise')).toBe('blurry, noise');
    expect(withPreset('rain, ＢＬＵＲＲＹ', 'blurry, noise')).toBe('rain, ＢＬＵＲＲＹ, noise');
    expect(withPreset('雨、霧', 'blurry')).toBe('雨, 霧, blurry');
  });

  it('is there when all of its terms are', () => {
    expect(hasPreset('noise, rain, Blurry', 'blurry, noise')).toBe(true);
    expect(hasPreset('noise, rain', 'blurry, noise')).toBe(false);
    expect(hasPreset('', 'blurry')).toBe(false);
  });

  it('is taken out term by term', () => {
    expect(withoutPreset('rain, Blurry, noise', 'blurry, noise')).toBe('rain');
  });

  it('keeps weights in brackets whole', () => {
    expect(withPreset('(rain, fog:1.2)', 'blurry')).toBe('(rain, fog:1.2), blurry');
    expect(withoutPreset('(rain, fog:1.2)', 'fog')).toBe('(rain, fog:1.2)');
  });

  it('can be added to and taken out of any negative prompt of plain terms', () => {
    const terms = fc.array(fc.stringMatching(/^[a-z]{9}$/), { maxLength: 5 }).map((list) => list.join(', '));
    fc.assert(
      fc.property(terms, fc.constantFrom(...Object.values(NEGATIVE_PRESETS)), (negative, preset) => {
        const added = withPreset(negative, preset);
        expect(hasPreset(added, preset)).toBe(true);
        expect(withoutPreset(added, preset)).toBe(negative);
      }),
    );
  });
});

describe('own presets', () => {
  it('are kept newest first, each once, at most twelve', () => {
    expect(keepNegative(['b', 'a'], ' a ')).toEqual(['a', 'b']);
    expect(keepNegative(['a'], '  ')).toEqual(['a']);
    const many = Array.from({ length: 12 }, (_, index) => String(index));
    expect(keepNegative(many, 'new')).toEqual(['new', ...many.slice(0, 11)]);
  });

  it.each([[undefined], [''], ['{'], ['{"a":1}'], ['[1]']])('are empty for %j', (stored) => {
    expect(parseNegatives(stored)).toEqual([]);
  });

  it('are read as they were written', () => {
    expect(parseNegatives(JSON.stringify(['a', 'b']))).toEqual(['a', 'b']);
  });
});
