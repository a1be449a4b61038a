import { expect, it } from 'vitest';
import { ALPHABET, HANGUL, HIRAGANA, KATAKANA } from '../read/scripts.ts';
import { createMatcher } from './matcher.ts';
import { compileTerm } from './term.ts';

it('a term is compiled to its symbols, with the offsets of its spaces', () => {
  expect(compileTerm({ text: 'Garden Gnome 2' })).toEqual({
    symbols: 'gardengnome2',
    spaces: (1 << 6) | (1 << 11),
    prefix: false,
    literal: '',
    script: ALPHABET,
    hasDigit: true,
  });
  expect(compileTerm({ text: 'wall*nut', prefix: true })).toMatchObject({
    symbols: 'wallnut',
    spaces: 1 << 4,
    prefix: true,
    hasDigit: false,
  });
  // Spaces after the first 31 symbols are not recorded.
  expect(compileTerm({ text: `${'a'.repeat(30)} b` }).spaces).toBe(1 << 30);
  expect(compileTerm({ text: `${'a'.repeat(31)} b` }).spaces).toBe(0);
});

it('a term is matched literally when it is exact, or shorter than three letters of an alphabet', () => {
  const literal = (text: string, exact = false) => compileTerm({ text, exact }).literal;
  expect([literal('Gnome'), literal('Pa\u0302te\u0301', true), literal('Ox'), literal('Elf')]).toEqual([
    '',
    'pâté',
    'ox',
    '',
  ]);
  expect([literal('庭'), literal('かさ')]).toEqual(['', '']);
});

it.each([
  ['a1', ALPHABET],
  ['かサ', HIRAGANA],
  ['カさ', KATAKANA],
  ['정원', HANGUL],
  ['', ALPHABET],
])('the script of %j is that of its first symbol', (text, script) => {
  expect(compileTerm({ text }).script).toBe(script);
});

it('a sign is compiled as the first letter that it replaces, and a mask as nothing', () => {
  expect(compileTerm({ text: '@pple' }).symbols).toBe('apple');
  expect(compileTerm({ text: '***' }).symbols).toBe('');
});

/** The typed text of each match of one term. */
const found = (term: string, text: string) =>
  createMatcher([{ text: term.replace('*', ''), prefix: term.endsWith('*') }])
    .match(text)
    .map(({ start, end }) => text.slice(start, end));

it.each([
  ['a plural in s', 'gnome', 'gnomes', ['gnomes']],
  ['a plural in es after a hiss', 'lynx', 'lynxes', ['lynxes']],
  ['no plural in es after another letter', 'fern', 'fernes', []],
  ['no letter behind a plural', 'gnome', 'gnomesk', []],
  ['no plural of an apostrophe', 'gnome', "gnome's", ['gnome']],
  ['a longer word of a prefix, to its end', 'tul*', 'tulipomania, x', ['tulipomania']],
  ['no more than two masked letters of five', 'apple', 'a**le', ['a**le']],
  ['no three masked letters of five', 'apple', 'a***e', []],
  ['no number of four digits', 'toes', '7035', []],
  ['a number of five digits', 'oboes', '08035', ['08035']],
  ['a number that is a term', '8035', '8035', ['8035']],
  ['no doubled letter inside of a word', 'coral', 'corral', []],
  ['a letter three times', 'coral', 'corrral', ['corrral']],
  ['no doubled letter of a known word', 'canon', 'cannon', []],
  ['a doubled letter of no known word', 'gnome', 'gnomme', ['gnomme']],
  ['a doubled letter of no known word in a text', 'gnome', 'the gnomme in the park', ['gnomme']],
  ['no doubled letter in another language', 'gnome', 'il gnomme nel giardino', []],
  ['no doubled letter of a short prefix in a longer word', 'tol*', 'toolomania', []],
  ['a doubled letter of a short prefix with an ending', 'tul*', 'tuuling', ['tuuling']],
  ['two doubled letters of a prefix', 'corale*', 'corralle', ['corralle']],
  ['two doubled letters of a whole word', 'corale', 'corralle', ['corralle']],
])('a match is %s', (_, term, text, expected) => {
  expect(found(term, text)).toEqual(expected);
});

it.each([
  ['letters apart', 'gnome', 'g n o m e', ['g n o m e']],
  ['letters apart by stops', 'gnome', 'g, n, o, m, e', ['g, n, o, m, e']],
  ['four letters apart', 'fern', 'a f e r n', ['f e r n']],
  ['no four letters apart before another letter', 'fern', 'f e r n a', []],
  ['four letters apart by joiners before another letter', 'fern', 'f-e-r-n-a', ['f-e-r-n']],
  ['no two words with a stop between', 'gnome', 'gno, me', []],
  ['no two words with vowels', 'gnome', 'gno me', []],
  ['a word and a rest that is not a word', 'gnomes', 'gnome s', ['gnome s']],
  ['no contracted word', 'whore', "who're", []],
  ['a word with an apostrophe far from its end', 'gardener', "gar'dener", ["gar'dener"]],
  ['two parts with a joiner', 'fern', 'fe-rn', ['fe-rn']],
  ['no short term in two parts with vowels', 'ale', 'a-le', []],
  ['a short term with a part that is no word', 'elf', 'e-lf', ['e-lf']],
])('with gaps, a match is %s', (_, term, text, expected) => {
  expect(found(term, text)).toEqual(expected);
});

it('an apostrophe of the word before does not matter', () => {
  const { match } = createMatcher([{ text: 'marmalades' }, { text: 'gardener' }]);
  const text = "marmalad'es gar'dener";
  expect(match(text).map(({ start, end }) => text.slice(start, end))).toEqual(["gar'dener"]);
});
