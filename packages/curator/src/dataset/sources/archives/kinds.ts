import type { ArchiveFormat } from './archive.ts';
import type { Compression } from './compression.ts';

/** A kind of archives that is opened. */
export interface ArchiveKind {
  /** In locators of members. */
  readonly name: string;
  /** The end of its files' names. */
  readonly suffix: RegExp;
  readonly format: () => Promise<ArchiveFormat>;
  /** The compression of the archive as a whole. */
  readonly compression?: Compression;
}

const tar = async () => (await import('./tar.ts')).tar;
const single = async () => (await import('./single.ts')).single;

/** A name is of the first kind whose suffix it has. */
const KINDS: readonly ArchiveKind[] = [
  { name: 'tar', suffix: /\.tar$/i, format: tar },
  { name: 'tgz', suffix: /\.(tar\.gz|tgz)$/i, format: tar, compression: 'gzip' },
  { name: 'tzst', suffix: /\.(tar\.zst|tzst)$/i, format: tar, compression: 'zstd' },
  { name: 'tbr', suffix: /\.tar\.br$/i, format: tar, compression: 'brotli' },
  { name: 'zip', suffix: /\.(zip|cbz)$/i, format: async () => (await import('./zip.ts')).zip },
  { name: 'parquet', suffix: /\.parquet$/i, format: async () => (await import('./parquet.ts')).parquet },
  { name: 'gz', suffix: /\.gz$/i, format: single, compression: 'gzip' },
  { name: 'zst', suffix: /\.zst$/i, format: single, compression: 'zstd' },
  { name: 'br', suffix: /\.br$/i, format: single, compression: 'brotli' },
];

/** The kind of an archive by its name; undefined for a file that is not opened. */
export function archiveKindOf(path: string): ArchiveKind | undefined {
  return KINDS.find(({ suffix }) => suffix.test(path));
}

/** @param name As in a locator. */
export function archiveKindNamed(name: string): ArchiveKind | undefined {
  return KINDS.find((kind) => kind.name === name);
}
