import { Readable } from 'node:stream';
import {
  createBrotliCompress,
  createBrotliDecompress,
  createGunzip,
  createGzip,
  createZstdCompress,
  createZstdDecompress,
} from 'node:zlib';
import { SourceError } from '../source.ts';
import { type ArchiveFile, damaged, piecesOf } from './archive.ts';

/** A compression that Node itself reads and writes. */
export type Compression = 'gzip' | 'zstd' | 'brotli';

const UNPACKERS = { gzip: createGunzip, zstd: createZstdDecompress, brotli: createBrotliDecompress };
const PACKERS = { gzip: createGzip, zstd: createZstdCompress, brotli: createBrotliCompress };

/** Most streams in one file; parallel compressors write one for some megabytes. Each is read by a new decompressor. */
const MAX_STREAMS = 65_536;

/**
 * The content of a compressed file, in chunks. A file may be several compressed streams one after the other. Node's
 * decompressors of Zstandard and Brotli end in silence after the first one, so this reads on until no byte is left.
 * @throws SourceError `damaged-archive`, also for bytes after the end that are not compressed.
 */
export async function* unpacked(file: ArchiveFile, compression: Compression): AsyncGenerator<Uint8Array> {
  let start = 0;
  for (let streams = 0; start < file.bytes || streams === 0; streams += 1) {
    if (streams === MAX_STREAMS) throw unreadable(compression, new Error('it has too many parts'));
    const unpacking = UNPACKERS[compression]();
    const bytes = Readable.from(piecesOf(file, start, file.bytes));
    bytes.on('error', (error) => unpacking.destroy(error));
    bytes.pipe(unpacking);
    try {
      yield* unpacking;
    } catch (error) {
      throw error instanceof SourceError ? error : unreadable(compression, error);
    } finally {
      bytes.destroy();
      unpacking.destroy();
    }
    // Bytes that the decompressor has used.
    start += unpacking.bytesWritten;
  }
}

/** A transform stream that compresses. */
export function packer(compression: Compression): NodeJS.ReadWriteStream {
  return PACKERS[compression]();
}

function unreadable(compression: Compression, error: unknown): SourceError {
  return damaged(`a file compressed by ${compression}`, error);
}
