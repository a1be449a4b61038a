import { CATEGORIES } from '@shoji/core';
import { WARNING_CODES } from '@shoji/core/vocabulary';
import { describe, expect, it } from 'vitest';
import { catalogues } from './catalogues.ts';
import { LANGUAGES, preferredLanguage } from './languages.ts';
import { OWN_WARNING_CODES } from './messages.ts';
import { categoryName, hintsOf, sentenceOf } from './reasons.ts';

/** Every path to a text, with the kind of text at it. */
function pathsOf(value: object, prefix = ''): string[] {
  return Object.entries(value).flatMap(([key, entry]: [string, unknown]) =>
    typeof entry === 'object' && entry !== null
      ? pathsOf(entry, `${prefix}${key}.`)
      : [`${prefix}${key}: ${typeof entry}`],
  );
}

/** Every text that is a plain string. */
function textsOf(value: object): string[] {
  return Object.values(value).flatMap((entry: unknown) => {
    if (typeof entry === 'object' && entry !== null) return textsOf(entry);
    return typeof entry === 'string' ? [entry] : [];
  });
}

describe('the catalogues', () => {
  it('have the same keys in every language', () => {
    expect(pathsOf(catalogues.ja).sort()).toEqual(pathsOf(catalogues.en).sort());
  });

  it('have no empty text', () => {
    for (const language of LANGUAGES) {
      const { gap: _, ...texts } = catalogues[language];
      for (const text of textsOf(texts)) expect(text.trim()).not.toBe('');
    }
  });

  it('have no English sentence in the Japanese catalogue', () => {
    const same = pathsWithEqualTexts(catalogues.en, catalogues.ja);
    expect(same).toEqual([]);
  });

  it.each(LANGUAGES)('have a name, both sentences and a hint for every category (%s)', (language) => {
    const t = catalogues[language];
    for (const category of CATEGORIES) {
      const code = category.replaceAll('-', '_');
      const name = t.phrases.names[category];
      const prompt = t.phrases.promptReasons[category];
      const image = t.phrases.imageReasons[category];
      const hint = t.phrases.hints[category];
      expect(sentenceOf(t, { code: `prompt_${code}`, message: 'from the server' })).toBe(prompt);
      expect(sentenceOf(t, { code: `image_${code}`, message: 'from the server' })).toBe(image);
      expect(hintsOf(t, [{ code: `prompt_${code}`, message: '', category }])).toEqual([hint]);
      expect(categoryName(t, category)).toBe(name);
    }
  });

  it.each(LANGUAGES)(
    'have a sentence for every warning code, with and without the name of a check (%s)',
    (language) => {
      const t = catalogues[language];
      // The subject of these two codes is only in the server's message.
      const known = WARNING_CODES.filter((code) => code !== 'field_dropped' && code !== 'node_denied');
      for (const code of [...known, ...OWN_WARNING_CODES]) {
        expect(sentenceOf(t, { code, message: 'from the server' })).not.toBe('from the server');
        expect(sentenceOf(t, { code, message: '' })).not.toContain('undefined');
        expect(sentenceOf(t, { code, message: '', check: 'rekognition' }).length).toBeGreaterThan(0);
      }
    },
  );

  it('distinguish a warned prompt from a picture that is blurred because of it', () => {
    const warning = { code: 'prompt_warned', message: '' };
    expect(sentenceOf(catalogues.en, warning)).toBe('The prompt is close to what the policy refuses.');
    expect(sentenceOf(catalogues.en, { ...warning, image: 0 })).toMatch(/^Blurred because/);
  });

  it('use the server’s sentence for an unknown code', () => {
    const warning = { code: 'prompt_of_tomorrow', message: 'Something new.' };
    expect(sentenceOf(catalogues.ja, warning)).toBe('Something new.');
    expect(categoryName(catalogues.ja, 'of-tomorrow')).toBe('of-tomorrow');
  });

  it('count pictures in the singular and the plural', () => {
    expect(catalogues.en.status.generating(1)).toBe('Generating 1 picture.');
    expect(catalogues.en.status.generating(2)).toBe('Generating 2 pictures.');
  });
});

describe('preferredLanguage', () => {
  it.each([
    [['ja-JP', 'en'], 'ja'],
    [['fr', 'ja'], 'ja'],
    [['en-GB'], 'en'],
    [['fr'], 'en'],
    [['', 'JA'], 'ja'],
    [[], 'en'],
  ] as const)('of %j is %s', (wanted, expected) => {
    expect(preferredLanguage(wanted)).toBe(expected);
  });
});

/** Paths whose plain texts are equal in both languages; names and units may be. */
function pathsWithEqualTexts(a: object, b: object, prefix = ''): string[] {
  const other = new Map(Object.entries(b));
  return Object.entries(a).flatMap(([key, entry]: [string, unknown]) => {
    const counterpart: unknown = other.get(key);
    if (
      typeof entry === 'object' &&
      entry !== null &&
      typeof counterpart === 'object' &&
      counterpart !== null
    ) {
      return pathsWithEqualTexts(entry, counterpart, `${prefix}${key}.`);
    }
    return typeof entry === 'string' && entry === counterpart ? [`${prefix}${key}`] : [];
  });
}
