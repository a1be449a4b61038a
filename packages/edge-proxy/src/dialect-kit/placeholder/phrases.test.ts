import { describe, expect, it } from 'vitest';
import {
  alphabet,
  blurSentence,
  categoriesOf,
  languageOf,
  linesOf,
  type Reason,
  sentenceOf,
} from './phrases.ts';

const PICTURE: Reason = { what: 'picture', unchecked: false, categories: ['nudity', 'violence'] };

describe('languageOf', () => {
  it.each([
    ['ja', 'ja'],
    ['JA-jp', 'ja'],
    ['de, ja;q=0.5, en;q=0.1', 'ja'],
    ['en, ja', 'en'],
    ['jam', 'en'],
    ['', 'en'],
    [null, 'en'],
  ])('reads %j as %s', (header, language) => {
    expect(languageOf(header)).toBe(language);
  });
});

describe('a reason in text', () => {
  it.each([
    [{ ...PICTURE, what: 'prompt' }, 'The prompt was refused. Reason: nudity, violence.'],
    [{ ...PICTURE, what: 'input' }, 'The picture sent was refused. Reason: nudity, violence.'],
    [PICTURE, 'This picture is withheld. Reason: nudity, violence.'],
    [{ ...PICTURE, categories: [] }, 'This picture is withheld.'],
    [{ ...PICTURE, what: 'prompt', unchecked: true }, 'The prompt could not be checked.'],
    [{ ...PICTURE, what: 'input', unchecked: true }, 'The picture sent could not be checked.'],
    [{ ...PICTURE, unchecked: true }, 'This picture could not be checked.'],
    [{ ...PICTURE, unchecked: true, unreadable: true }, 'This picture could not be checked.'],
    [
      { ...PICTURE, what: 'prompt', unchecked: true, unreadable: true },
      'The prompt could not be checked. It is too long, or can be read in too many ways. Shorten it, or use fewer choices and variables.',
    ],
    [
      { ...PICTURE, what: 'input', unchecked: true, unreadable: true },
      'The picture sent could not be checked. A check cannot read it. Send it smaller, as PNG or JPEG.',
    ],
  ] as const)('%j', (reason, sentence) => {
    expect(sentenceOf(reason, 'en')).toBe(sentence);
  });

  it('is Japanese for a reader of Japanese', () => {
    expect(sentenceOf(PICTURE, 'ja')).toBe('この画像は表示されません。理由：裸、暴力。');
    expect(sentenceOf({ ...PICTURE, what: 'input', unchecked: true, unreadable: true }, 'ja')).toMatch(
      /^送られた画像を検査できませんでした。検査が.*。$/,
    );
  });

  it('names its categories on a separate line', () => {
    expect(linesOf(PICTURE, 'en')).toEqual(['This picture is withheld', 'Reason: nudity, violence']);
    expect(linesOf({ ...PICTURE, unchecked: true }, 'en')).toEqual(['This picture could not be checked']);
    expect(categoriesOf({ ...PICTURE, categories: [] }, 'en')).toBe('');
  });

  it('says that a picture is blurred, and why', () => {
    expect(blurSentence(PICTURE, 'en')).toBe('This picture is blurred. Reason: nudity, violence.');
    expect(blurSentence({ ...PICTURE, categories: [] }, 'ja')).toBe('この画像はぼかされています。');
  });

  it('uses few characters, each listed once', () => {
    const characters = alphabet();
    expect(new Set(characters).size).toBe([...characters].length);
    for (const character of '理由：, Shoji裸') expect(characters).toContain(character);
  });
});
