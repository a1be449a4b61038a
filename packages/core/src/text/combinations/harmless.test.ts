import { expect, it } from 'vitest';
import { isHarmless } from './harmless.ts';

const around = (text: string) => {
  const start = text.indexOf('[');
  return { start, end: text.indexOf(']') + 1 };
};
const isOfFood = (text: string) => isHarmless(['food'], text, [around(text)]);

it.each([
  ['in it', '[head of a fish]', true],
  ['behind it', '[head] of a fish', true],
  ['before it, in capitals', 'A SALMON, its [head]', true],
  ['as a stem', '[head] of chickens', true],
  ['in another language', '[Kopf] eines Fisches', true],
  ['in a script without spaces', '[頭]、魚屋', true],
  ['24 units behind it', `[head]${' '.repeat(20)}fish`, true],
  ['further behind it', `[head]${' '.repeat(22)}fish`, false],
  ['24 units before it', `fish${' '.repeat(20)}[head]`, true],
  ['further before it', `fish ${' '.repeat(25)}[head]`, false],
  ['as a part of a longer word', '[head] of a selfish man', false],
  ['as the beginning of another word', '[head] of codes', false],
  ['in a long text without spaces', `${'頭'.repeat(50)}魚[頭]${'頭'.repeat(50)} end`, true],
  ['behind it in such a text', `start ${'頭'.repeat(50)}[頭]${'頭'.repeat(20)}魚${'頭'.repeat(50)}`, true],
  ['before a space beyond its reach', `魚${'頭'.repeat(20)}[頭]${'頭'.repeat(50)} end`, true],
  ['cut off at the end', `[head]${' '.repeat(20)}hamlet of men`, false],
  ['not at all', '[head] of a man', false],
])('a word of the kind %s', (_, text, expected) => expect(isOfFood(text)).toBe(expected));

it.each([
  'a human [head] beside a fish',
  'his [head], a fish',
  'fish, the [head] of a woman',
  'der [Kopf] der Frau, Fisch',
  '彼女の[頭]、魚',
])('no word of the kind excuses what is about people: %s', (text) => expect(isOfFood(text)).toBe(false));

it('counts people neither in a part itself nor for kinds of another sort', () => {
  const [meat, man] = [
    { start: 0, end: 4 },
    { start: 8, end: 11 },
  ];
  expect(isHarmless(['food'], 'meat of man, a fish', [man, meat])).toBe(true);
  expect(isHarmless(['food'], 'meat of man, a fish', [meat])).toBe(false);
  expect(isHarmless(['clinic'], '[head] of his nurse', [{ start: 0, end: 6 }])).toBe(true);
});

it('looks around the first and the last part, in whichever order they are given', () => {
  const [first, last] = [
    { start: 5, end: 9 },
    { start: 40, end: 44 },
  ];
  const text = `fish head${' '.repeat(31)}meat`;
  expect(isHarmless(['food'], text, [first, last])).toBe(true);
  expect(isHarmless(['food'], text, [last, first])).toBe(true);
});

it('joins no words across a part', () => {
  expect(isHarmless(['food'], 'vic---tims, a fish', [{ start: 3, end: 6 }])).toBe(true);
  expect(isHarmless(['food'], 'victims---, a fish', [{ start: 7, end: 10 }])).toBe(false);
});

it('needs a kind', () => {
  expect(isHarmless([], '[head] of a fish', [{ start: 0, end: 6 }])).toBe(false);
  expect(isHarmless(undefined, '[head] of a fish', [{ start: 0, end: 6 }])).toBe(false);
  expect(isHarmless(['statue', 'food'], '[head] of a fish', [{ start: 0, end: 6 }])).toBe(true);
  expect(isHarmless(['statue'], '[head] of a fish', [{ start: 0, end: 6 }])).toBe(false);
});
