/** Bytes of a PNG before its first chunk (PNG specification, section 5.2). */
const SIGNATURE = 8;
/** Bytes of the first chunk, IHDR: length, type, 13 bytes of data, and CRC. */
const HEADER = 4 + 4 + 13 + 4;

/**
 * A PNG with a text beside its pixels: an uncompressed iTXt chunk after the header (PNG specification, 11.3.3.4).
 * @param png Bytes of a PNG.
 * @param keyword 1 to 79 Latin characters.
 * @throws RangeError if the bytes are no PNG
 */
export function withText(png: Uint8Array, keyword: string, text: string): Uint8Array<ArrayBuffer> {
  const at = SIGNATURE + HEADER;
  if (png.length < at || String.fromCharCode(...png.subarray(1, 4)) !== 'PNG')
    throw new RangeError('Not a PNG.');
  // Keyword, end, no compression (2 bytes), no language, no translated keyword.
  const data = new TextEncoder().encode(`iTXt${keyword}\0\0\0\0\0${text}`);
  const chunk = new Uint8Array(4 + data.length + 4);
  const view = new DataView(chunk.buffer);
  // The length counts neither the type nor itself.
  view.setUint32(0, data.length - 4);
  chunk.set(data, 4);
  view.setUint32(4 + data.length, crc32(data));
  const whole = new Uint8Array(png.length + chunk.length);
  whole.set(png.subarray(0, at));
  whole.set(chunk, at);
  whole.set(png.subarray(at), at + chunk.length);
  return whole;
}

/** CRC-32 of ISO 3309, as PNG uses it (annex D of its specification). */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
