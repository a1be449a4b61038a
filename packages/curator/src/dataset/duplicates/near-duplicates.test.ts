import { UnscreenedImage } from '@shoji/core';
import { randomFrom } from '@shoji/core/text';
import { judgingCodec } from '@shoji/pixels';
import { describe, expect, it } from 'vitest';
import { blankPng, waves } from '../../../../pixels/src/fixtures.test-helper.ts';
import { fingerprint, isNear, NEAR_BITS, unpack } from './fingerprint.ts';
import { nearGroups } from './near-duplicates.ts';

const signal = new AbortController().signal;

async function printOf(encoded: Promise<Buffer>): Promise<string | undefined> {
  const image = new UnscreenedImage(new Uint8Array(await encoded));
  return fingerprint(await judgingCodec().normalise(image, { signal }));
}

describe('fingerprint', () => {
  const original = () => waves(240, 180).resize(240, 180);

  it.each([
    ['a poor JPEG', () => original().jpeg({ quality: 30 })],
    ['half the size', () => original().resize(120, 90).png()],
    ['lighter', () => original().modulate({ brightness: 1.06 }).webp()],
  ])('is near for the same picture as %s', async (_, version) => {
    const [a, b] = await Promise.all([printOf(original().png().toBuffer()), printOf(version().toBuffer())]);
    expect(isNear(unpack(a ?? ''), unpack(b ?? ''))).toBe(true);
  });

  it('is far for another picture, for the same one upside down, and for the same shapes in another colour', async () => {
    const a = await printOf(original().png().toBuffer());
    const others = [
      waves(240, 180).extract({ left: 60, top: 40, width: 120, height: 90 }),
      original().flip(),
      original().linear([0.4, 1, 1], [0, 0, 0]),
    ];
    for (const other of others) {
      const b = await printOf(other.png().toBuffer());
      expect(isNear(unpack(a ?? ''), unpack(b ?? ''))).toBe(false);
    }
  });

  it('is missing for a picture without any structure', async () => {
    expect(await printOf(Promise.resolve(blankPng(100, 100)))).toBeUndefined();
  });
});

/** Names of fingerprints that are in one group. */
function nearDuplicates(prints: ReadonlyMap<string, string>): string[][] {
  const groups = nearGroups(prints.values());
  const names = [...prints.keys()];
  return [...Map.groupBy(names, (name) => groups[names.indexOf(name)]).values()].filter(
    (group) => group.length > 1,
  );
}

describe('nearGroups', () => {
  const random = randomFrom(7);
  const hex = (bytes: readonly number[]) => Buffer.from(bytes).toString('hex');
  const randomPrint = () => Array.from({ length: 19 }, () => Math.floor(256 * random()));
  const flipped = (print: readonly number[], bits: number) => {
    const copy = [...print];
    const places = new Set<number>();
    while (places.size < bits) places.add(Math.floor(128 * random()));
    for (const place of places) copy[place >> 3] = (copy[place >> 3] ?? 0) ^ (1 << (place & 7));
    return copy;
  };

  it('finds every near pair, and no other', () => {
    const prints = new Map<string, string>();
    for (let number = 0; number < 300; number += 1) {
      const print = randomPrint();
      prints.set(`${number} a`, hex(print));
      prints.set(`${number} b`, hex(flipped(print, number % (NEAR_BITS + 4))));
    }
    const found = nearDuplicates(prints).map((group) => group.sort());
    const near = Array.from({ length: 300 }, (_, number) => number).filter(
      (number) => number % (NEAR_BITS + 4) <= NEAR_BITS,
    );
    expect(found.sort()).toEqual(near.map((number) => [`${number} a`, `${number} b`]).sort());
  });

  it('joins chains into one group', () => {
    const start = randomPrint();
    const middle = flipped(start, NEAR_BITS);
    const chain = [start, middle, flipped(middle, NEAR_BITS)];
    const prints = new Map(chain.map((print, index) => [String(index), hex(print)]));
    expect(nearDuplicates(prints)).toEqual([['0', '1', '2']]);
  });
});
