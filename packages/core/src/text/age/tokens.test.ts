import { expect, it } from 'vitest';
import { readingOf } from '../read/reading.ts';
import { tokensOf } from './tokens.ts';

/** The tokens of a text: `+` before one that joins the token before, `|` before one that is separated from it. */
const read = (text: string) =>
  tokensOf(text, readingOf(text)).map(
    ({ word, number, joined, parted }) =>
      `${joined ? '+' : parted ? '|' : ''}${number < 0 ? word : `${word}${number}`}`,
  );

it.each([
  ['a letter and a number', 'f15', ['f', '+15']],
  ['a number and a word', '15yo', ['15', '+yo']],
  ['a number between letters: a disguise', 'th1rteen', ['thirteen']],
  ['a digit in the middle', 'a15b', ['aisb']],
  ['a zero before letters: a disguise', '0ld', ['old']],
  ['two zeros before letters', '00ld', ['0', '+ld']],
  ['another digit before letters', '1ld', ['1', '+ld']],
  ['a zero behind letters', 'old0', ['old', '+0']],
  ['l for the one before a digit', 'l4', ['14']],
  ['I for the one before a digit', 'I5', ['15']],
  ['no l before two digits', 'l45', ['l', '+45']],
  ['no l in a word', 'al4', ['al', '+4']],
  ['no other letter for the one', 'a4', ['a', '+4']],
  ['letters between digits: no number', '15yo15', ['1000']],
  ['one letter for two', 'ß1', ['ss', '+1']],
])('letters and digits without a space are %s: %s', (_, text, expected) => {
  expect(read(text)).toEqual(expected);
});

it.each([
  ['plain', '14', 14],
  ['full-width', '１４', 14],
  ['of another script', '१४', 14],
  ['beyond the first plane', '𝟏𝟒', 14],
  ['of another script beyond the first plane', '𞥑𞥔', 14],
  ['three', '999', 999],
  ['a zero of another script', '०', 0],
  ['a zero of a script beyond the first plane', '𞥐', 0],
  ['a Thai number with a zero', '๑๐', 10],
])('digits are a number, %s: %s', (_, text, number) => {
  expect(tokensOf(text, readingOf(text))).toMatchObject([{ word: '', number }]);
});

it('more than three digits are not an age', () => {
  for (const text of ['1000', '123456789012345678901234567890'])
    expect(tokensOf(text, readingOf(text))[0]?.number).toBeGreaterThanOrEqual(1_000);
});

it.each([
  ['a space', 'oak elm', ['oak', 'elm']],
  ['spaces', 'oak  elm', ['oak', 'elm']],
  ['a hyphen', 'oak-elm', ['oak', 'elm']],
  ['an underscore', 'oak_elm', ['oak', 'elm']],
  ['a full stop', 'oak.elm', ['oak', 'elm']],
  ['an apostrophe', 'oak’elm', ['oak', 'elm']],
  ['a dash', 'oak – elm', ['oak', 'elm']],
  ['a comma', 'oak, elm', ['oak', '|elm']],
  ['a line’s end', 'oak\nelm', ['oak', '|elm']],
  ['a bracket', 'oak (elm)', ['oak', '|elm']],
  ['a sign', 'oak@elm', ['oak', '|elm']],
  ['a colon', 'oak:elm', ['oak', '|elm']],
  ['words of a script without spaces', 'oak 日本 elm', ['oak', '|elm']],
  ['a mark before the first', '(oak', ['|oak']],
])('between tokens may be %s', (_, text, expected) => {
  expect(read(text)).toEqual(expected);
});

it('tokens have their spans in the text', () => {
  const text = 'ｏａｋ, f15 日本 𝟏𝟒';
  const typed = tokensOf(text, readingOf(text)).map(({ start, end }) => text.slice(start, end));
  expect(typed).toEqual(['ｏａｋ', 'f', '15', '𝟏𝟒']);
});

it('a text in scripts without spaces has no tokens', () => {
  expect(read('日本')).toEqual([]);
  expect(read('')).toEqual([]);
});

it.each([
  ['18.5', 18, 4],
  ['0.5', 0, 3],
  ['aged 7.25 or so', 7, 9],
])('a decimal ends a number and is not a number: %s', (text, number, end) => {
  const numbers = tokensOf(text, readingOf(text)).filter((token) => token.number >= 0);
  expect(numbers).toMatchObject([{ number, end }]);
});

it('a number after any mark but one full stop is a new number', () => {
  expect(read('18,5')).toEqual(['18', '|5']);
  expect(read('18..5')).toEqual(['18', '5']);
  expect(read('v.5')).toEqual(['v', '5']);
});
