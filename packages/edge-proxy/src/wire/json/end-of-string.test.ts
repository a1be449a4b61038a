import { describe, expect, it } from 'vitest';
import { endOfString } from './end-of-string.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

describe('endOfString', () => {
  it.each([
    ['"a"', 0, 2],
    ['["a","b"]', 5, 7],
    ['"a\\"b"', 0, 5],
    ['"a\\\\"', 0, 4],
    ['"a\\\\\\"b"', 0, 7],
    ['""', 0, 1],
    ['"no end', 0, 7],
    ['"no end\\"', 0, 9],
  ])('finds the end of the string in %s from %i on: %i', (json, start, end) => {
    expect(endOfString(json, start)).toBe(end);
    expect(endOfString(bytesOf(json), start)).toBe(end);
  });

  it('counts bytes in bytes and UTF-16 units in text', () => {
    expect(endOfString('"犬"', 0)).toBe(2);
    expect(endOfString(bytesOf('"犬"'), 0)).toBe(4);
  });
});
