import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeUtf8, isWriting, mayBeUtf8 } from './bytes.ts';

/** The text of bytes that were typed at 10, 20, 30 …, and the typed offset of each of its units. */
function decoded(...bytes: number[]) {
  const { text, offsets = [] } = decodeUtf8(
    Uint8Array.from(bytes),
    bytes.map((_, at) => (at + 1) * 10),
  );
  return [text, ...offsets];
}
const bytesOf = (text: string) => [...new TextEncoder().encode(text)];

it.each([
  ['one byte a character', 'ab\x7f', [10, 20, 30]],
  ['two', '\x80\u07ffa', [10, 30, 50]],
  ['three', '\u0800\uffffa', [10, 40, 70]],
  ['four, for both halves of a character', '\u{10000}🐱a', [10, 10, 50, 50, 90]],
  ['the character that a decoder writes for broken bytes', '\ufffda', [10, 40]],
  ['a byte order mark', '\ufeffa', [10, 40]],
])('keeps the typed offsets of a text with %s', (_, text, offsets) => {
  expect(decoded(...bytesOf(text))).toEqual([text, ...offsets]);
});

it('continues after each byte that is not UTF-8', () => {
  expect(decoded(0xff, 0xfe, 0x61)).toEqual(['\ufffd\ufffda', 10, 20, 30]);
  expect(decoded(0xef, 0x61)).toEqual(['\ufffda', 10, 20]);
});

it.each([
  ['ab', true],
  ['a 1\nb', true],
  ['é犬', true],
  ['a', false],
  ['a1', false],
  ['12 34', false],
  ['', false],
])('decides whether %j is text: %s', (text, writing) => {
  expect(isWriting(text)).toBe(writing);
});

it('accepts UTF-8, and rejects most other bytes', () => {
  const byte = fc.oneof(fc.constantFrom(0x61, 0x80, 0xbf, 0xc3, 0xe2, 0xf0, 0xf8), fc.nat(0xff));
  fc.assert(
    fc.property(fc.array(byte, { maxLength: 8 }), (bytes) => {
      if (!mayBeUtf8(bytes)) expect(decoded(...bytes)[0]).toContain('\ufffd');
    }),
  );
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(mayBeUtf8(bytesOf(text))).toBe(true);
    }),
  );
  expect([[0x80], [0xc3], [0xc3, 0x61], [0xe2, 0x80], [0xf8]].map(mayBeUtf8)).not.toContain(true);
});
