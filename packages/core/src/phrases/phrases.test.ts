import { describe, expect, it } from 'vitest';
import { CATEGORIES } from '../vocabulary/category.ts';
import { WARNING_CODES } from '../vocabulary/warning.ts';
import { type Language, PHRASES } from './index.ts';

const languages: readonly Language[] = ['en', 'ja'];
const SERVER_ONLY = ['field_dropped', 'node_denied'];

describe.each(languages)('the phrases (%s)', (language) => {
  const { names, promptReasons, imageReasons, hints, warnings } = PHRASES[language];

  it('have a name, both reasons and a hint for each category', () => {
    for (const texts of [names, promptReasons, imageReasons, hints]) {
      expect(Object.keys(texts).sort()).toEqual([...CATEGORIES].sort());
      for (const text of Object.values(texts)) expect(text.trim()).not.toBe('');
    }
  });

  it('have a sentence for each code that needs only the check and the image', () => {
    expect([...Object.keys(warnings), ...SERVER_ONLY].sort()).toEqual([...WARNING_CODES].sort());
    for (const sentence of Object.values(warnings)) {
      for (const about of [{}, { check: 'acme' }, { image: 0 }, { check: 'acme', image: 0 }]) {
        expect(sentence(about)).toMatch(/[.。]$/);
        expect(sentence(about)).not.toContain('undefined');
      }
    }
  });
});

it('name the check that failed, and its subject', () => {
  const { check_failed } = PHRASES.en.warnings;
  expect(check_failed({ check: 'acme' })).toBe('The prompt could not be checked by acme.');
  expect(check_failed({ check: 'acme', image: 2 })).toBe('The picture could not be checked by acme.');
});
