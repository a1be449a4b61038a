import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ImageError } from './errors.ts';
import { readHeader } from './header.ts';
import { sniff } from './sniff.ts';

type Piece = string | number[];
const bytesOf = (...pieces: Piece[]) =>
  Uint8Array.from(
    pieces.flatMap((piece) => (typeof piece === 'string' ? [...piece].map((c) => c.charCodeAt(0)) : piece)),
  );
const be32 = (n: number) => [n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255];
const be16 = (n: number) => [(n >> 8) & 255, n & 255];
const le16 = (n: number) => [n & 255, (n >> 8) & 255];
const le24 = (n: number) => [n & 255, (n >> 8) & 255, (n >> 16) & 255];
const le32 = (n: number) => [...le24(n), n >>> 24];

const chunk = (type: string, data: number[]): Piece[] => [be32(data.length), type, data, be32(0)];
const png = (width: number, height: number, ...rest: Piece[]) =>
  bytesOf(
    '\x89PNG\r\n\x1a\n',
    ...chunk('IHDR', [...be32(width), ...be32(height), 8, 2, 0, 0, 0]),
    ...rest,
    ...chunk('IDAT', [0, 0]),
    ...chunk('IEND', []),
  );
const segment = (marker: number, data: number[]): Piece => [0xff, marker, ...be16(data.length + 2), ...data];
const jpeg = (width: number, height: number, sof = 0xc0) =>
  bytesOf(
    [0xff, 0xd8],
    segment(0xe1, [1, 2, 3]),
    segment(0xc4, [...be16(9), ...be16(9), 9]),
    [0xff],
    segment(sof, [8, ...be16(height), ...be16(width), 3]),
  );
const riff = (...pieces: Piece[]) => bytesOf('RIFF', le32(100), 'WEBP', ...pieces);
const vp8 = (width: number, height: number) =>
  riff('VP8 ', le32(20), [0, 0, 0, 0x9d, 1, 0x2a], le16(width), le16(height));
const vp8l = (width: number, height: number) =>
  riff('VP8L', le32(20), [0x2f], le32((width - 1) | ((height - 1) << 14)));
const vp8x = (width: number, height: number, flags: number, ...rest: Piece[]) =>
  riff('VP8X', le32(10), [flags, 0, 0, 0], le24(width - 1), le24(height - 1), ...rest);
const anmf: Piece[] = ['ANMF', le32(3), [1, 2, 3, 0]];
const gif = (width: number, height: number, ...blocks: Piece[]) =>
  bytesOf('GIF89a', le16(width), le16(height), [0x80, 0, 0], [0, 0, 0, 255, 255, 255], ...blocks, ';');
const gifFrame: Piece = [0x2c, ...le16(0), ...le16(0), ...le16(1), ...le16(1), 0, 2, 2, 0x4c, 1, 0];
const gifComment: Piece = [0x21, 0xfe, 2, 0x2c, 0x2c, 0];

describe('sniff', () => {
  it.each([
    ['png', png(1, 1)],
    ['jpeg', jpeg(1, 1)],
    ['webp', vp8(1, 1)],
    ['gif', gif(1, 1)],
    ['bmp', bytesOf('BM', le32(100))],
    ['tiff', bytesOf('II*\0', le32(8))],
    ['tiff', bytesOf('MM\0*', be32(8))],
    ['avif', bytesOf(be32(24), 'ftyp', 'avif', be32(0), 'mif1', 'miaf')],
    ['avif', bytesOf(be32(24), 'ftyp', 'mif1', be32(0), 'mif1', 'avif')],
    ['heic', bytesOf(be32(24), 'ftyp', 'heic', be32(0), 'mif1', 'heic')],
    ['mp4', bytesOf(be32(24), 'ftyp', 'isom', be32(0), 'mp42')],
    ['mp4', bytesOf(be32(20), 'ftyp', 'qt  ', be32(0))],
    ['unknown', bytesOf(be32(20), 'ftyp', 'crx ', be32(0))],
    ['pdf', bytesOf('%PDF-1.7')],
    ['webm', bytesOf('\x1a\x45\xdf\xa3')],
    ['psd', bytesOf('8BPS')],
    ['jpeg-xl', bytesOf('\xff\x0a')],
    ['ico', bytesOf([0, 0, 1, 0])],
    ['svg', bytesOf('\xef\xbb\xbf<?xml version="1.0"?><!-- c -->\n<svg xmlns="…">')],
    ['svg', bytesOf('  <svg>')],
    ['unknown', bytesOf('<!doctype html><p>')],
    ['unknown', bytesOf('PK\x03\x04')],
    ['unknown', bytesOf()],
  ])('detects %s by its bytes', (format, bytes) => {
    expect(sniff(bytes)).toBe(format);
  });
});

