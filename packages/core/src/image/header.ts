import { ImageError } from './errors.ts';
import {
  type DecodableFormat,
  type ImageFormat,
  latin1,
  type RefusedFormat,
  sniff,
  startsWith,
} from './sniff.ts';

/** The facts in an image's header. Sides in pixels, before any EXIF rotation. */
export interface ImageHeader {
  readonly format: DecodableFormat;
  readonly width: number;
  readonly height: number;
  /** 1 for a still picture. */
  readonly frames: number;
}

const DECODABLE = { png: readPng, jpeg: readJpeg, webp: readWebp, gif: readGif };

/**
 * Reads format, sides and frames without decoding a pixel, in time linear in the bytes.
 * @throws ImageError `not_an_image`, `unsupported_format` or `corrupt`; it throws nothing else, for any bytes.
 */
export function readHeader(bytes: Uint8Array): ImageHeader {
  const format = sniff(bytes);
  if (!isDecodable(format)) throw refusal(format);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { width, height, frames } = DECODABLE[format](new Reader(bytes, view));
  if (width === 0 || height === 0) throw corrupt('its header gives it no size');
  return { format, width, height, frames };
}

type Facts = Omit<ImageHeader, 'format'>;

/** Bounds-checked reads: a header that points past the end is a corrupt picture, not a crash. */
class Reader {
  readonly bytes: Uint8Array;
  readonly #view: DataView;

  constructor(bytes: Uint8Array, view: DataView) {
    this.bytes = bytes;
    this.#view = view;
  }

  has(offset: number, length: number): boolean {
    return offset + length <= this.bytes.length;
  }

  u8(offset: number): number {
    return this.#view.getUint8(this.#within(offset, 1));
  }

  u16(offset: number, littleEndian = false): number {
    return this.#view.getUint16(this.#within(offset, 2), littleEndian);
  }

  u24(offset: number): number {
    return this.u16(offset, true) | (this.u8(offset + 2) << 16);
  }

  u32(offset: number, littleEndian = false): number {
    return this.#view.getUint32(this.#within(offset, 4), littleEndian);
  }

  #within(offset: number, length: number): number {
    if (!this.has(offset, length)) throw corrupt('it ends in the middle of its header');
    return offset;
  }
}

/** PNG 3rd edition, §11.2.1 IHDR and §11.3.3.1 acTL, which must precede the first IDAT. */
function readPng(reader: Reader): Facts {
  if (!startsWith(reader.bytes, 'IHDR', 12)) throw corrupt('its first chunk is not the header');
  const size = { width: reader.u32(16), height: reader.u32(20) };
  let offset = 8;
  while (reader.has(offset, 8)) {
    const type = latin1(reader.bytes, offset + 4, 4);
    if (type === 'acTL') return { ...size, frames: Math.max(1, reader.u32(offset + 8)) };
    if (type === 'IDAT' || type === 'IEND') break;
    offset += 12 + reader.u32(offset);
  }
  return { ...size, frames: 1 };
}

/** ITU-T T.81, annex B: walks the marker segments to the frame header. */
function readJpeg(reader: Reader): Facts {
  let offset = 2;
  for (;;) {
    if (reader.u8(offset) !== 0xff) throw corrupt('a marker is missing');
    const marker = reader.u8(offset + 1);
    if (marker === 0xff) {
      offset += 1;
      continue;
    }
    if (isFrameHeader(marker)) {
      return { width: reader.u16(offset + 7), height: reader.u16(offset + 5), frames: 1 };
    }
    if (marker === 0xd9 || marker === 0xda) throw corrupt('its pixels start before its header');
    const standsAlone = marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
    offset += 2;
    if (standsAlone) continue;
    const length = reader.u16(offset);
    if (length < 2) throw corrupt('a segment is shorter than its own length');
    offset += length;
  }
}

/** SOF0 – SOF15, but not the tables and extensions that share the range. */
function isFrameHeader(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

/** RFC 9649, §2.5 – 2.7 and §3.4; RFC 6386, §9.1. */
function readWebp(reader: Reader): Facts {
  const type = latin1(reader.bytes, 12, 4);
  if (type === 'VP8 ') {
    if (!startsWith(reader.bytes, '\x9d\x01\x2a', 23)) throw corrupt('its frame has no start code');
    const side = (offset: number) => reader.u16(offset, true) & 0x3fff;
    return { width: side(26), height: side(28), frames: 1 };
  }
  if (type === 'VP8L') {
    if (reader.u8(20) !== 0x2f) throw corrupt('its frame has no signature');
    const bits = reader.u32(21, true);
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1, frames: 1 };
  }
  if (type !== 'VP8X') throw corrupt('it holds no frame');
  const animated = (reader.u8(20) & 0x02) !== 0;
  const frames = animated ? countWebpFrames(reader) : 1;
  return { width: reader.u24(24) + 1, height: reader.u24(27) + 1, frames };
}

function countWebpFrames(reader: Reader): number {
  let frames = 0;
  for (let offset = 12; reader.has(offset, 8); ) {
    if (startsWith(reader.bytes, 'ANMF', offset)) frames += 1;
    const length = reader.u32(offset + 4, true);
    offset += 8 + length + (length % 2);
  }
  return Math.max(1, frames);
}

/** GIF89a specification, §18 – 27: the logical screen, then blocks up to the trailer. */
function readGif(reader: Reader): Facts {
  const size = { width: reader.u16(6, true), height: reader.u16(8, true) };
  let offset = 13 + colourTableBytes(reader.u8(10));
  let frames = 0;
  while (reader.has(offset, 1)) {
    const block = reader.u8(offset);
    if (block === 0x21) {
      offset = afterSubBlocks(reader, offset + 2);
    } else if (block === 0x2c) {
      frames += 1;
      offset = afterSubBlocks(reader, offset + 11 + colourTableBytes(reader.u8(offset + 9)));
    } else {
      break;
    }
  }
  if (frames === 0) throw corrupt('it holds no frame');
  return { ...size, frames };
}

function colourTableBytes(flags: number): number {
  return (flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 0x07) + 1);
}

function afterSubBlocks(reader: Reader, start: number): number {
  let offset = start;
  while (reader.has(offset, 1)) {
    const length = reader.u8(offset);
    offset += 1 + length;
    if (length === 0) break;
  }
  return offset;
}

function isDecodable(format: ImageFormat): format is DecodableFormat {
  return Object.hasOwn(DECODABLE, format);
}

/** The names of refused file formats. */
const SPOKEN: Record<RefusedFormat, string> = {
  bmp: 'BMP pictures',
  tiff: 'TIFF pictures',
  avif: 'AVIF pictures',
  heic: 'HEIC pictures',
  svg: 'SVG pictures',
  ico: 'ICO pictures',
  psd: 'PSD pictures',
  'jpeg-2000': 'JPEG 2000 pictures',
  'jpeg-xl': 'JPEG XL pictures',
  pdf: 'PDF documents',
  mp4: 'MP4 and QuickTime films',
  webm: 'WebM and Matroska films',
};

function refusal(format: RefusedFormat | 'unknown'): ImageError {
  const remedy = 'Send a PNG, JPEG, WebP or GIF picture.';
  return format === 'unknown'
    ? new ImageError('not_an_image', `The bytes are not a picture. ${remedy}`)
    : new ImageError('unsupported_format', `${SPOKEN[format]} are not accepted. ${remedy}`);
}

function corrupt(detail: string): ImageError {
  return new ImageError('corrupt', `The picture is damaged: ${detail}. Save it again and send it whole.`);
}
