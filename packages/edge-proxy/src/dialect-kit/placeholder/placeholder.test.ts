import { CATEGORIES, readHeader } from '@shoji/core';
import { describe, expect, it } from 'vitest';
import font from './data/glyphs.json' with { type: 'json' };
import { alphabet, languageOf, sentenceOf } from './phrases.ts';
import { placeholder } from './placeholder.ts';

describe('a placeholder', () => {
  it('has an outline for every character of every phrase', () => {
    const known = new Set(Object.keys(font.glyphs));
    expect([...alphabet()].filter((character) => !known.has(character))).toEqual([]);
  });

  it.each([
    ['en', 512, 512],
    ['ja', 768, 320],
    ['en', 64, 64],
  ] as const)(
    'is a PNG of the size asked for, however much it says (%s, %i × %i)',
    async (language, width, height) => {
      const { bytes } = await placeholder(
        { what: 'prompt', unchecked: false, categories: CATEGORIES },
        language,
        { width, height },
      );
      expect(readHeader(bytes)).toEqual({ format: 'png', width, height, frames: 1 });
    },
  );

  it('tells unsafe from unchecked, in the reader’s language', () => {
    const unsafe = { what: 'picture', unchecked: false, categories: ['nudity'] } as const;
    expect(sentenceOf(unsafe, 'en')).toBe('This picture is withheld. Reason: nudity.');
    expect(sentenceOf({ ...unsafe, unchecked: true }, 'en')).toBe('This picture could not be checked.');
    expect(sentenceOf(unsafe, 'ja')).toBe('この画像は表示されません。理由：裸体。');
    expect(['ja-JP,en;q=0.8', 'en-GB,ja', 'de', null].map((header) => languageOf(header))).toEqual([
      'ja',
      'en',
      'en',
      'en',
    ]);
  });
});
