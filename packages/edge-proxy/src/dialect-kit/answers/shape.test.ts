import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as shape from './shape.ts';

const whole = (text: string) => text;
const told = (of: shape.Shape, value: unknown) => of(value, whole);

describe('a shape', () => {
  it.each([
    ['a number', shape.number, 7, 7],
    ['a number that is a text', shape.number, '7', undefined],
    ['a truth value', shape.flag, false, false],
    ['nothing', shape.number, null, null],
    ['a word', shape.word(), 'Euler a', 'Euler a'],
    ['a word of two lines', shape.word(), 'a\nb', undefined],
    ['a word that is too long', shape.word(3), 'abcd', undefined],
    ['prose of two lines', shape.prose(), 'a\nb', 'a\nb'],
    ['half a character', shape.prose(), '\ud800', undefined],
    ['a UUID', shape.uuid, '6fd7a2b0-3a62-4d1e-9d2a-0d7f3f4b1c55', '6fd7a2b0-3a62-4d1e-9d2a-0d7f3f4b1c55'],
    ['a UUID with more', shape.uuid, '6fd7a2b0-3a62-4d1e-9d2a-0d7f3f4b1c55 x', undefined],
    ['a digest', shape.hash, '31e35c80fc', '31e35c80fc'],
    ['one of a few', shape.oneOf('a', 1), 1, 1],
    ['none of a few', shape.oneOf('a', 1), 'b', undefined],
    ['either', shape.either(shape.number, shape.word()), 'a', 'a'],
    ['a list', shape.list(shape.number), [1, 'a', 2, null], [1, 2, null]],
    ['a long list', shape.list(shape.number, 2), [1, 2, 3], undefined],
    ['a list of bytes', shape.list(shape.number), Array.from({ length: 65 }, (_, at) => at), undefined],
    ['places', shape.places(shape.number), [1, 'a', null], [1, null, null]],
    ['many places', shape.places(shape.number, 2), [1, 2, 3], undefined],
    ['places of bytes', shape.places(shape.number), Array.from({ length: 65 }, (_, at) => at), undefined],
    ['a tuple', shape.tuple(shape.number, shape.word()), ['x', 'a', 'more'], [null, 'a']],
    ['an object', shape.record({ a: shape.number, b: shape.word() }), { a: 1, b: {}, c: 2 }, { a: 1 }],
    [
      'what an object inherits',
      shape.record({ constructor: shape.word(), a: shape.number }),
      { a: 1 },
      { a: 1 },
    ],
    ['entries', shape.entries(shape.number), { a: 1, b: 'x' }, { a: 1 }],
    ['many entries', shape.entries(shape.number, 1), { a: 1, b: 2 }, undefined],
    ['JSON in a text', shape.jsonText(shape.record({ a: shape.number })), '{"a":1,"b":2}', '{"a":1}'],
    ['no JSON in a text', shape.jsonText(shape.record({})), '{', undefined],
  ])('of %s', (_, of, value, expected) => expect(told(of, value)).toEqual(expected));

  it('restores a long text before it checks it', () => {
    const restore = (text: string) => (text === 'mark' ? 'words '.repeat(90) : text);
    expect(shape.prose(400)('mark', restore)).toBeUndefined();
    expect(shape.prose(600)('mark', restore)).toHaveLength(540);
  });
});

describe('a plain value', () => {
  it('keeps settings unchanged', () => {
    const value = { a: 1, b: [true, 'words', null], c: { d: 0.5 } };
    expect(told(shape.plain, value)).toEqual(value);
  });

  it('drops long texts, and more numbers than settings have, for any value', () => {
    const numbersIn = (value: unknown): number => {
      if (typeof value === 'number') return 1;
      return typeof value === 'object' && value !== null
        ? Object.values(value).reduce((sum: number, each) => sum + numbersIn(each), 0)
        : 0;
    };
    const pixels = fc.array(fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 20, maxLength: 60 }), {
      minLength: 20,
      maxLength: 60,
    });
    fc.assert(fc.property(pixels, (value) => numbersIn(told(shape.plain, { value })) <= 128));
    const longest = (value: unknown): number => {
      if (typeof value === 'string') return value.length;
      if (typeof value !== 'object' || value === null) return 0;
      return Math.max(0, ...Object.entries(value).flatMap(([key, each]) => [key.length, longest(each)]));
    };
    fc.assert(fc.property(fc.jsonValue(), (value) => longest(told(shape.plain, value)) <= 64));
  });
});

describe('has inclusive bounds', () => {
  const { word, prose, flag, number, list, entries, hash, uuid } = shape;

  it('of words, prose, lists and entries', () => {
    expect([told(word(3), 'abc'), told(word(2), 'abc')]).toEqual(['abc', undefined]);
    expect([told(prose(3), 'abc'), told(prose(2), 'abc')]).toEqual(['abc', undefined]);
    expect([told(word(), 'a\nb'), told(prose(), 'a\nb')]).toEqual([undefined, 'a\nb']);
    expect([told(list(flag, 2), [true, false]), told(list(flag, 1), [true, false])]).toEqual([
      [true, false],
      undefined,
    ]);
    expect([told(entries(flag, 1), { a: true }), told(entries(flag, 0), { a: true })]).toEqual([
      { a: true },
      undefined,
    ]);
  });

  it('a value of another type is undefined, or null', () => {
    for (const each of [word(), prose(), flag, number, list(flag), hash, uuid]) {
      expect(told(each, { a: 1 })).toBeUndefined();
      expect(told(each, null)).toBeNull();
    }
  });

  it('a digest has at most 128 digits, and a UUID its groups', () => {
    expect([told(hash, 'a'.repeat(128)), told(hash, 'a'.repeat(129)), told(hash, 'xa')]).toEqual([
      'a'.repeat(128),
      undefined,
      undefined,
    ]);
    const id = '0b8e3d5a-7c1f-4a2b-9d3e-5f6a7b8c9d0e';
    expect([told(uuid, id), told(uuid, `x${id}`), told(uuid, `${id}0`)]).toEqual([id, undefined, undefined]);
  });
});
