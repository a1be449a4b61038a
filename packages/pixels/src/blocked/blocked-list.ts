import { OperatorError } from '@shoji/core';
import { bitsOf, HASH_WORDS, hashDistance, type PerceptualHash } from './perceptual-hash.ts';

/** Names the algorithm, so that a list of an incompatible one, or of SHA-256 sums, is refused instead of never found. */
const PREFIX = 'shoji-image-1:';
const LINE = /^shoji-image-1:([0-9a-f]{64})(?: {2}(?! ).*)?$/;
const SHA256 = /^[0-9a-f]{64}\b/i;

/**
 * Most bits in which a picture may differ from a listed one, of 256. `npm run bench:blocked` measures the copies that this
 * finds, and the distance of different pictures.
 */
export const MAX_DISTANCE = 30;

/** Each band holds 16 of the 64 lowest frequencies. */
const BANDS = 4;
const BAND_BITS = 16;
/** The values of a band that differ from it in at most one bit. */
const NEAR = [0, ...Array.from({ length: BAND_BITS }, (_, bit) => 1 << bit)];

/** One line of a list, without its note. */
export function writeHash(hash: PerceptualHash): string {
  return PREFIX + [...hash].map((word) => word.toString(16).padStart(8, '0')).join('');
}

/**
 * Reads a list of blocked pictures: a hash of `shoji image hash` in each line, and, if wanted, two spaces and a note.
 * Empty lines and lines that begin with `#` are left out.
 * @param name Of the file, for messages.
 * @throws OperatorError naming the first other line and the remedy, or for an empty list.
 * @example
 * const hashes = readHashes(await readFile('blocked.txt', 'utf8'), 'blocked.txt');
 */
export function readHashes(text: string, name: string): PerceptualHash[] {
  const hashes: PerceptualHash[] = [];
  // A byte order mark and carriage returns are of editors on Windows.
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  for (const [at, line] of lines.entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const digits = LINE.exec(line)?.[1];
    if (digits === undefined) throw new OperatorError(`${name}, line ${at + 1}: ${problemOf(line)}`);
    hashes.push(
      Uint32Array.from({ length: HASH_WORDS }, (_, word) =>
        Number.parseInt(digits.slice(word * 8, word * 8 + 8), 16),
      ),
    );
  }
  if (hashes.length === 0)
    throw new OperatorError(
      `${name} has no hashes, so it would block nothing. Write some into it: \`shoji image hash PICTURE >> ${name}\`; or remove the setting.`,
    );
  return hashes;
}

function problemOf(line: string): string {
  if (SHA256.test(line))
    return 'this looks like a SHA-256 sum, which only an identical file has. Make the hash of the picture with `shoji image hash`.';
  if (line.startsWith(PREFIX))
    return `after ${PREFIX} there must be 64 digits (0–9, a–f), and before a note two spaces. Copy the whole line that \`shoji image hash\` prints.`;
  return `a line is a hash that begins with ${PREFIX}, a note that begins with #, or empty. Make hashes with \`shoji image hash\`.`;
}

/** Finds listed hashes. */
export interface HashIndex {
  readonly size: number;
  /** Whether a listed hash differs from one of these in at most {@link MAX_DISTANCE} bits. */
  has(hashes: readonly PerceptualHash[]): boolean;
}

/**
 * An index of hashes. It looks only at listed hashes that agree with the wanted one in the lowest frequencies, but for
 * one bit of sixteen: of 100,000 hashes these are some hundreds.
 */
export function indexHashes(hashes: readonly PerceptualHash[]): HashIndex {
  const bands = Array.from({ length: BANDS }, (_, band) => {
    const values = hashes.map((hash) => bandOf(hash, band));
    // The hashes with value v are `order[starts[v]]` to `order[starts[v + 1] - 1]`.
    const starts = new Uint32Array(2 ** BAND_BITS + 1);
    for (const value of values) starts[value + 1] = (starts[value + 1] ?? 0) + 1;
    for (let value = 0; value < 2 ** BAND_BITS; value += 1)
      starts[value + 1] = (starts[value + 1] ?? 0) + (starts[value] ?? 0);
    const next = starts.slice();
    const order = new Uint32Array(hashes.length);
    for (const [index, value] of values.entries()) {
      order[next[value] ?? 0] = index;
      next[value] = (next[value] ?? 0) + 1;
    }
    return { starts, order };
  });
  const isListed = (wanted: PerceptualHash) =>
    bands.some(({ starts, order }, band) => {
      const value = bandOf(wanted, band);
      return NEAR.some((change) => {
        const near = value ^ change;
        for (let at = starts[near] ?? 0; at < (starts[near + 1] ?? 0); at += 1) {
          const listed = hashes[order[at] ?? 0];
          if (listed !== undefined && isNear(listed, wanted)) return true;
        }
        return false;
      });
    });
  return { size: hashes.length, has: (wanted) => wanted.some(isListed) };
}

/** A fourth of the first two words. */
function bandOf(hash: PerceptualHash, band: number): number {
  return ((hash[band >>> 1] ?? 0) >>> ((band & 1) * BAND_BITS)) & 0xffff;
}

/** Most pairs differ enough in the first half of the words. */
function isNear(a: PerceptualHash, b: PerceptualHash): boolean {
  let distance = 0;
  for (let word = 0; word < HASH_WORDS / 2; word += 1) distance += bitsOf((a[word] ?? 0) ^ (b[word] ?? 0));
  return distance <= MAX_DISTANCE && hashDistance(a, b) <= MAX_DISTANCE;
}
