import { expect, it } from 'vitest';
import { fieldsOf, flagIn, listIn, nameIn, numberIn, textIn, wholeIn } from './fields.ts';

it('finds fields only in objects', () => {
  expect(fieldsOf({ a: 1 })).toEqual({ a: 1 });
  for (const other of [undefined, null, 'text', 7, ['a'], () => 1]) expect(fieldsOf(other)).toEqual({});
});

it('reads texts up to their limit', () => {
  expect([textIn('abc'), textIn('abc', 3), textIn('')]).toEqual(['abc', 'abc', '']);
  expect([textIn('abcd', 3), textIn(7), textIn(undefined)]).toEqual([undefined, undefined, undefined]);
});

it('reads flags', () => {
  expect([true, false, 'true', 1, undefined].map(flagIn)).toEqual([
    true,
    false,
    undefined,
    undefined,
    undefined,
  ]);
});

it('reads numbers within limits that belong to them', () => {
  const limits = { min: 1, max: 4 };
  expect([1, 2.5, 4].map((value) => numberIn(value, limits))).toEqual([1, 2.5, 4]);
  for (const other of [0.9, 4.1, Number.NaN, '2', undefined]) expect(numberIn(other, limits)).toBeUndefined();
  expect([1, 4].map((value) => wholeIn(value, limits))).toEqual([1, 4]);
  for (const other of [2.5, 0, 5, '2']) expect(wholeIn(other, limits)).toBeUndefined();
});

it('reads one of some names', () => {
  expect(nameIn('b', ['a', 'b'])).toBe('b');
  expect([nameIn('c', ['a', 'b']), nameIn(0, ['a'])]).toEqual([undefined, undefined]);
});

it('reads lists of which every item can be read', () => {
  expect(listIn(['a', ''], (item) => textIn(item))).toEqual(['a', '']);
  expect(listIn([], (item) => textIn(item))).toEqual([]);
  for (const other of [['a', 7], 'a', { 0: 'a' }, undefined])
    expect(listIn(other, (item) => textIn(item))).toBeUndefined();
});
