/** Picture formats that Shoji decodes. */
export type DecodableFormat = 'png' | 'jpeg' | 'webp' | 'gif';

/** Every format that is recognised; those that are not decodable are refused by their name. */
export type ImageFormat = DecodableFormat | RefusedFormat | 'unknown';

/** Formats that people send as images and that are refused with the format's name. */
export type RefusedFormat =
  | 'bmp'
  | 'tiff'
  | 'avif'
  | 'heic'
  | 'svg'
  | 'ico'
  | 'psd'
  | 'jpeg-2000'
  | 'jpeg-xl'
  | 'pdf'
  | 'mp4'
  | 'webm';

/** Brands of ISO base media files that are HEIF with HEVC inside, or that do not name their codec. */
const HEIF_BRANDS = ['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'hevm', 'hevs', 'mif1', 'msf1'];

/** Major brands of ISO base media files that are films. */
const FILM_BRANDS = /^(isom|iso[2-9]|mp4\d|avc1|m4v |m4a |qt {2}|3g[a-z0-9]{2}|dash|mmp4|msnv)$/i;

/** First bytes of formats that are refused by their name. */
const REFUSED: readonly (readonly [magic: string, format: RefusedFormat])[] = [
  ['II*\0', 'tiff'],
  ['MM\0*', 'tiff'],
  ['II+\0', 'tiff'],
  ['MM\0+', 'tiff'],
  ['BM', 'bmp'],
  ['\0\0\x01\0', 'ico'],
  ['8BPS', 'psd'],
  ['\0\0\0\x0cjP  \r\n\x87\n', 'jpeg-2000'],
  ['\xff\x4f\xff\x51', 'jpeg-2000'],
  ['\0\0\0\x0cJXL \r\n\x87\n', 'jpeg-xl'],
  ['\xff\x0a', 'jpeg-xl'],
  ['%PDF-', 'pdf'],
  ['\x1a\x45\xdf\xa3', 'webm'],
];

/** Number of first bytes in which an SVG's root element is searched. */
const SVG_WINDOW = 1024;

/** The format by its magic bytes. Names, extensions and declared types are ignored. */
export function sniff(bytes: Uint8Array): ImageFormat {
  if (startsWith(bytes, '\x89PNG\r\n\x1a\n')) return 'png';
  if (startsWith(bytes, '\xff\xd8\xff')) return 'jpeg';
  if (startsWith(bytes, 'RIFF') && startsWith(bytes, 'WEBP', 8)) return 'webp';
  if (startsWith(bytes, 'GIF87a') || startsWith(bytes, 'GIF89a')) return 'gif';
  if (startsWith(bytes, 'ftyp', 4)) return sniffIsoMedia(bytes);
  const refused = REFUSED.find(([magic]) => startsWith(bytes, magic));
  if (refused) return refused[1];
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
  // Major brand, minor version, then the compatible brands; four are enough for the files of real encoders.
  const brands = [8, 16, 20, 24, 28].map((offset) => latin1(bytes, offset, 4));
  if (brands.some((brand) => brand === 'avif' || brand === 'avis')) return 'avif';
  if (brands.some((brand) => HEIF_BRANDS.includes(brand))) return 'heic';
  return FILM_BRANDS.test(brands[0] ?? '') ? 'mp4' : 'unknown';
}
