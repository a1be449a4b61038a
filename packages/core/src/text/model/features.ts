import { DIGIT, emptyReading, LETTER, type Reading, read } from '../read/reading.ts';
import { ALPHABET, HANGUL } from '../read/scripts.ts';

/** Buckets that n-grams are hashed into. */
const BUCKET_BITS = 18;
export const BUCKETS = 1 << BUCKET_BITS;

const SHORTEST = 3;
const LONGEST = 5;
/** Ideographs and kana carry more information each. */
const LONGEST_UNSPACED = 3;
/** Most letters of a word that are read: more are padding or an attack. */
const LONGEST_WORD = 40;
const EDGE = 0x5f;

const reading = emptyReading();
let stamps = new Int32Array(0);
let stamp = 0;

/**
 * The features of a prompt: hashes of its words, pairs of words and character n-grams, each once, written to `out`. It
 * reads the folded text, so that a disguise changes little. Returns their number, at most `out.length`.
 */
export function hashFeatures(prompt: string, out: Int32Array): number {
  if (stamps.length === 0) stamps = new Int32Array(BUCKETS);
  stamp++;
  read(prompt, reading);
  let count = 0;
  const emit = (hash: number): void => {
    const bucket = mix(hash) >>> (32 - BUCKET_BITS);
    if (stamps[bucket] === stamp || count >= out.length) return;
    stamps[bucket] = stamp;
    out[count++] = bucket;
  };
  const word = new Uint16Array(LONGEST_WORD + 2);
  let previous = 0;
  for (let item = 0; item < reading.length; ) {
    const unspaced = isUnspaced(reading, item);
    let length = 0;
    if (!unspaced) word[length++] = EDGE;
    const from = item;
    do {
      const symbol = symbolAt(reading, item);
      if (symbol !== 0 && length <= LONGEST_WORD) word[length++] = symbol;
      item++;
    } while (
      item < reading.length &&
      reading.gap[item] === 0 &&
      isUnspaced(reading, item) === unspaced &&
      item - from < 4096
    );
    if (!unspaced) word[length++] = EDGE;
    const shortest = unspaced ? 1 : SHORTEST;
    const longest = unspaced ? LONGEST_UNSPACED : LONGEST;
    for (let start = 0; start + shortest <= length; start++) {
      let hash = unspaced ? 0x1234567 : 0x811c9dc5;
      for (let size = 1; size <= longest && start + size <= length; size++) {
        hash = Math.imul(hash ^ (word[start + size - 1] ?? 0), 0x01000193);
        if (size >= shortest) emit(hash);
      }
    }
    if (unspaced) continue;
    let whole = 0x2545f491;
    for (let at = 1; at < length - 1; at++) whole = Math.imul(whole ^ (word[at] ?? 0), 0x01000193);
    emit(whole);
    if (previous !== 0) emit(Math.imul(previous ^ whole, 0x01000193) + 0x9e3779b1);
    previous = Math.imul(whole, 31);
  }
  return count;
}

function isUnspaced({ script }: Reading, item: number): boolean {
  return script[item] !== ALPHABET && script[item] !== HANGUL;
}

/** The letter that a symbol is read as: inside a word a digit or sign is the letter that it may replace. */
function symbolAt(from: Reading, item: number): number {
  const { kind, gap, symbol, others, length } = from;
  if (kind[item] === LETTER) return symbol[item] ?? 0;
  const inside =
    item > 0 &&
    gap[item] === 0 &&
    kind[item - 1] === LETTER &&
    item + 1 < length &&
    gap[item + 1] === 0 &&
    kind[item + 1] === LETTER;
  if (inside) return others[item]?.[0] ?? symbol[item] ?? 0;
  return kind[item] === DIGIT ? (symbol[item] ?? 0) : 0;
}

function mix(hash: number): number {
  const first = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return first ^ (first >>> 13);
}
