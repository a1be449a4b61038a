import { expect, it } from 'vitest';
import { createMatcher } from './matcher.ts';

/** The typed text of each match of one term; `*` also matches prefixes of words. */
const found = (term: string, text: string) =>
  createMatcher([{ text: term.replace('*', ''), prefix: term.endsWith('*') }])
    .match(text)
    .map(({ start, end }) => text.slice(start, end));

it.each([
  ['an underscore for the letter in the middle', 'fan', 'f_n', ['f_n']],
  ['a hyphen for the letter in the middle', 'fan', 'f-n', ['f-n']],
  ['no full stop', 'fan', 'f.n', []],
  ['no face', 'tat', 't_t', []],
  ['no row of letters before it', 'fan', 'a_f_n', []],
  ['no row of letters behind it', 'fan', 'f_n_x', []],
  ['no single letter before it', 'fan', 'x f_n', []],
  ['no letter behind it', 'fan', 'f_nx', []],
  ['one joiner in a longer word', 'fern', 'f_rn', ['f_rn']],
  ['no two joiners', 'fern', 'f_r_n', []],
  ['an ampersand inside of a word', 'pearl', 'pe&rl', ['pe&rl']],
  ['no ampersand between initials', 'cow', 'c&w', []],
  ['an ampersand behind an initial', 'cats', 'c&ts', ['c&ts']],
  ['no ampersand between words', 'garden*window', 'garden&window', []],
  ['no joiner behind a digit', 'sixacyl', '6-cyl', []],
  ['no joiner before a word', 'tashirt', 't-shirt', []],
  ['a joiner before no word', 'tashi', 't-shi', ['t-shi']],
  ['a masked letter inside of a prefix', 'tulip*', 'tul*p', ['tul*p']],
  ['a masked letter at the end of a prefix', 'tul*', 'tu* garden', ['tu*']],
  ['no masked letter of a prefix before another word', 'tul*', 'tu*garden', []],
  ['no joiner between a word and the beginning of another', 'gardenas*', 'garden_spade', []],
  ['no ampersand between a word and the beginning of another', 'gardenas*', 'garden&spade', []],
  [
    'a joiner before the beginning of another word, behind no word',
    'gxdenas*',
    'gxden_spade',
    ['gxden_spade'],
  ],
  ['no signs without a letter', 'ape', '+_+', []],
])('a hidden letter is %s', (_, term, text, expected) => {
  expect(found(term, text)).toEqual(expected);
});

it.each([
  ['a part without a vowel', 'gnome', 'gn ome', ['gn ome']],
  ['a first letter', 'gnome', 'g nome', ['g nome']],
  ['no parts that have vowels', 'gnome', 'gnom e', []],
  ['a last letter without a vowel', 'lynx', 'lyn x', ['lyn x']],
  ['no three letters', 'elf', 'el f', []],
  ['a hyphen and a space', 'gnome', 'gn-o me', ['gn-o me']],
  ['a comma', 'gnome', 'gn,ome', ['gn,ome']],
  ['a comma between parts with vowels', 'gnome', 'gno,me', ['gno,me']],
  ['no comma and a space', 'gnome', 'gn, ome', []],
  ['a comma and a space between single letters', 'a b c d', 'a, b, c, d', ['a, b, c, d']],
  ['no comma between the words of a term', 'garden gnome', 'garden, gnome', []],
  ['a split second word', 'garden gnome', 'garden gn ome', ['garden gn ome']],
  ['the words of a term as one', 'garden gnome', 'gardengnome', ['gardengnome']],
  ['a word and a rest', 'windowx', 'window x', ['window x']],
  ['no letters apart before another letter', 'lynx', 'l y n x a', []],
  ['letters apart before a longer word', 'lynx', 'l y n x garden', ['l y n x']],
  ['letters apart by hyphens before another letter', 'lynx', 'l-y-n-x-a', ['l-y-n-x']],
  ['five letters apart before another letter', 'gnome', 'g n o m e a', ['g n o m e']],
  ['no space in a word of another alphabet', 'сад', 'с ад', []],
  ['a hyphen in a word of another alphabet', 'сад', 'с-ад', ['с-ад']],
  ['an apostrophe four letters before the end', 'gardener', 'gard’ener', ['gard’ener']],
  ['no apostrophe three letters before the end', 'gardener', 'garde’ner', []],
  ['no apostrophe one letter before the end', 'gardener', 'gardene’r', []],
  ['no beginning of a known word', 'kse*', 'k-sense', []],
  ['no beginning of any word behind a known one', 'gardenqu*', 'garden-quabble', []],
  ['no beginning of any word behind a known one with a double letter', 'glasoff*', 'glass-offxle', []],
  ['the beginning of a word behind no word', 'gxdenqu*', 'gxden-quabble', ['gxden-quabble']],
  ['no known words of which one has a double letter', 'glasoffice', 'glass-office', []],
  ['no beginning of a word behind a number', 'gcyl*', '6-cylinder', []],
])('a word is split by %s', (_, term, text, expected) => {
  expect(found(term, text)).toEqual(expected);
});

it.each([
  ['alone', 's garden', ['s garden']],
  ['behind a word that takes an ending', 'the woman s garden', []],
  ['behind a word that takes none', 'some s garden', ['s garden']],
  ['behind another word that takes none', 'walking s garden', ['s garden']],
  ['in another language', 'il gatto s garden nel giardino', []],
  ['behind a comma', 'the woman, s garden', ['s garden']],
])('a lone letter before a word is part of it %s', (_, text, expected) => {
  expect(found('sgarden', text)).toEqual(expected);
});

it('a lone letter that ends no word is always part of it', () => {
  expect(found('qgarden', 'the woman q garden')).toEqual(['q garden']);
});
