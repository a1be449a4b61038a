import { counts } from '../compact/columns.ts';
import { keysOf } from '../compact/keys.ts';
import { isNear, NEAR_BITS, PRINT_BYTES, UNPACKED, unpack } from './fingerprint.ts';

/** More bands than bits that may differ, so that at least one band of two near fingerprints is equal. */
const BANDS = NEAR_BITS + 1;
const BITS = 128;
const MAX_BAND_BITS = Math.ceil(BITS / BANDS);
/** A band that more pictures share is no evidence; comparing them all would be quadratic. */
const MAX_BUCKET = 500;

/**
 * The group of each fingerprint, a number: fingerprints are in one group if they are near each other, directly or
 * transitively. Takes time linear in their number, because only those that share a band of bits are compared, and about
 * 80 bytes for each.
 */
export function nearGroups(prints: Iterable<string>): Uint32Array {
  const distinct = keysOf(PRINT_BYTES);
  const numberOf = counts();
  let length = 0;
  for (const print of prints) {
    numberOf.set(length, distinct.add(Buffer.from(print, 'hex')));
    length += 1;
  }
  const { size } = distinct;
  const unpacked = new Uint32Array(UNPACKED * size);
  for (let number = 0; number < size; number += 1)
    unpacked.set(unpack(distinct.at(number)), UNPACKED * number);
  const groups = unionFind(size);
  for (let band = 0; band < BANDS; band += 1)
    for (const bucket of bucketsOf(unpacked, size, band)) joinNear(bucket, unpacked, groups);
  return Uint32Array.from({ length }, (_, position) => groups.find(numberOf.get(position)));
}

/**
 * The group of each numbered content that can be compared, by {@link nearGroups}.
 * @param size The number of contents.
 * @param printOf The fingerprint of a content; undefined for one that cannot be compared.
 */
export function nearContents(
  size: number,
  printOf: (content: number) => string | undefined,
): Iterable<readonly [content: number, group: number]> {
  const comparable = counts();
  let length = 0;
  const prints = function* () {
    for (let content = 0; content < size; content += 1) {
      const print = printOf(content);
      if (print === undefined) continue;
      comparable.set(length, content);
      length += 1;
      yield print;
    }
  };
  const groups = nearGroups(prints());
  return {
    *[Symbol.iterator]() {
      for (const [number, group] of groups.entries()) yield [comparable.get(number), group];
    },
  };
}

/** Numbers of the fingerprints that share a band, for each value of it that a few share. */
function* bucketsOf(unpacked: Uint32Array, size: number, band: number): Generator<Uint32Array> {
  const values = Uint32Array.from({ length: size }, (_, number) => bandOf(unpacked, number, band));
  const starts = new Uint32Array(2 ** MAX_BAND_BITS + 1);
  for (const value of values) starts[value + 1] = (starts[value + 1] ?? 0) + 1;
  for (let value = 1; value < starts.length; value += 1)
    starts[value] = (starts[value] ?? 0) + (starts[value - 1] ?? 0);
  const sorted = new Uint32Array(size);
  const free = starts.slice();
  for (const [number, value] of values.entries()) {
    const place = free[value] ?? 0;
    sorted[place] = number;
    free[value] = place + 1;
  }
  for (let value = 0; value < starts.length - 1; value += 1) {
    const bucket = sorted.subarray(starts[value], starts[value + 1]);
    if (bucket.length > 1 && bucket.length <= MAX_BUCKET) yield bucket;
  }
}

function joinNear(bucket: Uint32Array, unpacked: Uint32Array, groups: UnionFind): void {
  for (const [place, a] of bucket.entries()) {
    for (const b of bucket.subarray(place + 1)) {
      if (isNear(unpacked, unpacked, UNPACKED * a, UNPACKED * b)) groups.join(a, b);
    }
  }
}

/** The bits of one band; bands share the 128 bits evenly. */
function bandOf(unpacked: Uint32Array, number: number, band: number): number {
  let value = 0;
  for (let bit = Math.floor((band * BITS) / BANDS); bit < Math.floor(((band + 1) * BITS) / BANDS); bit += 1) {
    value = value * 2 + (((unpacked[UNPACKED * number + (bit >>> 5)] ?? 0) >>> (bit & 31)) & 1);
  }
  return value;
}

interface UnionFind {
  find(index: number): number;
  join(a: number, b: number): void;
}

function unionFind(size: number): UnionFind {
  const parents = Uint32Array.from({ length: size }, (_, index) => index);
  const find = (index: number): number => {
    let at = index;
    for (let parent = parents[at] ?? at; parent !== at; parent = parents[at] ?? at) {
      parents[at] = parents[parent] ?? parent;
      at = parent;
    }
    return at;
  };
  return {
    find,
    join: (a, b) => {
      parents[find(a)] = find(b);
    },
  };
}
