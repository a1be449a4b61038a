import { isNear, NEAR_BITS, type Unpacked, unpack } from './fingerprint.ts';

/** More bands than bits that may differ, so that at least one band of two near fingerprints is equal. */
const BANDS = NEAR_BITS + 1;
const BITS = 128;
/** A band that more pictures share is no evidence; comparing them all would be quadratic. */
const MAX_BUCKET = 500;

/**
 * Groups of fingerprints that are near each other, directly or transitively, each with at least two members. Takes time
 * linear in the number of fingerprints: only those that share a band of bits are compared.
 * @param prints Fingerprints by any key.
 */
export function nearDuplicates(prints: ReadonlyMap<string, string>): string[][] {
  const byPrint = Map.groupBy(prints, ([, print]) => print);
  const distinct = [...byPrint.keys()];
  const unpacked = distinct.map(unpack);
  const groups = unionFind(distinct.length);
  for (let band = 0; band < BANDS; band += 1) {
    const buckets = Map.groupBy(unpacked.keys(), (index) => bandOf(unpacked[index] ?? [], band));
    for (const bucket of buckets.values())
      if (bucket.length <= MAX_BUCKET) joinNear(bucket, unpacked, groups);
  }
  const members = Map.groupBy(distinct.keys(), groups.find);
  return [...members.values()]
    .map((indices) =>
      indices.flatMap((index) => (byPrint.get(distinct[index] ?? '') ?? []).map(([key]) => key)),
    )
    .filter((group) => group.length > 1);
}

function joinNear(bucket: readonly number[], unpacked: readonly Unpacked[], groups: UnionFind): void {
  for (const [place, a] of bucket.entries()) {
    for (const b of bucket.slice(place + 1)) {
      if (isNear(unpacked[a] ?? [], unpacked[b] ?? [])) groups.join(a, b);
    }
  }
}

/** The bits of one band; bands share the 128 bits evenly. */
function bandOf(print: Unpacked, band: number): number {
  let value = 0;
  for (let bit = Math.floor((band * BITS) / BANDS); bit < Math.floor(((band + 1) * BITS) / BANDS); bit += 1) {
    value = value * 2 + (((print[bit >>> 5] ?? 0) >>> (bit & 31)) & 1);
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
