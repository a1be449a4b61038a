import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitParts, splitSegments } from './segments.ts';

const utf8 = (text: string) => new TextEncoder().encode(text).length;
/** Well-formed text with code points of one to four bytes, with spaces and sentences. */
const prose = fc.string({ unit: fc.constantFrom('a', ' ', '. ', 'é', '、', '猫', '🖼️', '\n'), maxLength: 80 });

describe('splitSegments', () => {
  it('splits between code points into segments that fit and join to the text', () => {
    fc.assert(
      fc.property(prose, fc.integer({ min: 4, max: 20 }), (text, maxBytes) => {
        const segments = splitSegments(text, maxBytes, 1_000) ?? [];
        expect(segments.join('')).toBe(text);
        for (const segment of segments) {
          expect(utf8(segment)).toBeLessThanOrEqual(maxBytes);
          expect(segment.isWellFormed()).toBe(true);
          expect(segment).not.toBe('');
        }
      }),
    );
  });

  it('never needs more segments than a split at arbitrary bytes', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a .]{0,100}$/), (text) => {
        expect(splitSegments(text, 10, 10)).toEqual(expect.any(Array));
        expect(splitSegments(`${text.padEnd(100, 'b')}c`, 10, 10)).toBeUndefined();
      }),
    );
  });

  it.each([
    ' '.repeat(100_000),
    `${' '.repeat(5_000)}a`.repeat(20),
    '. '.repeat(50_000),
    '猫'.repeat(50_000),
  ])('splits a long text once', (text) => {
    expect(splitParts(text, 10_000).join('')).toBe(text);
  });

  it('leaves a short text unchanged', () => {
    expect(splitSegments('a dog. in a suit', 1_000, 10)).toEqual(['a dog. in a suit']);
  });

  it('prefers the end of a sentence, then the end of a word', () => {
    expect(splitSegments('One dog sat. Two ran off', 18, 10)).toEqual(['One dog sat. ', 'Two ran off']);
    expect(splitSegments('One dog sat and ran off', 18, 10)).toEqual(['One dog sat and ', 'ran off']);
  });

  it('splits a word only when the number of segments requires it', () => {
    expect(splitSegments('aaaa bbbbb', 5, 2)).toEqual(['aaaa ', 'bbbbb']);
    expect(splitSegments('aaa bbbbbb', 5, 2)).toEqual(['aaa b', 'bbbbb']);
  });

  it('accepts exactly the maximum length', () => {
    expect(splitSegments('a'.repeat(10_000), 1_000, 10)).toHaveLength(10);
    expect(splitSegments('a'.repeat(10_001), 1_000, 10)).toBeUndefined();
    expect(splitSegments('猫'.repeat(3_330), 1_000, 10)).toHaveLength(10);
    expect(splitSegments('猫'.repeat(3_331), 1_000, 10)).toBeUndefined();
  });
});
