import { OperatorError } from '@shoji/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indexHashes, MAX_DISTANCE, readHashes, writeHash } from './blocked-list.ts';
import { HASH_WORDS, hashDistance } from './perceptual-hash.ts';

const hashes = fc.uint32Array({ minLength: HASH_WORDS, maxLength: HASH_WORDS });
const LINE = `shoji-image-1:${'0123456789abcdef'.repeat(4)}`;

/** The hash with bits changed: those of `at`, once each. */
function changed(hash: Uint32Array, at: Iterable<number>): Uint32Array {
  const copy = hash.slice();
  for (const bit of new Set(at)) copy[bit >>> 5] = ((copy[bit >>> 5] ?? 0) ^ (1 << (bit & 31))) >>> 0;
  return copy;
}

describe('readHashes', () => {
  it('reads back what writeHash wrote', () => {
    fc.assert(
      fc.property(fc.array(hashes, { minLength: 1 }), (list) => {
        expect(readHashes(list.map(writeHash).join('\n'), 'list')).toEqual(list);
      }),
    );
  });

  it('skips comments, empty lines, notes, and what editors on Windows add', () => {
    const text = `\uFEFF# of a brand\r\n\r\n${LINE}  logo (2).png\r\n   \r\n${LINE}\r\n`;
    expect(readHashes(text, 'list')).toHaveLength(2);
  });

  it.each([
    [LINE.slice(0, -1), /64 digits/],
    [`${LINE}0`, /64 digits/],
    [`${LINE} note`, /two spaces/],
    [` ${LINE}`, /begins with shoji-image-1:/],
    [LINE.toUpperCase(), /begins with shoji-image-1:/],
    [LINE.replace('-1:', '-2:'), /begins with shoji-image-1:/],
    [LINE.slice('shoji-image-1:'.length), /SHA-256/],
    [`${'a'.repeat(64)}  photo.png`, /SHA-256/],
    ['photo.png', /shoji image hash/],
  ])('refuses the line %j, and names it and the remedy', (line, message) => {
    const read = () => readHashes(`# list\n${LINE}\n${line}\n`, 'blocked.txt');
    expect(read).toThrow(OperatorError);
    expect(read).toThrow(/^blocked\.txt, line 3: /);
    expect(read).toThrow(message);
  });

  it('refuses a list that would block nothing', () => {
    expect(() => readHashes('# nothing yet\n', 'blocked.txt')).toThrow(/no hashes/);
  });
});

describe('indexHashes', () => {
  it('finds every listed hash, whatever its place', () => {
    fc.assert(
      fc.property(fc.array(hashes, { minLength: 1, maxLength: 50 }), (list) => {
        const index = indexHashes(list);
        expect(index.size).toBe(list.length);
        for (const hash of list) expect(index.has([hash])).toBe(true);
      }),
    );
  });

  it('finds a hash that differs in high frequencies up to the limit, and no further', () => {
    fc.assert(
      fc.property(
        hashes,
        fc.shuffledSubarray(Array.from({ length: 192 }, (_, bit) => bit + 64)),
        (hash, bits) => {
          const index = indexHashes([hash]);
          expect(index.has([changed(hash, bits.slice(0, MAX_DISTANCE))])).toBe(true);
          if (bits.length > MAX_DISTANCE)
            expect(index.has([changed(hash, bits.slice(0, MAX_DISTANCE + 1))])).toBe(false);
        },
      ),
    );
  });

  it('never finds one that differs in more bits, and always one whose lowest frequencies differ in seven', () => {
    fc.assert(
      fc.property(hashes, fc.uniqueArray(fc.nat({ max: 255 }), { maxLength: 80 }), (hash, bits) => {
        const other = changed(hash, bits);
        const found = indexHashes([hash]).has([other]);
        expect(hashDistance(hash, other)).toBe(bits.length);
        if (bits.length > MAX_DISTANCE) expect(found).toBe(false);
        else if (bits.filter((bit) => bit < 64).length <= 7) expect(found).toBe(true);
      }),
    );
  });

  it('finds a picture by any of its hashes', () => {
    const [far, near] = [new Uint32Array(HASH_WORDS), new Uint32Array(HASH_WORDS).fill(0xffffffff)];
    expect(indexHashes([near]).has([far, near])).toBe(true);
    expect(indexHashes([near]).has([far])).toBe(false);
  });
});
