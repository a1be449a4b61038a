import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { legibility } from './language.ts';

describe('legibility', () => {
  it.each([
    ['a dog in a suit', 'words'],
    ['masterpiece, best quality, 1girl, garden', 'words'],
    ['da vinci painting of los angeles by the sea', 'words'],
    ['a café in Paris, en plein air', 'words'],
    ['portrait', 'words'],
    ['', 'words'],
    ['8k, 35mm', 'words'],
    ['ein Hund in einem Anzug auf der Straße', 'letters'],
    ['ein roter Stuhl', 'letters'],
    ['un chien avec une cravate dans le jardin', 'letters'],
    ['un perro con un traje en el jardín', 'letters'],
    ['una tazza di caffè sul tavolo', 'letters'],
    ['uma xícara de café sobre a mesa', 'letters'],
    ['een hond in een pak op straat', 'letters'],
    ['собака в костюме', 'nothing'],
    ['κόκκινη καρέκλα', 'nothing'],
  ])('for one that reads English: %s → %s', (prompt, expected) => {
    expect(legibility(prompt, ['en'])).toBe(expected);
  });

  it('reads Japanese only when the option is set', () => {
    expect(legibility('スーツを着た犬', ['en'])).toBe('nothing');
    expect(legibility('スーツを着た犬', ['en', 'ja'])).toBe('words');
  });

  it.each([
    ['犬犬犬 dog', ['en'], 'words'],
    ['犬犬犬犬 dog', ['en'], 'nothing'],
    ['犬犬犬犬 dog', ['zh'], 'words'],
    ['犬犬 dogs', ['zh'], 'nothing'],
    ['犬 ein Hund in einem Anzug', ['en', 'zh'], 'letters'],
    ['Ｄｏｇ', ['en'], 'words'],
    ['ーーー', ['ja'], 'words'],
    ['собака dog', ['en'], 'nothing'],
    ['соб dogs', ['en'], 'words'],
    ['A[`{Z', ['en'], 'words'],
    ['[`{@ 12', [], 'words'],
    ['a', [], 'nothing'],
  ] as const)('%s, for one that reads %j: %s', (prompt, languages, expected) => {
    expect(legibility(prompt, languages)).toBe(expected);
  });

  it.each([
    ['un perro con un traje en el jardín', 'es', 'words'],
    ['un perro con un traje en el jardín', 'de', 'letters'],
    ['ein Hund in einem Anzug auf der Straße', 'de', 'words'],
    ['punainen tuoli järven rannalla', 'de', 'letters'],
    ['собака в костюме', 'ru', 'words'],
    ['كلب يرتدي بدلة', 'ar', 'words'],
    ['सूट में एक कुत्ता', 'hi', 'words'],
    ['สุนัขในชุดสูท', 'th', 'words'],
    ['양복 입은 개', 'ko', 'words'],
    ['양복 입은 개', 'ru', 'nothing'],
  ] as const)('%s, for one that reads English and %s: %s', (prompt, language, expected) => {
    expect(legibility(prompt, ['en', language])).toBe(expected);
  });

  it('does not depend on disguises', () =>
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z ]{0,40}$/), (text) => {
        expect(legibility(text.toUpperCase(), ['en'])).toBe(legibility(text, ['en']));
        expect(legibility(`  ${text}!`, ['en'])).toBe(legibility(text, ['en']));
      }),
    ));
});
