/**
 * A set of words in few bytes: each word is a hash below `range`, and the hashes are written as the Rice-coded gaps
 * between them. False positives: one word in {@link PackedWords.range} / the set's size.
 */
export interface PackedWords {
  /** Hashes are below it. */
  readonly range: number;
  /** Low bits of each gap that are written directly; the rest is written in unary. */
  readonly lowBits: number;
  /** The gaps, six bits a character, the highest first. */
  readonly gaps: string;
}

/** The first of the 64 characters that gaps are written in. */
const FIRST_DIGIT = 0x30;
const BITS_A_DIGIT = 6;
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** FNV-1a of a word's UTF-16 units, scaled to a number below `range`. */
export function hashWord(word: string, range: number): number {
  let hash = FNV_OFFSET;
  for (let at = 0; at < word.length; at++) hash = Math.imul(hash ^ word.charCodeAt(at), FNV_PRIME);
  return Math.floor(((hash >>> 0) / 2 ** 32) * range);
}

/** Packs words with one false positive in 2 ** `lowBits` other words. */
export function packWords(words: Iterable<string>, lowBits: number): PackedWords {
  const all = new Set(words);
  const range = all.size * 2 ** lowBits;
  const hashes = [...new Set([...all].map((word) => hashWord(word, range)))].sort((a, b) => a - b);
  let bits = '';
  let before = 0;
  for (const hash of hashes) {
    const gap = hash - before;
    bits += `${'1'.repeat(gap >>> lowBits)}0${(gap & (2 ** lowBits - 1)).toString(2).padStart(lowBits, '0')}`;
    before = hash;
  }
  // Trailing ones are an unfinished gap, which is ignored.
  bits = bits.padEnd(Math.ceil(bits.length / BITS_A_DIGIT) * BITS_A_DIGIT, '1');
  const gaps = bits.replace(/.{6}/g, (digit) => String.fromCharCode(FIRST_DIGIT + Number.parseInt(digit, 2)));
  return { range, lowBits, gaps };
}

/** Unpacks words into a membership test. */
export function unpackWords({ range, lowBits, gaps }: PackedWords): (word: string) => boolean {
  const set = new Uint8Array((range >>> 3) + 1);
  let at = 0;
  const bit = () => {
    const digit = gaps.charCodeAt(Math.floor(at / BITS_A_DIGIT)) - FIRST_DIGIT;
    return (digit >>> (BITS_A_DIGIT - 1 - (at++ % BITS_A_DIGIT))) & 1;
  };
  const end = gaps.length * BITS_A_DIGIT;
  for (let hash = 0; ; ) {
    let gap = 0;
    while (at < end && bit() === 1) gap += 2 ** lowBits;
    if (at + lowBits > end) break;
    let low = 0;
    for (let count = 0; count < lowBits; count++) low = (low << 1) | bit();
    hash += gap + low;
    set[hash >>> 3] = (set[hash >>> 3] ?? 0) | (1 << (hash & 7));
  }
  return (word) => {
    const hash = hashWord(word, range);
    return (((set[hash >>> 3] ?? 0) >>> (hash & 7)) & 1) === 1;
  };
}
