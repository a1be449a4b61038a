import { expect, it } from 'vitest';
import { createMatcher } from './matcher.ts';

/** The typed text of each match of one term; `*` also matches prefixes of words. */
const found = (term: string, text: string) =>
  createMatcher([{ text: term.replace('*', ''), prefix: term.endsWith('*') }])
    .match(text)
    .map(({ start, end }) => text.slice(start, end));

it.each([
  ['a word of Russian', 'pek', 'рек', []],
  ['a word of Greek', 'pok', 'ροκ', []],
  ['a word of Russian in a text in English', 'pek', 'the tall window and рек in the garden', ['рек']],
  ['a word of Russian in Russian', 'pek', 'это рек у дома', []],
  ['letters of two alphabets', 'pek', 'рeк', ['рeк']],
])('letters of another alphabet: %s', (_, term, text, expected) => {
  expect(found(term, text)).toEqual(expected);
});

it.each([
  ['a letter of other languages in a short word', 'cone', 'coñe', []],
  ['an accent in a short word', 'cone', 'cöne', ['cöne']],
  ['an accent in a short word of another language', 'cone', 'il gatto nel giardino cöne', []],
  [
    'an accent in a longer word of another language',
    'marmalade',
    'il gatto nel giardino marmaläde',
    ['marmaläde'],
  ],
  ['an accent in a text in English', 'cone', 'the tall window and coñe in the garden', ['coñe']],
  ['accents on most letters of a word', 'cone', 'ĉõñë', ['ĉõñë']],
  ['Turkish letters in a word of any length', 'marmalade', 'marmalaşe', []],
  ['another letter in a longer word', 'marmalade', 'marmalađe', ['marmalađe']],
  ['a short word without the accent of the term', 'señor', 'senor', []],
  ['a longer word without the accent of the term', 'señora', 'senora', ['senora']],
  ['a short word with the accent of the term', 'señor', 'señor', ['señor']],
  ['a digit for the accented letter', 'señor', 's3ñor', ['s3ñor']],
  ['two letters for the one of the term', 'straße', 'strasse', ['strasse']],
  ['more marks than a language writes', 'cone', 'co\u0308\u0308\u0308ne', ['co\u0308\u0308\u0308ne']],
])('accents: %s', (_, term, text, expected) => {
  expect(found(term, text)).toEqual(expected);
});

it.each([
  ['the first of two ideographs', '庭園', '庭庭園', []],
  ['the second of two ideographs', '庭園', '庭園園', ['庭園園']],
  ['an ideograph thrice', '庭園', '庭庭庭園', ['庭庭庭園']],
  ['an ideograph of a term that has it twice', '庭庭', '庭庭', ['庭庭']],
  ['an ideograph beyond a space', '庭園', '庭 庭園', ['庭園']],
  ['a term of three ideographs', '庭園師', '庭庭園師', ['庭庭園師']],
  ['a kana inside of a word', 'いちご', 'いちちご', []],
  ['the first kana of a word', 'いちご', 'いいちご', ['いいちご']],
  ['a known word', 'rapin', 'rapping', []],
  ['the last letter of a known word', 'gras', 'grass', []],
  ['a consonant that English does not double there', 'gnome', 'gnnome', ['gnnome']],
  ['the first consonant', 'gnome', 'ggnome', ['ggnome']],
  ['a letter inside of a word in another language', 'coral', 'il corral nel giardino', []],
  ['two letters inside of a word in another language', 'coral', 'il corraal nel giardino', []],
  ['the first letter in another language', 'coral', 'il ccoral nel giardino', ['ccoral']],
  ['a letter beside one of another alphabet', 'coral', 'il cοrral nel giardino', ['cοrral']],
  ['the last letter in another language', 'coral', 'il corrall nel giardino', ['corrall']],
  ['three letters in another language', 'coral', 'il coorraal nel giardino', ['coorraal']],
  ['a letter of a prefix in a longer word', 'tol*', 'toolomania', []],
  ['a letter of a prefix before an ending', 'tul*', 'tuulings', ['tuulings']],
  ['a letter of a longer prefix', 'tulipa*', 'tuulipamania', ['tuulipamania']],
])('doubled letters: %s', (_, term, text, expected) => {
  expect(found(term, text)).toEqual(expected);
});
