import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';

/** Writes JPEGs of 512 × 512 px that differ in their bytes; the pixels of each tenth one are new. */
export async function writeJpegs(folder: string, count: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  let encoded: Buffer = Buffer.alloc(0);
  for (let number = 0; number < count; number += 1) {
    if (number % 10 === 0) encoded = await jpeg(number);
    const comment = Buffer.from(`number ${number}`);
    const segment = Buffer.from([0xff, 0xfe, 0, comment.length + 2, ...comment]);
    await writeFile(
      join(folder, `${String(number).padStart(6, '0')}.jpg`),
      Buffer.concat([encoded.subarray(0, 2), segment, encoded.subarray(2)]),
    );
  }
}

function jpeg(seed: number): Promise<Buffer> {
  const data = Buffer.alloc(512 * 512 * 3);
  for (let at = 0; at < data.length; at += 1)
    data[at] = 128 + 90 * Math.sin((at % 1536) / (40 + seed) + at / 60_000);
  return sharp(data, { raw: { width: 512, height: 512, channels: 3 } })
    .jpeg({ quality: 85 })
    .toBuffer();
}

/** Writes distinct PNGs of 16 × 16 px, without an encoder's cost. */
export async function writeTinyPngs(folder: string, count: number): Promise<void> {
  for (let number = 0; number < count; number += 1) {
    const place = join(folder, String(Math.floor(number / 1_000)));
    if (number % 1_000 === 0) await mkdir(place, { recursive: true });
    await writeFile(join(place, `${number}.png`), tinyPng(number));
  }
}

function tinyPng(number: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(16, 0);
  header.writeUInt32BE(16, 4);
  header.set([8, 0], 8);
  const rows = Buffer.alloc(16 * 17);
  for (let at = 0; at < rows.length; at += 1)
    rows[at] = at % 17 === 0 ? 0 : Math.imul(number + 7, at * 2654435761) >>> 24;
  const magic = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  return Buffer.concat([
    magic,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 1 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}
