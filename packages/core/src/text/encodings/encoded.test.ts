import { describe, expect, it } from 'vitest';
import { encodedViews } from './encoded.ts';

const bytes = (text: string, radix: number, width: number, gap: string) =>
  [...new TextEncoder().encode(text)].map((byte) => byte.toString(radix).padStart(width, '0')).join(gap);
const textsOf = (typed: string) => encodedViews(typed).map(({ text }) => text);

describe('encodedViews', () => {
  it.each([
    ['base64', 'Z2FyZGVu'],
    ['base64 in the alphabet of addresses', 'Z2FyPj4-Pz8_ZGVu'],
    ['hexadecimal', bytes('garden', 16, 2, '')],
    ['hexadecimal, in capitals', bytes('garden', 16, 2, '').toUpperCase()],
    ['hexadecimal apart', bytes('garden', 16, 2, ' ')],
    ['hexadecimal with colons', bytes('garden', 16, 2, ':')],
    ['hexadecimal as a number', `0x${bytes('garden', 16, 2, '')}`],
    ['binary', bytes('garden', 2, 8, ' ')],
    ['binary in a row', bytes('garden', 2, 8, '')],
    ['decimal', bytes('garden', 10, 2, ' ')],
    ['decimal with commas', bytes('garden', 10, 2, ', ')],
  ])('decode %s', (_, typed) => {
    expect(textsOf(`a ${typed} b`)).toContain(typed.includes('_') ? 'gar>>>???den' : 'garden');
  });

  it('keep the typed offset of each letter', () => {
    expect(encodedViews('a Z2FyZGVu')).toEqual([
      { text: 'garden', offsets: Int32Array.of(2, 3, 4, 6, 7, 8) },
    ]);
    expect(encodedViews('a 67 61 72 64 65 6e.')[0]).toEqual({
      text: 'garden',
      offsets: Int32Array.of(2, 5, 8, 11, 14, 17),
    });
    expect(encodedViews('0x676172')).toMatchObject([
      { text: 'gar', offsets: Int32Array.of(2, 4, 6), exact: 3 },
    ]);
  });

  it('read several pieces as several words, and as one word', () => {
    expect(textsOf('Z2FyZGVu or d2FsbHM')).toEqual(['garden walls', 'gardenwalls']);
  });

  it('use the frequency of listed words only for short texts', () => {
    expect(encodedViews('Z2FyZGU')).toMatchObject([{ text: 'garde', exact: 3 }]);
    expect(encodedViews('Z2FyZGVu')[0]).not.toHaveProperty('exact');
    expect(encodedViews('Z2FyZGU Z2FyZGVu')[0]).not.toHaveProperty('exact');
    expect(encodedViews('Z2F Z2E')).toEqual([]);
  });

  it.each([
    ['a plain sentence about several gardens'],
    ['a number, 20240131 or 3.141592'],
    ['a colour, #ff00ff and 12:34:56'],
    ['999 999 999'],
    ['a1b2c3x'],
    ['300 103 97 114'],
    ['1, 2, 3, 4'],
    [btoa('\x01\x02garden')],
    [btoa('gar\x7fden')],
    [btoa('\xff\xfe\xfd gard')],
    [btoa('123456')],
  ])('ignore %s', (typed) => {
    expect(textsOf(typed)).toEqual([]);
  });

  it.each(['\n', '\r', '\t', ' '])('read writing with a %j in it', (gap) => {
    expect(textsOf(btoa(`gar${gap}den`))).toEqual([`gar${gap}den`]);
  });

  it('decode text beyond ASCII', () => {
    expect(textsOf(bytes('jardín 庭', 16, 2, ''))).toEqual(['jardín 庭']);
  });
});
