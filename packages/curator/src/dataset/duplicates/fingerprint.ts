import type { NormalisedImage } from '@shoji/core';
import { shrink } from '@shoji/pixels';

/** Rows and columns of the comparison grid; one more than bits a row, because each bit compares two neighbours. */
const GRID = 9;
/** Grey levels (0–255) between the darkest and the lightest cell under which a picture has nothing to compare. */
const MIN_CONTRAST = 24;
/** Bits of 128 in which two versions of one picture may differ: JPEG, scaling and light change fewer (see the test). */
export const NEAR_BITS = 8;
/** Levels (0–255) by which the mean of a colour may differ. */
const NEAR_COLOUR = 20;

/**
 * A perceptual hash: 64 bits whether each cell is darker than its right neighbour, 64 whether it is darker than the one
 * below (dHash in both directions), and the mean red, green and blue. 38 hexadecimal digits.
 * Undefined for pictures without contrast, whose bits would be noise.
 */
export async function fingerprint(image: NormalisedImage): Promise<string | undefined> {
  const { data } = await shrink(image, GRID, GRID);
  const grey = (x: number, y: number) => {
    const at = 3 * (y * GRID + x);
    // Luma of Rec. 601, near enough for comparing.
    return 0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0);
  };
  const bits: number[] = [];
  let [darkest, lightest] = [255, 0];
  for (let y = 0; y < GRID - 1; y += 1) {
    for (let x = 0; x < GRID - 1; x += 1) {
      const here = grey(x, y);
      [darkest, lightest] = [Math.min(darkest, here), Math.max(lightest, here)];
      bits.push(here < grey(x + 1, y) ? 1 : 0, here < grey(x, y + 1) ? 1 : 0);
    }
  }
  if (lightest - darkest < MIN_CONTRAST) return undefined;
  const hash = Array.from({ length: 16 }, (_, byte) =>
    Number.parseInt(bits.slice(byte * 8, byte * 8 + 8).join(''), 2),
  );
  const colour = [0, 1, 2].map((channel) => mean(data, channel));
  return Buffer.from([...hash, ...colour]).toString('hex');
}

function mean(data: Uint8Array, channel: number): number {
  let sum = 0;
  for (let at = channel; at < data.length; at += 3) sum += data[at] ?? 0;
  return Math.round(sum / (data.length / 3));
}

/** Bytes of a fingerprint: 128 bits and three colour means. */
export const PRINT_BYTES = 19;
/** Numbers of a fingerprint that is unpacked: four words of bits, then the colour means. */
export const UNPACKED = 7;

/** @param print A fingerprint, in bytes or hexadecimal digits. */
export function unpack(print: string | Uint8Array): readonly number[] {
  const bytes = typeof print === 'string' ? Buffer.from(print, 'hex') : Buffer.from(print);
  return [...[0, 4, 8, 12].map((at) => bytes.readUInt32BE(at)), ...bytes.subarray(16, PRINT_BYTES)];
}

/**
 * Whether two fingerprints are those of one picture in two versions.
 * @param a Numbers with an unpacked fingerprint from `atA` on.
 */
export function isNear(a: ArrayLike<number>, b: ArrayLike<number>, atA = 0, atB = 0): boolean {
  let bits = 0;
  for (let word = 0; word < 4; word += 1) bits += ones((a[atA + word] ?? 0) ^ (b[atB + word] ?? 0));
  if (bits > NEAR_BITS) return false;
  return [4, 5, 6].every((at) => Math.abs((a[atA + at] ?? 0) - (b[atB + at] ?? 0)) <= NEAR_COLOUR);
}

/** Bits that are set in a 32-bit word, counted in parallel (Hacker's Delight, 5-1). */
function ones(word: number): number {
  let v = word - ((word >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
