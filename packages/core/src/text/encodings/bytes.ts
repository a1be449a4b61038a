import type { View } from '../view.ts';

const SHORT = 64;
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Bytes decoded as UTF-8; `offsets` has the typed offset of each byte. */
export function decodeUtf8(bytes: Uint8Array, offsets: readonly number[]): View {
  // A short word is decoded without TextDecoder, which costs more than the word.
  if (bytes.length <= SHORT && bytes.every((byte) => byte < 0x80))
    return { text: String.fromCharCode(...bytes), offsets: Int32Array.from(offsets) };
  const text = decoder.decode(bytes);
  const typed = new Int32Array(text.length);
  let at = 0;
  let unit = 0;
  for (const character of text) {
    typed.fill(offsets[at] ?? 0, unit, unit + character.length);
    unit += character.length;
    const code = character.codePointAt(0) ?? 0;
    // Invalid bytes became U+FFFD, which takes three bytes itself.
    const isBroken =
      code === 0xfffd && !(bytes[at] === 0xef && bytes[at + 1] === 0xbf && bytes[at + 2] === 0xbd);
    at += isBroken ? 1 : code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return { text, offsets: typed };
}

/** False for most bytes that are not UTF-8: a character with too few bytes, or one that begins inside another. */
export function mayBeUtf8(bytes: readonly number[]): boolean {
  let missing = 0;
  for (const byte of bytes) {
    const isInside = byte >= 0x80 && byte < 0xc0;
    if (isInside !== missing > 0 || byte >= 0xf8) return false;
    if (isInside) missing--;
    else missing = byte < 0xc0 ? 0 : byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
  }
  return missing === 0;
}

/** Whether a decoded text can have a meaning: two letters or more. */
export function isWriting(text: string): boolean {
  return /\p{L}[\s\S]*\p{L}/u.test(text);
}
