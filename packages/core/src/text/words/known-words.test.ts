import { describe, expect, it } from 'vitest';
import { baseForms, isKnownWord, languageOf } from './known-words.ts';

describe('isKnownWord', () => {
  it.each(['window', 'windows', 'painted', 'painting', 'making', 'in', 'a', 'i', 'cannon', 'annals'])(
    'knows %s',
    (word) => expect(isKnownWord(word)).toBe(true),
  );

  it.each(['gardden', 'wi', 'ndow', 'x', 's', 'fuchsinoid'])('does not know %s', (word) => {
    expect(isKnownWord(word)).toBe(false);
  });

  it('accepts few random rows of letters as words', () => {
    const letters = 'etaoinshrdlucm';
    const rows = Array.from({ length: 4_000 }, (_, index) =>
      Array.from({ length: 6 }, (_, at) => letters[(index * 7 + at * at * 5 + (index >> at)) % 14]).join(''),
    );
    expect(rows.filter(isKnownWord).length).toBeLessThan(rows.length / 10);
  });
});

describe('baseForms', () => {
  it.each([
    ['gardens', ['garden']],
    ['benches', ['benche', 'bench']],
    ['making', ['mak', 'make']],
    ['pass', []],
    ['gardenss', []],
    ['is', []],
  ])('of %s are %j', (word, expected) => expect(baseForms(word)).toEqual(expected));
});

describe('languageOf', () => {
  it.each([
    ['a photo of a gardden in the park', 'english'],
    ['masterpiece, best quality, solo, long hair, qwrtz', 'english'],
    ['un gatto nel giardino', 'other'],
    ['cây thông trong tuyết', 'other'],
    ['группа у фонтана', 'other'],
    ['gárden wοman', 'open'],
    ['gardden', 'open'],
    ['şişe', 'open'],
    ['', 'open'],
    ['a b c', 'open'],
  ])('of %j is %s', (text, language) => expect(languageOf(text)).toBe(language));

  it('depends on the first words of a long text', () => {
    expect(languageOf(`${'the window '.repeat(300)}${'gatto nero '.repeat(900)}`)).toBe('english');
  });
});
