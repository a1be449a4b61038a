import { describe, expect, it } from 'vitest';
import { writeEscapes, writeMorse } from './escapes.ts';

const bare = (text: string | undefined) => text?.replaceAll('\u0301', '');

describe('writeEscapes', () => {
  it.each([
    ['c%61t', 'cat'],
    ['c\\x61t', 'cat'],
    ['c\\u0061t', 'cat'],
    ['c\\u{61}t', 'cat'],
    ['cU+0061 t', 'cU+0061 t'],
    ['U+0061 t', 'a t'],
    ['\\u{1F431}!', '🐱!'],
    ['\\u5EAD', '庭'],
    ['\\X41%7e', 'A~'],
    ['\\u00e9', 'é'],
    ['\\u{10ffff}', '\u{10ffff}'],
    ['\\x20%20', '  '],
  ])('writes %s as %s', (typed, expected) => {
    expect(bare(writeEscapes(typed)) ?? typed).toBe(expected);
    expect((writeEscapes(typed) ?? typed).length).toBe(typed.length);
  });

  it.each([
    '100% cotton',
    'a+b',
    'c:\\users',
    '%e9',
    '%7f',
    '\\xe9',
    '\\x1f',
    '\\u0000',
    '\\u{110000}',
    '%1g',
    'a dog',
  ])('does not change %s', (typed) => {
    expect(writeEscapes(typed)).toBeUndefined();
  });
});

describe('writeMorse', () => {
  it.each([
    ['-.-. .- -', 'c a t'],
    ['a --. / .- | .-. b', 'a g / a | r b'],
    ['... --- ...', 's o s'],
    ['---- . .', '- e e'],
  ])('writes %s as %s', (typed, expected) => {
    const written = writeMorse(typed);
    expect(bare(written)).toBe(expected);
    expect(written?.length).toBe(typed.length);
  });

  it('decodes every letter', () => {
    const codes =
      '.- -... -.-. -.. . ..-. --. .... .. .--- -.- .-.. -- -. --- .--. --.- .-. ... - ..- ...- .-- -..- -.-- --..';
    expect(bare(writeMorse(codes))).toBe([...'abcdefghijklmnopqrstuvwxyz'].join(' '));
  });

  it.each(['a - b', 'wait... what - no', '-- --', '.....  . . ..... ', 'a dog'])(
    'leaves %s alone',
    (typed) => {
      expect(writeMorse(typed)).toBeUndefined();
    },
  );
});
