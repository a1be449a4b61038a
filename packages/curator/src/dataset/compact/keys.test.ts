import { describe, expect, it } from 'vitest';
import { keysOf, textKeys } from './keys.ts';

const key = (number: number) => {
  const bytes = new Uint8Array(19);
  // Most fingerprints of a set may begin with the same bytes.
  new DataView(bytes.buffer).setUint32(15, number);
  return bytes;
};

describe('keysOf', () => {
  it('numbers keys in the order in which they came, each once', () => {
    const keys = keysOf(19);
    const all = Array.from({ length: 40_000 }, (_, number) => number);
    expect(all.every((number) => keys.add(key(number)) === number)).toBe(true);
    expect(all.every((number) => keys.add(key(number)) === number)).toBe(true);
    expect(all.every((number) => keys.find(key(number)) === number)).toBe(true);
    expect(keys.size).toBe(all.length);
    expect(keys.find(key(all.length))).toBeUndefined();
    expect(new Uint8Array(keys.at(39_999))).toEqual(key(39_999));
  });
});

describe('textKeys', () => {
  it('has the texts that were added', () => {
    const keys = textKeys();
    expect([keys.add('a'), keys.add('b'), keys.add('a')]).toEqual([0, 1, 0]);
    expect([keys.size, keys.has('b'), keys.has('c'), keys.find('b'), keys.find('c')]).toEqual([
      2,
      true,
      false,
      1,
      undefined,
    ]);
  });
});
