/** The word boundaries of a script, which decide where a term may start and end. */
export const ALPHABET = 0;
export const IDEOGRAPH = 1;
export const HIRAGANA = 2;
export const KATAKANA = 3;
export const HANGUL = 4;
/** Thai, Lao, Khmer, Burmese: letters without spaces between words. */
const UNSPACED = 5;
/** Emoji and other pictographs: each is a separate word. */
const PICTURE = 6;

const unspaced = /^[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]$/u;
const picture = /^[\p{So}]$/u;

/** The writing system class of a code point. */
export function scriptOf(code: number): number {
  if (code < 0x0e00) return ALPHABET;
  if (code === 0x30fc || code === 0xff70) return KATAKANA;
  if (code >= 0x3041 && code <= 0x309f) return HIRAGANA;
  if ((code >= 0x30a0 && code <= 0x30ff) || (code >= 0xff66 && code <= 0xff9f)) return KATAKANA;
  if ((code >= 0xac00 && code <= 0xd7a3) || (code >= 0x1100 && code <= 0x11ff)) return HANGUL;
  if (code >= 0x3131 && code <= 0x318e) return HANGUL;
  if ((code >= 0x3400 && code <= 0x9fff) || (code >= 0xf900 && code <= 0xfaff) || code === 0x3005)
    return IDEOGRAPH;
  if (code >= 0x20000 && code <= 0x3ffff) return IDEOGRAPH;
  const character = String.fromCodePoint(code);
  if (unspaced.test(character)) return UNSPACED;
  return picture.test(character) ? PICTURE : ALPHABET;
}
