import { crc32, deflateSync } from 'node:zlib';
import { sharp } from './sharp.ts';

/** A picture with detail everywhere: crossing colour waves, the same every time. RGB or RGBA. */
export function waves(width: number, height: number, channels: 3 | 4 = 3) {
  const data = new Uint8Array(width * height * channels);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = (y * width + x) * channels;
      data[at] = 128 + 100 * Math.sin(x / 7);
      data[at + 1] = 128 + 100 * Math.sin(y / 9);
      data[at + 2] = 128 + 100 * Math.sin((x + y) / 11);
      if (channels === 4) data[at + 3] = 255;
    }
  }
  return sharp(data, { raw: { width, height, channels } });
}

/** A strip of one kind of pixel with ten columns of another at each end. Scaled for a judge, its sides are rounded. */
export function strip(pixel: readonly number[], end: readonly number[]) {
  const [width, height, channels] = [6_000, 16, pixel.length === 4 ? 4 : 3] as const;
  const data = new Uint8Array(width * height * channels);
  for (let at = 0; at < width * height; at += 1) {
    const x = at % width;
    data.set(x < 10 || x >= width - 10 ? end : pixel, at * channels);
  }
  return sharp(data, { raw: { width, height, channels } });
}

/** One PNG chunk with its length and checksum. */
export function pngChunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}

const PNG_MAGIC = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

/** A PNG of one grey, a bit a pixel: all the rows there are, however many, in few bytes. */
export function blankPng(width: number, height: number, rows = height): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 1;
  const pixels = Buffer.alloc(rows * (1 + Math.ceil(width / 8)));
  return Buffer.concat([
    PNG_MAGIC,
    pngChunk('IHDR', header),
    pngChunk('IDAT', deflateSync(pixels)),
    pngChunk('IEND', new Uint8Array()),
  ]);
}

/** Puts chunks right after the header of a PNG. */
export function withChunks(png: Buffer, ...chunks: Buffer[]): Buffer {
  const afterHeader = PNG_MAGIC.length + 25;
  return Buffer.concat([png.subarray(0, afterHeader), ...chunks, png.subarray(afterHeader)]);
}

/** A copy of the bytes, as a port takes them. */
export function own(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}
