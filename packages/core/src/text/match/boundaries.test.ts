import { expect, it } from 'vitest';
import { emptyReading, read } from '../read/reading.ts';
import { breaksAfter, endsWord, startsWord } from './boundaries.ts';

const reading = emptyReading();
/** The typed characters for which `holds` is true, and a dot for each other character. */
function marked(text: string, holds: (item: number) => boolean): string {
  read(text, reading);
  let out = '';
  for (let item = 0; item < reading.length; item++) {
    const typed = text.slice(reading.start[item], reading.end[item]);
    out += holds(item) ? typed : '·';
  }
  return out;
}

it.each([
  ['an alphabet: after a space or punctuation', 'a dog,cat', 'ad··c··'],
  ['signs: not behind a letter, and letters behind them', 'a@b @c', 'a·b@c'],
  ['digits: not behind a letter, and letters behind digits', 'a1b2', 'a·b·'],
  ['digits: not behind digits', '12', '1·'],
  ['an opened bracket is not a letter', '(rate', '·r···'],
  ['another script', 'aж犬カか', 'a·犬カか'],
  ['ideographs: anywhere', '犬犬', '犬犬'],
  ['syllables: at the first of a word', '정원', '정·····'],
  ['the Arabic article', 'الحديقة', 'ا·ح····'],
  ['the Arabic article of a later word', 'ب الحد', 'با·ح·'],
  ['the Arabic article behind a preposition', 'بالحد', 'ب··ح·'],
  ['no article inside of a word', 'تالحد', 'ت····'],
])('a word starts in %s', (_, text, expected) => {
  expect(marked(text, (item) => startsWord(reading, item))).toBe(expected);
});

it.each([
  ['a space, a stop or the end', 'ab c,d', '·bcd'],
  ['a change of script', 'ab犬', '·b犬'],
  ['digits and signs that no letter follows', 'ab2 c!', '·b2c!'],
  ['no digits that a letter follows', 'a5b', '··b'],
  ['a bracket', 'ab(c', '·b·c'],
  ['the last of several digits', 'a12', 'a·2'],
])('the text breaks before %s', (_, text, expected) => {
  expect(marked(text, (item) => breaksAfter(reading, item))).toBe(expected);
});

it.each([
  ['ideographs', '犬犬', '犬犬'],
  ['Thai letters', 'สวน', 'สวน'],
  ['no letters of an alphabet', 'ab', '·b'],
  ['no kana', 'かさカメ', '·さ·メ'],
])('a word ends anywhere among %s', (_, text, expected) => {
  expect(marked(text, (item) => endsWord(reading, item))).toBe(expected);
});
