import { describe, expect, it } from 'vitest';
import { Budget, Unevaluable } from './budget.ts';
import { pythonRegex } from './python-regex.ts';
import { translateRegex } from './translate-regex.ts';

const PLAIN = { ignoreCase: false, multiline: false, dotAll: false };

const about = (pattern: string, flags = PLAIN) => translateRegex(pattern, flags);
/** The results of Python's `re.findall`, whole matches only. */
const found = (pattern: string, text: string, flags = PLAIN) =>
  pythonRegex(pattern, flags, new Budget())
    .findAll(text)
    .map(({ groups }) => groups[0]);

describe('the matches of a pattern', () => {
  it.each([
    ['a', { nullable: false, empty: false, reluctant: false }],
    ['', { nullable: true, empty: true, reluctant: false }],
    ['^', { nullable: true, empty: true, reluctant: false }],
    ['\\Aa', { nullable: false, empty: false, reluctant: false }],
    ['^a*', { nullable: true, empty: false, reluctant: false }],
    ['a*', { nullable: true, empty: false, reluctant: false }],
    ['a?b*', { nullable: true, empty: false, reluctant: false }],
    ['a?b', { nullable: false, empty: false, reluctant: false }],
    ['a+', { nullable: false, empty: false, reluctant: false }],
    ['a{0}', { nullable: true, empty: true, reluctant: false }],
    ['a{0,1}', { nullable: true, empty: false, reluctant: false }],
    ['a{1,2}', { nullable: false, empty: false, reluctant: false }],
    ['a*?', { nullable: true, empty: false, reluctant: true }],
    ['a+?b', { nullable: false, empty: false, reluctant: true }],
    ['(a??)b', { nullable: false, empty: false, reluctant: true }],
    ['(?:a+?){2}', { nullable: false, empty: false, reluctant: true }],
    ['a|b', { nullable: false, empty: false, reluctant: false }],
    ['a|', { nullable: true, empty: false, reluctant: true }],
    ['a|b*', { nullable: true, empty: false, reluctant: true }],
    ['a|b+?', { nullable: false, empty: false, reluctant: true }],
    ['|', { nullable: true, empty: true, reluctant: false }],
    ['^|$', { nullable: true, empty: true, reluctant: false }],
  ])('%j', (pattern, expected) => {
    expect(about(pattern)).toMatchObject(expected);
  });

  it.each([
    ['a', 0, []],
    ['(a)(?:b)(c)', 2, []],
    [
      '(a)(?P<x>b)(?P<y_1>c)',
      3,
      [
        ['x', 2],
        ['y_1', 3],
      ],
    ],
    ['((?P<inner>a))', 2, [['inner', 2]]],
  ] as const)('%j has %d groups', (pattern, groups, names) => {
    expect([about(pattern).groups, [...about(pattern).names]]).toEqual([groups, names]);
  });

  it.each([
    ['\\b', { boundary: true, dollar: false }],
    ['a\\Bb', { boundary: true, dollar: false }],
    ['[\\b]', { boundary: false, dollar: false }],
    ['a$', { boundary: false, dollar: true }],
    ['a\\Z', { boundary: false, dollar: false }],
    ['[$]', { boundary: false, dollar: false }],
  ])('%j translates boundaries and ends to Python’s meaning', (pattern, expected) => {
    expect(about(pattern)).toMatchObject(expected);
  });

  it('has no special case for a last line break where each line has an end', () => {
    expect(about('$', { ...PLAIN, multiline: true }).dollar).toBe(false);
    expect(found('^.|.$', 'ab\ncd', { ...PLAIN, multiline: true })).toEqual(['a', 'b', 'c', 'd']);
    expect(found('^.|.$', 'ab\ncd')).toEqual(['a', 'd']);
  });
});

