import type { Reading } from '../read/reading.ts';
import { STEM, STEM_ENDINGS } from './data/tables.ts';
import { firstWords } from './words.ts';

/** A table's size is a power of two. One word in five hundred has the hash of an anchor without being one. */
const HASHES = 0x40000;
const ENDINGS = 0x400;
/** The shortest compound, and the units in which its ending begins and ends. */
const SHORTEST_COMPOUND = 6;
const LONGEST_COMPOUND = 48;

interface Tables {
  /** By hash, 1 for an anchor. */
  readonly words: Uint8Array;
  /** By the hash of three letters, 1 for those that begin an ending of {@link STEM}. */
  readonly endings: Uint8Array;
}
let tables: Tables | undefined;

function made(): Tables {
  const words = new Uint8Array(HASHES);
  for (const word of firstWords()) words[hashOf(word)] = 1;
  const endings = new Uint8Array(ENDINGS);
  for (const ending of STEM_ENDINGS)
    endings[hashOfThree(ending.charCodeAt(0), ending.charCodeAt(1), ending.charCodeAt(2))] = 1;
  return { words, endings };
}

function hashOf(word: string): number {
  let hash = 0;
  for (let at = 0; at < word.length; at++) hash = (Math.imul(hash, 31) + word.charCodeAt(at)) | 0;
  return hash & (HASHES - 1);
}

function hashOfThree(a: number, b: number, c: number): number {
  return ((a << 6) ^ (b << 3) ^ c) & (ENDINGS - 1);
}

/**
 * Whether an age may begin in a word without digits: a number, a word of schools, or a compound such as `dertienjarige`.
 * Few other words are anchors, too. The grammar of ages reads only near anchors and digits.
 */
export function isAnchor({ symbol }: Reading, from: number, to: number): boolean {
  tables ??= made();
  const { words, endings } = tables;
  let hash = 0;
  let before = 0;
  let last = 0;
  let mayEnd = false;
  for (let item = from; item < to; item++) {
    const unit = symbol[item] ?? 0;
    hash = (Math.imul(hash, 31) + unit) | 0;
    if (endings[hashOfThree(before, last, unit)] === 1) mayEnd = true;
    before = last;
    last = unit;
  }
  if (words[hash & (HASHES - 1)] === 1) return true;
  if (!mayEnd || to - from < SHORTEST_COMPOUND) return false;
  return STEM.test(String.fromCharCode(...symbol.subarray(from, Math.min(to, from + LONGEST_COMPOUND))));
}
