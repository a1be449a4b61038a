import { type View, ViewWriter } from '../view.ts';
import { decodeUtf8, mayBeUtf8 } from './bytes.ts';

/** In a shorter decoded text, only terms exactly as listed count. */
const LONG_ENOUGH = 6;
const SHORTEST_TERM = 3;
/** The least share of letters and spaces in an encoded text. */
const MOSTLY_LETTERS = 0.7;

/** An encoding of bytes as letters: its expression, and a decoder to bytes with the offset of each. */
interface Encoding {
  readonly pattern: RegExp;
  bytesOf(found: string): { bytes: number[]; places: number[] };
}

const base64Alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
/** The value of each ASCII character in base64. */
const base64Value = new Uint8Array(128);
for (let value = 0; value < base64Alphabet.length; value++)
  base64Value[base64Alphabet.charCodeAt(value)] = value;
base64Value.set([62], '-'.charCodeAt(0));
base64Value.set([63], '_'.charCodeAt(0));

const ENCODINGS: readonly Encoding[] = [
  { pattern: /[A-Za-z0-9+/_-]{4,}/g, bytesOf: base64Bytes },
  {
    pattern: /(?<![0-9A-Za-z])(?:0x)?(?:[0-9A-Fa-f]{2}[ ,:]?){3,}(?![0-9A-Za-z])/g,
    bytesOf: numbers(/[0-9A-Fa-f]{2}/g, 16),
  },
  { pattern: /(?<![0-9])(?:[01]{8}[ ,]?){3,}(?![0-9])/g, bytesOf: numbers(/[01]{8}/g, 2) },
  { pattern: /(?<![0-9.])(?:[0-9]{2,3}[ ,]+){2,}[0-9]{2,3}(?![0-9.])/g, bytesOf: numbers(/[0-9]{2,3}/g, 10) },
];

/**
 * Text encoded as base64, or as bytes in hexadecimal, binary or decimal: a view for each encoding that occurs. A run
 * that does not decode to plain text is a word, a number or a name, and is left alone.
 */
export function encodedViews(text: string): View[] {
  return ENCODINGS.flatMap(({ pattern, bytesOf }) => {
    const pieces: View[] = [];
    for (const { 0: found, index } of text.matchAll(pattern)) {
      const { bytes, places } = bytesOf(found);
      if (!bytes.every(isPrintable) || !mayBeUtf8(bytes)) continue;
      const piece = decodeUtf8(
        Uint8Array.from(bytes),
        places.map((place) => index + place),
      );
      if (/\p{L}/u.test(piece.text) && !piece.text.includes('\ufffd')) pieces.push(piece);
    }
    return joined(pieces);
  });
}

/** A byte of plain text: not a control character, except line breaks. */
function isPrintable(byte: number): boolean {
  return (byte >= 0x20 && byte !== 0x7f) || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/** The pieces as separate words, and joined as one. */
function joined(pieces: readonly View[]): View[] {
  const length = pieces.reduce((sum, { text }) => sum + text.length, 0);
  if (length < SHORTEST_TERM) return [];
  return (pieces.length > 1 ? [' ', ''] : ['']).map((separator) => {
    const out = new ViewWriter();
    for (const piece of pieces) {
      if (out.length > 0) out.add(separator, piece.offsets?.[0] ?? 0);
      out.addView(piece);
    }
    // Ordinary words decode to three or four letters by chance, or to many signs.
    return {
      ...out.view(),
      ...(pieces.every(({ text }) => isShortOrSigns(text)) && { exact: SHORTEST_TERM }),
    };
  });
}

function isShortOrSigns(text: string): boolean {
  return (
    text.length < LONG_ENOUGH || (text.match(/[\p{L}\p{M}\s]/gu) ?? []).length < text.length * MOSTLY_LETTERS
  );
}

function base64Bytes(found: string): { bytes: number[]; places: number[] } {
  if (!beginsPrintable(found)) return UNPRINTABLE;
  const bytes: number[] = [];
  const places: number[] = [];
  let bits = 0;
  let count = 0;
  for (let at = 0; at < found.length; at++) {
    bits = ((bits << 6) | (base64Value[found.charCodeAt(at)] ?? 0)) & 0xffff;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    const byte = (bits >> count) & 0xff;
    bytes.push(byte);
    places.push(Math.floor(((bytes.length - 1) * 8) / 6));
    if (!isPrintable(byte)) break;
  }
  return { bytes, places };
}

/** Whether the first three bytes of base64 may be plain text. Most words are not base64, and fail here. */
function beginsPrintable(found: string): boolean {
  let bits = 0;
  for (let at = 0; at < 4; at++) bits = (bits << 6) | (base64Value[found.charCodeAt(at)] ?? 0);
  return isPrintable((bits >> 16) & 0xff) && isPrintable((bits >> 8) & 0xff) && isPrintable(bits & 0xff);
}

const UNPRINTABLE = { bytes: [0], places: [0] };

function numbers(pattern: RegExp, radix: number): Encoding['bytesOf'] {
  return (found) => {
    const all = [...found.replace(/^0x/, '  ').matchAll(pattern)];
    return {
      bytes: all
        .map(([written]) => Number.parseInt(written, radix))
        .map((value) => (value > 0xff ? 0 : value)),
      places: all.map(({ index }) => index),
    };
  };
}