describe('repeats', () => {
  it.each([
    ['a{2}', 'aaaaa', ['aa', 'aa']],
    ['a{2,}', 'aaaa a', ['aaaa']],
    ['a{1,2}', 'aaa', ['aa', 'a']],
    ['ba{,2}', 'baaa b', ['baa', 'b']],
    ['a+?', 'aa', ['a', 'a']],
    ['ba??', 'ba', ['b']],
    ['a{2,3}?', 'aaaa', ['aa', 'aa']],
    ['(?:ab){2}', 'ababab', ['abab']],
    ['a|b{2}', 'abb', ['a', 'bb']],
    ['a{x}', 'a{x}', ['a{x}']],
    ['a{1', 'a{1', ['a{1']],
    ['a{1,2', 'a{1,2', ['a{1,2']],
    ['a{1,2,3}', 'a{1,2,3}', ['a{1,2,3}']],
    ['a{ 1}', 'a{ 1}', ['a{ 1}']],
    ['a{00000000000002}', 'aaa', ['aa']],
    ['}', '}', ['}']],
  ])('%j in %j', (pattern, text, expected) => {
    expect(found(pattern, text)).toEqual(expected);
  });

  it.each([
    'a{1000}',
    'a{,1000}',
    'a{1000,}',
    'a{2,2}',
    'a{1000}b{1000}',
    '(?:a{999,}){2}',
    'a{1000}|b{1000}',
  ])('reads %j', (pattern) => {
    expect(() => about(pattern)).not.toThrow();
  });

  it.each([
    'a{1001}',
    'a{,1001}',
    'a{1001,}',
    'a{2,1}',
    'a{000000000000002}',
    'a{2}{3}',
    'a+*',
    'a?+',
    'a{2}+',
    'a*??',
    '?',
    '+',
    '|*',
    '^*',
    '(?:a?)*',
  ])('leaves %j to Python', (pattern) => {
    expect(() => about(pattern)).toThrow('that the proxy does not evaluate');
  });

  it.each([
    ['a{1000}b{1000}c', 'too large'],
    ['(?:a{1000}|b{1000})c', 'too large'],
    ['(?:a{1000,}){2}', 'too large'],
    ['(?:a{1000}){0}(?:b{1000}){0}c', 'too large'],
    ['a'.repeat(1_001), 'too long'],
    [`${'('.repeat(41)}a${')'.repeat(41)}`, 'does not evaluate'],
  ])('leaves large patterns to Python: %j', (pattern, message) => {
    expect(() => about(pattern)).toThrow(message);
  });

  it('accepts a thousand characters, and forty nested groups', () => {
    expect(() => about('a'.repeat(1_000))).not.toThrow();
    expect(about(`${'('.repeat(40)}a${')'.repeat(40)}`).groups).toBe(40);
  });
});

describe('sets', () => {
  it.each([
    ['[abc]', 'abcd', ['a', 'b', 'c']],
    ['[b-d]', 'abcde', ['b', 'c', 'd']],
    ['[c-c]', 'bcd', ['c']],
    ['[a-]', 'a-b', ['a', '-']],
    ['[-a]', 'a-b', ['a', '-']],
    ['[a-c-e]', 'abcde-', ['a', 'b', 'c', 'e', '-']],
    ['[]a]', ']a[', [']', 'a']],
    ['[^]a]', ']a[', ['[']],
    ['[^a]', 'a\nb', ['\n', 'b']],
    ['[a^]', 'a^b', ['a', '^']],
    ['[\\^a]', 'a^b', ['a', '^']],
    ['[\\]]', ']\\', [']']],
    ['[\\d_]', '1_a', ['1', '_']],
    ['[^\\d]', '1a٣', ['a']],
    ['[\\s,]', 'a, b', [',', ' ']],
    ['[\\w-]', 'a-é ', ['a', '-', 'é']],
    ['[^\\w]', 'a-é ', ['-', ' ']],
    ['[\\D]', '1a', ['a']],
    ['[\\S]', ' a', ['a']],
    ['[\\b]', 'a\b', ['\b']],
    ['[\\x41-\\x43]', 'ABCD', ['A', 'B', 'C']],
    ['[\\d\\D]', 'a1\n', ['a', '1', '\n']],
    ['[\\w\\W]', 'a \n', ['a', ' ', '\n']],
    ['[^\\w\\s]', 'a -', ['-']],
    ['[&|~]', '&|~a', ['&', '|', '~']],
    ['[+--]', '+,-.', ['+', ',', '-']],
    ['[.*+?(){}$]', '.*+?(){}$a', [...'.*+?(){}$']],
    ['[😀-😂]', '😁a', ['😁']],
  ])('%j in %j', (pattern, text, expected) => {
    expect(found(pattern, text)).toEqual(expected);
  });

  it.each([
    '[',
    '[]',
    '[^]',
    '[a',
    '[a-',
    '[b-a]',
    '[a-\\d]',
    '[\\d-z]',
    '[\\W]',
    '[\\Wa]',
    '[^\\s\\S]',
    '[[a]',
    '[a[]',
    '[a&&b]',
    '[a||b]',
    '[a~~b]',
    '[--a]',
    '[\\q]',
    '[\\1]',
  ])('leaves %j to Python', (pattern) => {
    expect(() => about(pattern)).toThrow(Unevaluable);
  });
});

