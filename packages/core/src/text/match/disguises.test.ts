import { expect, it } from 'vitest';
import { createMatcher } from './matcher.ts';

/** Neutral words of each length and script, with and without a vowel; `*` also matches prefixes of words. */
const TERMS = [
  'ox',
  'elf',
  'gnu',
  'fern',
  'lynx',
  'photo',
  'apple',
  'window',
  'garden',
  'tulip*',
  'garden gnome',
  'a b c d',
  'r2d2',
  '90210',
  'straße',
  'сад',
  'حديقة',
  '庭',
  '庭園',
  'かさ',
  'いちご',
  'カメラ',
  'ストロベリー',
  '정원',
  '개',
  'สวน',
  '🌳',
  '🌳🔥',
];

const each = (text: string, way: (unit: string, at: number) => string) => [...text].map(way).join('');
/** The text changed at one offset, for each of its offsets. */
const at = (text: string, way: (unit: string) => string) =>
  [...text].map((_, place) => each(text, (unit, here) => (here === place ? way(unit) : unit)));
const LEET: Readonly<Record<string, string>> = {
  a: '4',
  b: '8',
  e: '3',
  g: '9',
  i: '1',
  l: '1',
  o: '0',
  s: '5',
  t: '7',
};

/** Ways to disguise a word, each with all of its texts. */
const WAYS: Readonly<Record<string, (word: string) => string[]>> = {
  'by itself, and in capitals': (word) => [word, word.toUpperCase(), `(${word}:1.2)`, `"${word}",`],
  'in another word': (word) => [
    `x${word}`,
    `${word}x`,
    `x${word}x`,
    `${word}2`,
    `2${word}`,
    `${word}${word}`,
  ],
  'in words of other scripts': (word) =>
    ['x', 'あ', 'ア', '犬', '가', 'ж', 'ส', '🌲'].flatMap((near) => [near + word, word + near]),
  'in the plural': (word) => [`${word}s`, `${word}es`, `${word}ss`, `${word}'s`, `${word}sx`, `${word} s`],
  'with each letter twice, and thrice': (word) => [
    each(word, (unit) => unit + unit),
    each(word, (unit) => unit.repeat(3)),
  ],
  'with one letter twice': (word) => at(word, (unit) => unit + unit),
  'with one letter thrice': (word) => at(word, (unit) => unit.repeat(3)),
  'with one letter masked': (word) => at(word, () => '*'),
  'with its vowels masked': (word) => [
    each(word, (unit) => ('aeiou'.includes(unit) ? '*' : unit)),
    each(word, () => '*'),
  ],
  'with one letter joined away': (word) => at(word, () => '-'),
  'with every letter but the first masked': (word) => [
    each(word, (unit, place) => (place === 0 ? unit : '#')),
  ],
  'in digits': (word) => [
    each(word, (unit) => LEET[unit] ?? unit),
    ...at(word, (unit) => LEET[unit] ?? unit),
  ],
  'in signs': (word) => [
    each(word, (unit) => ({ a: '@', s: '$', i: '!', t: '+', l: '|', c: '(' })[unit] ?? unit),
  ],
  'with letters apart': (word) =>
    [' ', '-', '.', ',', '_', "'", '  ', ' - ', '\n', '. ', '*', '!', '.-.-', '.-.-.', '/'].map((gap) =>
      [...word].join(gap),
    ),
  'with letters apart between others': (word) => [
    `x ${[...word].join(' ')}`,
    `${[...word].join(' ')} x`,
    `x.${[...word].join('.')}.x`,
  ],
  'with a space at one place': (word) => at(word, (unit) => `${unit} `),
  'with a joiner at one place': (word) => at(word, (unit) => `${unit}-`),
  'with a stop at one place': (word) => at(word, (unit) => `${unit}, `),
  'with an apostrophe at one place': (word) => at(word, (unit) => `${unit}'`),
  'with a sign at one place': (word) => at(word, (unit) => `${unit}!`),
  'with signs at one place': (word) => at(word, (unit) => `${unit}!$@!`),
  'with accents': (word) => [each(word, (unit) => `${unit}\u0301`), each(word, (unit) => `${unit}\u20dd`)],
  'with what nobody sees': (word) => [[...word].join('\u200b'), [...word].join('\u202e')],
  'in other widths': (word) => [
    each(word, (unit) => (/[!-~]/.test(unit) ? String.fromCodePoint(unit.charCodeAt(0) + 0xfee0) : unit)),
    word.normalize('NFD'),
  ],
  'with other letters for the same sound': (word) => [
    word.replace('f', 'ph'),
    word.replace('w', 'vv'),
    word.replace('ph', 'f'),
  ],
};

/**
 * The matches of one term per text: `#` for the whole text, `+` for a part of it, `.` for no match, and a number
 * where there are several.
 */
function record(term: string): string[] {
  const word = term.replace('*', '');
  const matcher = createMatcher([{ text: word, prefix: term.endsWith('*') }]);
  return Object.entries(WAYS).map(([way, texts]) => {
    const seen = texts(word).map((text) => {
      const [match, ...others] = matcher.match(text);
      if (!match) return '.';
      if (others.length > 0) return String(others.length + 1);
      return match.start === 0 && match.end === text.length ? '#' : '+';
    });
    return `${seen.join('').padEnd(20)} ${way}`;
  });
}

// Any change of the matching shows here. Review each changed line, then run with `-u`.
it('a word is found in all its disguises, and not inside other words', async () => {
  const records = TERMS.map((term) => `${term}\n${record(term).join('\n')}\n`);
  await expect(records.join('\n')).toMatchFileSnapshot('./disguises.txt');
});
