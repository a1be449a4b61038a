import { LATIN } from './data/latin.generated.ts';

/** The 26 letters are 1 to 26; the edge of a word is 0, and all letters beyond ASCII are one class. */
const OTHER = 27;
const CLASSES = 28;
const KEYS = CLASSES ** 3;

/** By three letters, and by whole words of two or three: their weight for a language other than English. */
interface Weights {
  readonly bias: number;
  readonly grams: Int8Array;
  readonly words: Int8Array;
}

let weights: Weights | undefined;

/**
 * How much a text in Latin script looks like another language than English, from its letters; above 0 it rather is.
 * The weights are those of a logistic regression in steps of `LATIN.step`.
 */
export function foreignness(text: string): number {
  weights ??= unpack();
  const { grams, words, bias } = weights;
  let sum = bias;
  latinGrams(text, (key, isWord) => {
    sum += (isWord ? words[key] : grams[key]) ?? 0;
  });
  return sum * LATIN.step;
}

/**
 * Calls back with each three adjacent letters of each word, including its edges, and with each word of two or three
 * letters.
 */
export function latinGrams(text: string, found: (key: number, isWord: boolean) => void): void {
  let word = 0;
  let length = 0;
  for (let offset = 0; offset <= text.length; offset++) {
    const letter = offset < text.length ? classOf(text, offset) : 0;
    if (letter === 0 && length === 0) continue;
    const key = (word * CLASSES + letter) % KEYS;
    if (length > 0) found(key, false);
    if (letter === 0) {
      if (length === 2 || length === 3) found(word, true);
      word = 0;
      length = 0;
    } else {
      word = key;
      length++;
    }
  }
}

function classOf(text: string, offset: number): number {
  const unit = text.charCodeAt(offset);
  if (unit >= 0x80) return /\p{L}/u.test(text.charAt(offset)) ? OTHER : 0;
  const letter = (unit | 0x20) - 0x60;
  return unit >= 0x41 && letter >= 1 && letter <= 26 ? letter : 0;
}

/** Reads the table: one line per weight, with its grams; `=` before those that are whole words. */
function unpack(): Weights {
  const grams = new Int8Array(KEYS);
  const words = new Int8Array(KEYS);
  for (const line of LATIN.grams.split('\n')) {
    const [weight, ...listed] = line.split(' ');
    for (const gram of listed) {
      const letters = [...gram.replace('=', '')].map(classOfWritten);
      const key = letters.reduce((sum, letter) => sum * CLASSES + letter, 0);
      (gram.startsWith('=') ? words : grams)[key] = Number(weight);
    }
  }
  return { grams, words, bias: LATIN.bias };
}

/** A class as the table writes it: a letter, `_` for an edge, `*` for any letter beyond ASCII. */
function classOfWritten(character: string): number {
  if (character === '_') return 0;
  return character === '*' ? OTHER : character.charCodeAt(0) - 0x60;
}

/** A key in the notation of the table. */
export function writtenGram(key: number, isWord: boolean): string {
  const letters = [Math.floor(key / CLASSES ** 2), Math.floor(key / CLASSES) % CLASSES, key % CLASSES];
  const written = letters.map((letter) =>
    letter === 0 ? '_' : letter === OTHER ? '*' : String.fromCharCode(letter + 0x60),
  );
  return isWord ? `=${written.join('').replace('_', '')}` : written.join('');
}
