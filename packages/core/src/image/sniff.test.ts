import { describe, expect, it } from 'vitest';
import { latin1, sniff, startsWith } from './sniff.ts';

const bytes = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
const isoMedia = (...brands: string[]) =>
  bytes(`\0\0\0\x20ftyp${brands[0]}\0\0\0\0${brands.slice(1).join('')}`);

describe('sniff', () => {
  it.each([
    ['\x89PNG\r\n\x1a\n', 'png'],
    ['\xff\xd8\xff\xe0', 'jpeg'],
    ['RIFF\0\0\0\0WEBPVP8 ', 'webp'],
    ['RIFF\0\0\0\0WAVEfmt ', 'unknown'],
    ['GIF87a', 'gif'],
    ['GIF89a', 'gif'],
    ['GIF88a', 'unknown'],
    ['II*\0', 'tiff'],
    ['MM\0+', 'tiff'],
    ['BM', 'bmp'],
    ['\0\0\x01\0', 'ico'],
    ['8BPS', 'psd'],
    ['\xff\x4f\xff\x51', 'jpeg-2000'],
    ['\xff\x0a', 'jpeg-xl'],
    ['%PDF-1.7', 'pdf'],
    ['\x1a\x45\xdf\xa3', 'webm'],
    ['', 'unknown'],
    ['a dog', 'unknown'],
  ])('detects %j by its first bytes: %s', (start, format) => {
    expect(sniff(bytes(start))).toBe(format);
  });

  it.each([
    [['avif'], 'avif'],
    [['mif1', 'avif'], 'avif'],
    [['mif1', 'heic'], 'heic'],
    [['heic'], 'heic'],
    [['isom'], 'mp4'],
    [['mp42'], 'mp4'],
    [['abcd'], 'unknown'],
  ] as const)('detects ISO base media by its brands: %j is %s', (brands, format) => {
    expect(sniff(isoMedia(...brands))).toBe(format);
  });

  it.each([
    ['<svg xmlns="…">', 'svg'],
    ['\xef\xbb\xbf  <?xml version="1.0"?><svg>', 'svg'],
    ['<!-- drawn by hand --><svg>', 'svg'],
    ['<html><svg>', 'unknown'],
    ['<?xml version="1.0"?><feed>', 'unknown'],
  ])('detects SVG by its root element: %j is %s', (start, format) => {
    expect(sniff(bytes(start))).toBe(format);
  });
});

it('reads each byte as one character, and stays within the given bytes', () => {
  expect(latin1(bytes('\xffab'), 0, 2)).toBe('\xffa');
  expect(latin1(bytes('ab'), 1, 9)).toBe('b');
  expect(startsWith(bytes('xxab'), 'ab', 2)).toBe(true);
  expect(startsWith(bytes('a'), 'ab')).toBe(false);
});
