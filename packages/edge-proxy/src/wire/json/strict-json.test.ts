import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldOf, JsonError, parseStrictJson, stringsIn } from './strict-json.ts';

const parse = (text: string | Uint8Array) =>
  parseStrictJson(typeof text === 'string' ? new TextEncoder().encode(text) : text);

describe('parseStrictJson', () => {
  it.each<[string, string | Uint8Array, RegExp]>([
    ['bytes that are not UTF-8', Uint8Array.of(0x22, 0xff, 0x22), /not UTF-8/],
    ['a byte order mark', `\ufeff{}`, /not valid JSON/],
    ['what is no JSON', '{"a":}', /not valid JSON/],
    ['lists nested 65 deep', '['.repeat(65) + ']'.repeat(65), /64 deep/],
    ['brackets without end, before they are parsed', '['.repeat(1_000_000), /64 deep/],
    ['very many values, before they are parsed', `[${'1,'.repeat(300_000)}`, /250000 values/],
    ['a key twice', '{"a":1,"a":2}', /duplicate key/],
    ['a key twice, written in two ways', '{"a":1,"\\u0061":2}', /duplicate key/],
    ['a key twice, deep in a list', '[{"b":[{"a":1,"a":1}]}]', /duplicate key/],
    ['a key named __proto__', '{"__proto__":1}', /__proto__/],
    ['a key twice, beside an object', '{"a":{"b":1},"a":2}', /duplicate key/],
    ['a key twice, beside a list', '{"a":[1,{}],"a":2}', /duplicate key/],
    ['a key twice, behind a text with quotes', '{"a":"\\\\\\"","a":2}', /duplicate key/],
    ['half a character in a list of texts', '["a","b","\\udc00"]', /lone surrogate/],
    ['half a character', '["\\ud83d"]', /lone surrogate/],
  ])('refuses %s', (_, text, message) => {
    expect(() => parse(text)).toThrow(JsonError);
    expect(() => parse(text)).toThrow(message);
  });

  it.each([
    ['one key in two objects', '[{"a":1},{"a":2},{"b":{"a":3}}]'],
    ['a key that is also a value', '{"a":"a","b":["a","a"]}'],
    ['signs of JSON in a text', '{"a":"}],{\\"a\\":1","b":"a","c":["a","{","a"]}'],
    ['a text that ends in a backslash', '{"a":"\\\\","b":"\\\\\\\\","c":""}'],
    ['texts of a list behind an object', '[{"a":1},"a","a"]'],
    ['escapes behind a text', '["a","\\u0061"]'],
    ['a whole character in two escapes', '["\\ud83d\\ude00"]'],
  ])('reads %s', (_, text) => {
    expect(parse(text)).toEqual(JSON.parse(text));
  });

  it('has the message of the parser or the decoder', () => {
    const causeOf = (text: string | Uint8Array) => {
      try {
        return parse(text);
      } catch (error) {
        return error instanceof JsonError && error.cause instanceof Error && error.cause.name;
      }
    };
    expect(causeOf('{"a":}')).toBe('SyntaxError');
    expect(causeOf(Uint8Array.of(0x22, 0xff, 0x22))).toBe('TypeError');
  });

  it('reads every output of JSON.stringify', () => {
    const value = fc.jsonValue({ maxDepth: 10, stringUnit: 'grapheme' });
    fc.assert(
      fc.property(value, (each) => {
        const text = JSON.stringify(each);
        fc.pre(!text.includes('"__proto__":'));
        expect(parse(text)).toEqual(JSON.parse(text));
      }),
    );
  });
});

describe('stringsIn', () => {
  it('finds every string and key at any depth', () => {
    const value = { a: ['b', { c: 'd' }], e: [[{ f: ['g'] }]], h: 7, i: null };
    expect(stringsIn(value)).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i']);
  });
});

describe('fieldOf', () => {
  it.each([
    [{ a: 1 }, 1],
    [{}, undefined],
    [[1], undefined],
    ['a', undefined],
    [null, undefined],
  ])('reads the field of %j', (value, field) => {
    expect(fieldOf(value, 'a')).toBe(field);
    expect(fieldOf(value, 'constructor')).toBeUndefined();
  });
});