describe('groups', () => {
  it.each([
    '(?P<a>b)(?P<a>c)',
    '(?P<1a>b)',
    '(?P<>b)',
    '(?P<a-b>c)',
    '(?P<a',
    '(?P<é>a)',
    '(?P=a)',
    '(?',
    '(?#a)',
    '(?m)a',
    '(a',
    'a)',
    '(?:a',
    '(?!a)',
  ])('leaves %j to Python', (pattern) => {
    expect(() => about(pattern)).toThrow(Unevaluable);
  });
});

describe('escapes', () => {
  it.each([
    ['\\d', '1aé٣_', ['1', '٣']],
    ['\\D', '1a٣_', ['a', '_']],
    ['\\w', 'aé1_ -٣', ['a', 'é', '1', '_', '٣']],
    ['\\W', 'aé1_ -', [' ', '-']],
    ['\\S', 'a \t\u0085b', ['a', 'b']],
    ['\\A.', 'ab', ['a']],
    ['.\\Z', 'ab', ['b']],
    ['\\ud7ff', '\ud7ff', ['\ud7ff']],
    ['\\ue000', '\ue000', ['\ue000']],
    ['\\U0010ffff', '\u{10ffff}', ['\u{10ffff}']],
    ['\\x4A', 'J', ['J']],
    ['\\-\\_\\/\\é', '-_/é', ['-_/é']],
    ['a.b', 'a\nb acb', ['acb']],
  ])('%j in %j', (pattern, text, expected) => {
    expect(found(pattern, text)).toEqual(expected);
  });

  it.each([
    '\\x4',
    '\\x4g',
    '\\xg4',
    '\\u123',
    '\\U00110000',
    '\\ud800',
    '\\udfff',
    '\\U0000dc00',
    '\\1',
    '\\9',
    '\\q',
    '\\Y',
    '\\',
  ])('leaves %j to Python', (pattern) => {
    expect(() => about(pattern)).toThrow(Unevaluable);
  });

  // `str.isspace` of Python 3.11, at each edge of its ranges.
  const SPACES = [
    0x9, 0xd, 0x1c, 0x20, 0x85, 0xa0, 0x1680, 0x2000, 0x200a, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000,
  ];
  const OTHERS = [
    ...[0x0, 0x8, 0xe, 0x1b, 0x21, 0x84, 0x86, 0x9f, 0xa1, 0x167f, 0x1681, 0x1fff, 0x200b, 0x2027, 0x202a],
    ...[0x202e, 0x2030, 0x205e, 0x2060, 0x2fff, 0x3001, 0xfeff, 0x10ffff],
  ];
  it('match white space as Python does', () => {
    const [white, black] = [SPACES, OTHERS].map((codes) => codes.map((code) => String.fromCodePoint(code)));
    const text = [...(white ?? []), ...(black ?? [])].join('');
    expect(found('\\s', text)).toEqual(white);
    expect(found('[\\s]', text)).toEqual(white);
    expect(found('\\S', text)).toEqual(black);
  });
});

it('ignores case with its flag', () => {
  expect(found('[a-c]X', 'Bx bX', { ...PLAIN, ignoreCase: true })).toEqual(['Bx', 'bX']);
  expect(found('[a-c]X', 'Bx bX')).toEqual(['bX']);
});

it('lets a dot match a line break with its flag', () => {
  expect(found('a.b', 'a\nb', { ...PLAIN, dotAll: true })).toEqual(['a\nb']);
});
