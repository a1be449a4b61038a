import type { RgbPixels } from '../rgb.ts';

/** Bits of a hash. */
const HASH_BITS = 256;
/** Words of 32 bits that hold a hash. */
export const HASH_WORDS = HASH_BITS / 32;

/** A hash: bit `i` is bit `i % 32` of word `i / 32`. Words and bits of the lowest frequencies come first. */
export type PerceptualHash = Uint32Array;

/** Side of the picture from which hashes are computed, in pixels, whatever its shape was. */
export const PLANE_SIDE = 256;
/** Side to which each part is averaged before its frequencies are computed. */
const SAMPLES = 32;
/** Frequencies along each side, from half a period on. 16 × 16 are as many as PDQ, Meta's hash of pictures, has. */
const FREQUENCIES = 16;

/**
 * The part of a picture that is hashed: this share of each side, in the middle. A picture that lost up to 5 % of a side
 * still has all of it.
 */
const HASHED_SHARE = 0.86;

/**
 * The crops that a lookup undoes, of one side: the share of the side that is left, and how far its middle lies from the
 * middle of the whole. Between two neighbours lies 1.25 % of the side, which changes few of the bits.
 */
const CROPS: readonly (readonly [share: number, shift: number])[] = [
  [1, 0],
  [0.975, -0.0125],
  [0.975, 0],
  [0.975, 0.0125],
  [0.95, -0.025],
  [0.95, -0.0125],
  [0.95, 0],
  [0.95, 0.0125],
  [0.95, 0.025],
];

/** A value of a table; every place that is asked for is in it. */
const valueAt = (values: Float64Array | Uint8Array, at: number): number => values[at] ?? 0;

/** Where the hashed part lies in a picture that was cropped like this, as shares of its side. */
const SPANS = CROPS.map(([share, shift]) => {
  const before = 0.5 + shift - share / 2;
  const margin = (1 - HASHED_SHARE) / 2;
  return { from: (margin - before) / share, to: (1 - margin - before) / share };
});
const WHOLE = SPANS[0] ?? { from: 0, to: 1 };
type Span = typeof WHOLE;

const COSINES = Float64Array.from({ length: FREQUENCIES * SAMPLES }, (_, at) => {
  const [frequency, sample] = [Math.floor(at / SAMPLES) + 1, at % SAMPLES];
  return Math.cos((Math.PI * frequency * (sample + 0.5)) / SAMPLES);
});

/** Which frequencies each bit stands for: the low ones first, which resizing and JPEG leave alone. */
const ORDER = Array.from({ length: HASH_BITS }, (_, at) => at).sort(
  (a, b) => highest(a) - highest(b) || a - b,
);

function highest(at: number): number {
  return Math.max(Math.floor(at / FREQUENCIES), at % FREQUENCIES);
}

/** A mirrored picture has the other sign where half a period, or three, or five, fit into the width. */
const MIRRORED = packed((at) => (at % FREQUENCIES) % 2 === 0);

/** A frequency that is weaker than this is noise: the brightness that it adds at most, of 255. */
const NOISE = 0.2;
/** A listed picture with fewer frequencies above the noise is too plain: many plain pictures have such a hash. */
const MIN_CLEAR = 110;
/** A copy of a listed picture has at least so many, also after JPEG. */
const MIN_CLEAR_OF_COPY = 80;

/** The sums of a grey picture, from which the mean of every rectangle follows. */
export type Plane = Float64Array;

/**
 * The plane of a picture of {@link PLANE_SIDE} pixels a side.
 * @throws RangeError for another size.
 */
export function planeOf({ data, width, height }: RgbPixels): Plane {
  if (width !== PLANE_SIDE || height !== PLANE_SIDE)
    throw new RangeError(`A hash is computed of ${PLANE_SIDE} × ${PLANE_SIDE} pixels.`);
  const row = PLANE_SIDE + 1;
  const sums = new Float64Array(row * row);
  for (let y = 0, from = 0; y < PLANE_SIDE; y += 1) {
    let sum = 0;
    for (let x = 0; x < PLANE_SIDE; x += 1, from += 3) {
      // Rec. 601, as JPEG weighs colours.
      sum += 0.299 * valueAt(data, from) + 0.587 * valueAt(data, from + 1) + 0.114 * valueAt(data, from + 2);
      sums[(y + 1) * row + x + 1] = valueAt(sums, y * row + x + 1) + sum;
    }
  }
  return sums;
}

/**
 * The hash under which a list holds a picture, or undefined for one that is too plain to be recognised.
 * @example
 * const hash = hashOf(planeOf(pixels));
 */
export function hashOf(plane: Plane): PerceptualHash | undefined {
  const strengths = frequenciesOf(plane, WHOLE, WHOLE);
  return clearOf(strengths) < MIN_CLEAR ? undefined : packed((at) => valueAt(strengths, at) > 0);
}

