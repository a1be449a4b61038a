import { describe, expect, it } from 'vitest';
import { Budget } from './budget.ts';
import {
  capitalize,
  pythonLength,
  pythonReplace,
  pythonSlice,
  pythonString,
  titleCase,
  trimEnd,
  trimStart,
} from './python-text.ts';

// Results of Python 3.11.

describe('pythonSlice', () => {
  it.each([
    ['abcdef', 1, 3, 'bc'],
    ['abcdef', -3, -1, 'de'],
    ['abcdef', 4, 2, ''],
    ['abcdef', 2, 99, 'cdef'],
    ['abcdef', -99, 2, 'ab'],
    ['abc', 0, 0, ''],
    ['a😀b', 1, 2, '😀'],
    ['a😀b', -1, 9, 'b'],
  ])('%j[%j:%j] is %j', (text, start, end, expected) => {
    expect(pythonSlice(text, start, end)).toBe(expected);
  });
});

it.each([
  ['', 0],
  ['abc', 3],
  ['a😀b', 3],
  ['\u{10000}\u{103ff}', 2],
  ['\u{10fc00}\u{10ffff}', 2],
  ['\ud7ff\ue000', 2],
  ['e\u0301', 2],
])('len(%j) is %j', (text, expected) => {
  expect(pythonLength(text)).toBe(expected);
});

describe('pythonReplace', () => {
  it.each([
    ['banana', 'an', 'AN', 'bANANa'],
    ['aaa', 'aa', 'b', 'ba'],
    ['abc', '', '-', '-a-b-c-'],
    ['', '', 'x', 'x'],
    ['a😀', '', '-', '-a-😀-'],
    ['abc', 'b', '$&$1', 'a$&$1c'],
    ['abc', 'x', 'y', 'abc'],
  ])('%j with %j for %j', (text, find, replacement, expected) => {
    expect(pythonReplace(text, find, replacement, new Budget())).toBe(expected);
  });

  it('makes no text longer than the longest prompt', () => {
    const many = 'a'.repeat(60_000);
    expect(() => pythonReplace(many, 'a', many, new Budget())).toThrow('too long for a prompt');
    expect(() => pythonReplace(many, '', many, new Budget())).toThrow('too long for a prompt');
  });
});

describe('white space', () => {
  it.each([
    [' \t\n a \r\n', 'a'],
    ['\u001c\u001f\u0085a\u3000', 'a'],
    // JavaScript counts the byte order mark as white space, Python does not.
    ['\ufeffa\ufeff', '\ufeffa\ufeff'],
    ['\u200ba', '\u200ba'],
    ['   ', ''],
  ])('of %j leaves %j', (text, expected) => {
    expect(trimStart(trimEnd(text))).toBe(expected);
  });

  it('is trimmed on one side', () => {
    expect(trimStart(' a ')).toBe('a ');
    expect(trimEnd(' a ')).toBe(' a');
  });
});

describe('case', () => {
  it.each([
    ['hELLO wORLD', 'Hello world', 'Hello World'],
    ["they're bill's", "They're bill's", "They'Re Bill'S"],
    ['a1b c-d_e', 'A1b c-d_e', 'A1B C-D_E'],
    ['éCOLE 日本x', 'École 日本x', 'École 日本X'],
    ['', '', ''],
  ])('of %j is %j and %j', (text, capitalized, titled) => {
    expect(capitalize(text)).toBe(capitalized);
    expect(titleCase(text)).toBe(titled);
  });

  it.each(['ǆ', 'ß', 'ﬁ', 'ΟΔΟΣ', 'İ', 'ა'])('of %j is left to Python', (text) => {
    expect(() => capitalize(text)).toThrow('case of letters');
    expect(() => titleCase(`a ${text}`)).toThrow('case of letters');
  });
});

it.each([
  [true, 'True'],
  [false, 'False'],
  [null, 'None'],
  [5, '5'],
  [0.5, '0.5'],
  ['x', 'x'],
])('str(%j) is %j', (value, expected) => {
  expect(pythonString(value)).toBe(expected);
});
