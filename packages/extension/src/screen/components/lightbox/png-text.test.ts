import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { withText } from './png-text.ts';

const png = await sharp({ create: { width: 3, height: 2, channels: 3, background: '#aa0055' } })
  .png()
  .toBuffer();

/** The chunks of a PNG, by the specification. */
function chunksOf(bytes: Uint8Array) {
  const chunks: { type: string; data: Buffer }[] = [];
  const all = Buffer.from(bytes);
  for (let at = 8; at < all.length; ) {
    const length = all.readUInt32BE(at);
    const body = all.subarray(at + 4, at + 8 + length);
    expect(all.readUInt32BE(at + 8 + length)).toBe(crc32(body));
    chunks.push({ type: body.subarray(0, 4).toString(), data: body.subarray(4) });
    at += 12 + length;
  }
  return chunks;
}

it('adds one valid chunk with the text in UTF-8, and changes nothing else', async () => {
  const bytes = withText(png, 'parameters', 'a dog, 犬\nSeed: 7');
  const chunks = chunksOf(bytes);
  expect(chunks.map(({ type }) => type)).toEqual([
    'IHDR',
    'iTXt',
    ...chunksOf(png)
      .slice(1)
      .map(({ type }) => type),
  ]);
  expect(chunks[1]?.data.toString()).toBe('parameters\0\0\0\0\0a dog, 犬\nSeed: 7');
  expect(await sharp(bytes).raw().toBuffer()).toEqual(await sharp(png).raw().toBuffer());
  expect((await sharp(bytes).metadata()).comments).toEqual([
    { keyword: 'parameters', text: 'a dog, 犬\nSeed: 7' },
  ]);
});

it.each([
  ['a JPEG', Buffer.from('ffd8ffe000104a46494600010100000100010000ffdb0043000a', 'hex')],
  ['nothing', Buffer.alloc(0)],
  ['a cut PNG', png.subarray(0, 20)],
])('refuses %s', (_, bytes) => {
  expect(() => withText(bytes, 'parameters', 'x')).toThrow(RangeError);
});
