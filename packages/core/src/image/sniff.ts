/** Picture formats that Shoji decodes. */
export type DecodableFormat = 'png' | 'jpeg' | 'webp' | 'gif';

/** Every format that is recognised; those that are not decodable are refused by their name. */
export type ImageFormat = DecodableFormat | 'bmp' | 'tiff' | 'avif' | 'heic' | 'svg' | 'unknown';

/** Brands of ISO base media files that are HEIF with HEVC inside, or do not say what is inside. */
const HEIF_BRANDS = ['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'hevm', 'hevs', 'mif1', 'msf1'];

/** Where an SVG's root element is looked for, in bytes. */
const SVG_WINDOW = 1024;

/** The format that the magic bytes tell. Names, extensions and declared types are never asked. */
export function sniff(bytes: Uint8Array): ImageFormat {
  if (startsWith(bytes, '\x89PNG\r\n\x1a\n')) return 'png';
  if (startsWith(bytes, '\xff\xd8\xff')) return 'jpeg';
  if (startsWith(bytes, 'RIFF') && startsWith(bytes, 'WEBP', 8)) return 'webp';
  if (startsWith(bytes, 'GIF87a') || startsWith(bytes, 'GIF89a')) return 'gif';
  if (startsWith(bytes, 'ftyp', 4)) return sniffIsoMedia(bytes);
  if (['II*\0', 'MM\0*', 'II+\0', 'MM\0+'].some((magic) => startsWith(bytes, magic))) return 'tiff';
  if (startsWith(bytes, 'BM')) return 'bmp';
  return isSvg(latin1(bytes, 0, SVG_WINDOW)) ? 'svg' : 'unknown';
}

/** Whether `bytes` holds the characters of `magic` (one byte each) at `offset`. */
export function startsWith(bytes: Uint8Array, magic: string, offset = 0): boolean {
  return latin1(bytes, offset, magic.length) === magic;
}

/** `length` bytes from `offset` as one character each; shorter where the bytes end. */
export function latin1(bytes: Uint8Array, offset: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(offset, offset + length));
}

function isSvg(start: string): boolean {
  const markup = start.replace(/^\xef\xbb\xbf/, '').trimStart();
  return /^<(?:svg|\?xml|!--|!doctype)/i.test(markup) && /<svg[\s>/]/i.test(markup);
}

function sniffIsoMedia(bytes: Uint8Array): ImageFormat {
  // Major brand, minor version, then the compatible brands; four are as many as real encoders need to tell.
  const brands = [8, 16, 20, 24, 28].map((offset) => latin1(bytes, offset, 4));
  if (brands.some((brand) => brand === 'avif' || brand === 'avis')) return 'avif';
  return brands.some((brand) => HEIF_BRANDS.includes(brand)) ? 'heic' : 'unknown';
}