/** The number of frequencies that are stronger than noise. */
function clearOf(strengths: Float64Array): number {
  // A frequency that adds one level of brightness has this strength.
  const level = (SAMPLES * SAMPLES) / 4;
  return strengths.reduce((count, value) => count + (Math.abs(value) > NOISE * level ? 1 : 0), 0);
}

/**
 * The hashes under which a list may hold the picture: as it is, and if it was cropped, or mirrored, or both. None for a
 * plain picture, which is no copy of a listed one.
 */
export function lookupHashes(plane: Plane): PerceptualHash[] {
  if (clearOf(frequenciesOf(plane, WHOLE, WHOLE)) < MIN_CLEAR_OF_COPY) return [];
  return SPANS.flatMap((columns) =>
    SPANS.flatMap((rows) => {
      const strengths = frequenciesOf(plane, columns, rows);
      const hash = packed((at) => valueAt(strengths, at) > 0);
      return [hash, hash.map((word, at) => (word ^ (MIRRORED[at] ?? 0)) >>> 0)];
    }),
  );
}

/** The number of bits in which two hashes differ, 0–256. Different pictures differ in some 128. */
export function hashDistance(a: PerceptualHash, b: PerceptualHash): number {
  let distance = 0;
  for (let at = 0; at < HASH_WORDS; at += 1) distance += bitsOf((a[at] ?? 0) ^ (b[at] ?? 0));
  return distance;
}

/** The number of bits that are set in a word of 32. */
export function bitsOf(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

function packed(isSet: (at: number) => boolean): PerceptualHash {
  const hash = new Uint32Array(HASH_WORDS);
  for (const [bit, at] of ORDER.entries()) {
    if (isSet(at)) hash[bit >>> 5] = ((hash[bit >>> 5] ?? 0) | (1 << (bit & 31))) >>> 0;
  }
  return hash;
}

/** The discrete cosine transform of a part, without its mean: row `v`, column `u` is at `v * FREQUENCIES + u`. */
function frequenciesOf(plane: Plane, columns: Span, rows: Span): Float64Array {
  const samples = samplesOf(plane, columns, rows);
  const across = new Float64Array(FREQUENCIES * SAMPLES);
  for (let y = 0; y < SAMPLES; y += 1) {
    for (let u = 0; u < FREQUENCIES; u += 1) {
      let sum = 0;
      for (let x = 0; x < SAMPLES; x += 1)
        sum += valueAt(COSINES, u * SAMPLES + x) * valueAt(samples, y * SAMPLES + x);
      across[u * SAMPLES + y] = sum;
    }
  }
  const both = new Float64Array(HASH_BITS);
  for (let v = 0; v < FREQUENCIES; v += 1) {
    for (let u = 0; u < FREQUENCIES; u += 1) {
      let sum = 0;
      for (let y = 0; y < SAMPLES; y += 1)
        sum += valueAt(COSINES, v * SAMPLES + y) * valueAt(across, u * SAMPLES + y);
      both[v * FREQUENCIES + u] = sum;
    }
  }
  return both;
}

/** The part averaged to {@link SAMPLES} squares a side. */
function samplesOf(plane: Plane, columns: Span, rows: Span): Float64Array {
  const edges = SAMPLES + 1;
  const sums = new Float64Array(edges * edges);
  for (let y = 0; y < edges; y += 1) {
    const top = edgeOf(rows, y);
    for (let x = 0; x < edges; x += 1) sums[y * edges + x] = sumUpTo(plane, edgeOf(columns, x), top);
  }
  const area = (((columns.to - columns.from) * (rows.to - rows.from)) / SAMPLES ** 2) * PLANE_SIDE ** 2;
  const samples = new Float64Array(SAMPLES * SAMPLES);
  for (let y = 0; y < SAMPLES; y += 1) {
    for (let x = 0; x < SAMPLES; x += 1) {
      const at = y * edges + x;
      const above = valueAt(sums, at + 1) - valueAt(sums, at);
      samples[y * SAMPLES + x] = (valueAt(sums, at + edges + 1) - valueAt(sums, at + edges) - above) / area;
    }
  }
  return samples;
}

function edgeOf({ from, to }: Span, at: number): number {
  return (from + ((to - from) * at) / SAMPLES) * PLANE_SIDE;
}

/** The sum of all pixels above and left of a point between pixels. */
function sumUpTo(plane: Plane, x: number, y: number): number {
  const row = PLANE_SIDE + 1;
  const column = Math.min(PLANE_SIDE - 1, Math.floor(x));
  const line = Math.min(PLANE_SIDE - 1, Math.floor(y));
  const [right, below] = [x - column, y - line];
  const at = line * row + column;
  const above = valueAt(plane, at) * (1 - right) + valueAt(plane, at + 1) * right;
  const under = valueAt(plane, at + row) * (1 - right) + valueAt(plane, at + row + 1) * right;
  return above * (1 - below) + under * below;
}