describe('readHeader', () => {
  it.each([
    ['png', png(640, 480), 640, 480, 1],
    ['png', png(640, 480, ...chunk('acTL', [...be32(7), ...be32(0)])), 640, 480, 7],
    ['png', png(0x7fffffff, 3), 0x7fffffff, 3, 1],
    ['jpeg', jpeg(640, 480), 640, 480, 1],
    ['jpeg', jpeg(65535, 1, 0xc2), 65535, 1, 1],
    ['webp', vp8(640, 480), 640, 480, 1],
    ['webp', vp8l(16384, 9), 16384, 9, 1],
    ['webp', vp8x(16777216, 480, 0x10), 16777216, 480, 1],
    ['webp', vp8x(64, 48, 0x02, ...anmf, ...anmf, ...anmf), 64, 48, 3],
    ['gif', gif(640, 480, gifFrame), 640, 480, 1],
    ['gif', gif(640, 480, gifComment, gifFrame, gifFrame), 640, 480, 2],
  ])('reads %s %#', (format, bytes, width, height, frames) => {
    expect(readHeader(bytes)).toEqual({ format, width, height, frames });
  });

  it('reads a view into a larger buffer at its own offset', () => {
    const shared = new Uint8Array([...bytesOf('junk'), ...png(12, 34)]);
    expect(readHeader(shared.subarray(4))).toMatchObject({ width: 12, height: 34 });
  });

  it.each([
    ['nothing', bytesOf(), 'not_an_image'],
    ['text', bytesOf('hello'), 'not_an_image'],
    ['an SVG', bytesOf('<svg/>'), 'unsupported_format'],
    ['a PNG with no header chunk', bytesOf('\x89PNG\r\n\x1a\n', ...chunk('IDAT', [])), 'corrupt'],
    ['a PNG of no width', png(0, 5), 'corrupt'],
    ['a JPEG whose pixels come first', bytesOf([0xff, 0xd8], segment(0xda, [1, 2])), 'corrupt'],
    ['a JPEG of no height', jpeg(5, 0), 'corrupt'],
    ['a JPEG with a segment of no length', bytesOf([0xff, 0xd8, 0xff, 0xe0, 0, 0]), 'corrupt'],
    ['a WebP with no frame', riff('EXIF', le32(4), [0, 0, 0, 0]), 'corrupt'],
    ['a GIF with no frame', gif(5, 5), 'corrupt'],
  ])('refuses %s', (_, bytes, code) => {
    expect(() => readHeader(bytes)).toThrow(expect.objectContaining({ name: 'ImageError', code }));
  });

  it('refuses every truncation of a header as corrupt or as not an image', () => {
    for (const [whole, header] of [
      [png(64, 64), 24],
      [jpeg(64, 64), 28],
      [vp8(64, 64), 30],
      [vp8l(64, 64), 25],
      [vp8x(64, 64, 0), 30],
      [gif(64, 64, gifFrame), 20],
    ] as const) {
      for (let length = 0; length < header; length += 1) {
        expect(() => readHeader(whole.slice(0, length))).toThrow(ImageError);
      }
    }
  });

  it('throws nothing but ImageError, whatever the bytes', () => {
    const magic = fc.constantFrom<Uint8Array>(
      png(64, 64),
      jpeg(64, 64),
      vp8(64, 64),
      vp8x(64, 64, 2, ...anmf),
      gif(64, 64, gifComment, gifFrame),
      bytesOf('\xff\xd8\xff'),
      bytesOf('GIF89a'),
      bytesOf(be32(24), 'ftyp'),
    );
    const edits = fc.array(fc.tuple(fc.nat(60), fc.nat(255)), { maxLength: 6 });
    fc.assert(
      fc.property(magic, edits, fc.uint8Array({ maxLength: 200 }), (start, changes, tail) => {
        const bytes = new Uint8Array([...start, ...tail]);
        for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
        try {
          const { width, height, frames } = readHeader(bytes);
          expect(Math.min(width, height, frames)).toBeGreaterThanOrEqual(1);
        } catch (error) {
          expect(error).toBeInstanceOf(ImageError);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('walks a megabyte of hostile blocks only once', () => {
    const fill = new Uint8Array(1_000_000).fill(0xff);
    fill[1] = 0xd8;
    expect(() => readHeader(fill)).toThrow(ImageError);
    const blocks = bytesOf('GIF89a', le16(9), le16(9), [0, 0, 0]);
    const gifBomb = new Uint8Array(1_000_000);
    gifBomb.set(blocks);
    for (let at = blocks.length; at + 3 < gifBomb.length; at += 3) gifBomb.set([0x21, 0xfe, 0], at);
    expect(() => readHeader(gifBomb)).toThrow(ImageError);
  });
});
