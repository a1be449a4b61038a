import { describe, expect, it } from 'vitest';
import * as shape from './shape.ts';

const whole = (text: string) => text;
const told = (of: shape.Shape, value: unknown) => of(value, whole);
const counted = (count: number, value: (at: number) => unknown = (at) => at * 1_000) =>
  Array.from({ length: count }, (_, at) => value(at));

/** Each bound of a shape: the largest value that passes, and the smallest one that does not. */
describe('bounds', () => {
  it.each<[string, shape.Shape, unknown, unknown]>([
    ['the length of a word', shape.word(3), 'abc', 'abcd'],
    [
      'the length of a word when nothing is said',
      shape.word(),
      'go'.repeat(100).replace(/(.{9})./g, '$1 '),
      'go'.repeat(101).replace(/(.{9})./g, '$1 '),
    ],
    ['the length of prose', shape.prose(3), 'abc', 'abcd'],
    ['the length of prose when nothing is said', shape.prose(), 'go on '.repeat(666), 'go on '.repeat(667)],
    ['the length of a digest', shape.hash, 'a'.repeat(128), 'a'.repeat(129)],
    ['the length of a list', shape.list(shape.word(), 2), ['a', 'b'], ['a', 'b', 'c']],
    ['the numbers of a list', shape.list(shape.number), counted(128), counted(129)],
    ['the bytes of a list', shape.list(shape.number), counted(64, (at) => at), counted(65, (at) => at)],
    ['the places of a list', shape.places(shape.word(), 2), ['a', 'b'], ['a', 'b', 'c']],
    ['the bytes of places', shape.places(shape.number), counted(64, (at) => at), counted(65, (at) => at)],
    [
      'the entries of an object',
      shape.entries(shape.word(), 2),
      { a: 'a', b: 'b' },
      { a: 'a', b: 'b', c: 'c' },
    ],
    ['the numbers of a value', shape.fewNumbers(shape.list(shape.number), 2), [1, 2], [1, 2, 3]],
    ['the texts of a plain value', shape.plain, 'go '.repeat(21), 'go '.repeat(22)],
    ['the numbers of a plain value', shape.plain, [counted(64), counted(64)], [counted(64), counted(64), 1]],
  ])('%s', (_, of, last, next) => {
    expect(told(of, last)).toEqual(last);
    expect(told(of, next)).toBeUndefined();
  });

  it('reject bytes in any notation, where they are most of a list', () => {
    const bytes = ['0x7f', '\\x7f', '%7f', 'ff', '7', 255, 0];
    const mixed = (large: number) => [
      ...counted(70, (at) => bytes[at % bytes.length]),
      ...counted(large, () => 'a word'),
    ];
    const list = shape.places(shape.either(shape.number, shape.word()));
    expect(told(list, mixed(69))).toBeUndefined();
    expect(told(list, mixed(70))).toHaveLength(140);
    expect(
      told(shape.entries(shape.number), Object.fromEntries(counted(65, (at) => at).entries())),
    ).toBeUndefined();
    for (const value of [-1, 256, 0.5, 'fff0', 'zz'])
      expect(
        told(
          list,
          counted(70, () => value),
        ),
      ).toBeDefined();
  });

  it('count truth values as numbers, at any place', () => {
    const few = shape.fewNumbers(shape.entries(shape.either(shape.flag, shape.list(shape.flag))), 2);
    expect(told(few, { a: true, b: [false] })).toEqual({ a: true, b: [false] });
    expect(told(few, { a: true, b: [false, true] })).toBeUndefined();
  });
});

describe('values of another type', () => {
  it.each([
    ['number', shape.number],
    ['flag', shape.flag],
    ['word', shape.word()],
    ['prose', shape.prose()],
    ['form', shape.form(/./)],
    ['list', shape.list(shape.word())],
    ['tuple', shape.tuple(shape.word())],
    ['places', shape.places(shape.word())],
    ['record', shape.record({})],
    ['entries', shape.entries(shape.word())],
  ])('are dropped if the shape is %s, and null is kept', (_, of) => {
    expect(told(of, null)).toBeNull();
    expect(told(of, undefined)).toBeUndefined();
    expect([Symbol('x'), () => {}].map((value) => told(of, value))).toEqual([undefined, undefined]);
  });

  it('are accepted if a shape allows either type', () => {
    const either = shape.either(shape.flag, shape.number);
    expect([told(either, 0), told(either, false), told(either, 'a')]).toEqual([0, false, undefined]);
    expect(told(shape.oneOf('', 0, false), 0)).toBe(0);
  });

  it('in JSON text are kept, and a value that is not text is read directly', () => {
    const of = shape.jsonText(shape.record({ a: shape.number }));
    expect(told(of, { a: 1, b: 2 })).toEqual({ a: 1 });
    expect(told(shape.jsonText(shape.list(shape.number)), '{"a":1}')).toBeUndefined();
    expect(told(shape.jsonText(shape.number), 'null')).toBe('null');
  });
});

it('reads keys of entries by their own shape, and restores long ones', () => {
  const keys = shape.entries(shape.number, 9, shape.form(/^[ab]$|^mark$/));
  expect(keys({ a: 1, c: 2, mark: 3 }, (text) => (text === 'mark' ? 'long' : text))).toEqual({
    a: 1,
    long: 3,
  });
});

it('removes line breaks of every kind from words', () => {
  for (const line of ['a\rb', 'a\nb', 'a\u2028b', 'a\u2029b']) {
    expect(told(shape.word(), line)).toBeUndefined();
    expect(told(shape.prose(), line)).toBe(line);
  }
});
