import { createReadStream, createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { crc32, createInflateRaw, inflateRaw } from 'node:zlib';
import {
  fromRandomAccessReaderPromise,
  RandomAccessReader,
  type Entry as ZipEntry,
  type ZipFile,
} from 'yauzl';
import { ZipFile as ZipWriter } from 'yazl';
import { SourceError, tooManyBytes } from '../source.ts';
import {
  type ArchiveFile,
  type ArchiveFormat,
  damaged,
  type Member,
  nameProblem,
  numbersOf,
  piecesOf,
} from './archive.ts';

/** Methods of compression. Source: PKWARE APPNOTE 4.4.5. */
const STORED = 0;
const DEFLATED = 8;
/**
 * The length of a member's local header before its name, and the offsets of the lengths of name and extra field.
 * Source: 4.3.7.
 */
const LOCAL_HEADER = 30;
const NAME_LENGTH = 26;
const EXTRA_LENGTH = 28;

const inflate = promisify(inflateRaw);

/** ZIP archives. Listing reads their central directory only. */
export const zip: ArchiveFormat = {
  async *list(file) {
    try {
      for await (const entry of (await opened(file)).eachEntry()) {
        if (!entry.fileName.endsWith('/')) yield memberOf(entry);
      }
    } catch (error) {
      throw error instanceof SourceError ? error : damaged('a ZIP archive', error);
    }
  },

  async read(file, at, maxBytes) {
    const { packed, size, isDeflated, checksum, header } = placeOf(at);
    if (Math.max(packed, size) > maxBytes) throw tooManyBytes(Math.max(packed, size), maxBytes);
    const start = await startOf(file, header);
    const content = await file.slice(start, start + packed);
    const bytes = isDeflated ? await unpack(content, size) : content;
    if (bytes.length !== size || crc32(bytes) !== checksum) throw wrong();
    return bytes;
  },

  async content(file, at) {
    const { packed, isDeflated, header, ...expected } = placeOf(at);
    const start = await startOf(file, header);
    return isDeflated ? inflated(file, start, start + packed, expected) : [start, start + packed];
  },

  async copy(file, choices, to) {
    const writer = new ZipWriter();
    const stop = new AbortController();
    const written = pipeline(writer.outputStream, createWriteStream(to, { flags: 'wx' }), stop);
    // A member that cannot be read fails when its turn comes, while the archive is written.
    let failure: unknown;
    writer.on('error', (error: unknown) => {
      failure ??= error;
      stop.abort();
    });
    // Awaited below; an earlier failure ends the writing.
    written.catch(() => {});
    let number = 0;
    let kept = 0;
    try {
      for await (const entry of (await opened(file)).eachEntry()) {
        const options = { mtime: entry.getLastModDate(), mode: entry.externalFileAttributes >>> 16 };
        if (entry.fileName.endsWith('/')) {
          writer.addEmptyDirectory(entry.fileName, options);
          continue;
        }
        const choice = choices[number] ?? 'leave';
        number += 1;
        if (choice === 'leave') continue;
        kept += 1;
        const { name, at, bytes } = memberOf(entry);
        const content = async () => {
          if (choice === 'keep') return Readable.from([await zip.read(file, at, bytes)]);
          return 'copy' in choice ? createReadStream(choice.copy) : Readable.from([choice.content]);
        };
        writer.addReadStreamLazy(
          name,
          { ...options, compress: entry.compressionMethod === DEFLATED },
          // Read just before it is written, so that only one member is in memory at a time.
          (give) => {
            content().then(
              (own) => give(null, own),
              (error: unknown) => give(error, Readable.from([])),
            );
          },
        );
      }
    } catch (error) {
      stop.abort();
      throw error instanceof SourceError ? error : damaged('a ZIP archive', error);
    }
    writer.end();
    await written.catch((error: unknown) => {
      throw failure ?? error;
    });
    return kept;
  },
};

function opened(file: ArchiveFile): Promise<ZipFile> {
  return fromRandomAccessReaderPromise(new Slices(file), file.bytes, {
    // Names are checked one by one: one bad name must not hide the other members.
    decodeStrings: true,
    validateEntrySizes: false,
    strictFileNames: true,
  });
}

/** The place of a member, by its locator. */
function placeOf(at: string) {
  const [header = 0, packed = 0, size = 0, method = STORED, checksum = 0] = numbersOf(at);
  return { header, packed, size, isDeflated: method === DEFLATED, checksum };
}

/** The offset of a member's content. */
async function startOf(file: ArchiveFile, header: number): Promise<number> {
  const local = Buffer.from(await file.slice(header, header + LOCAL_HEADER));
  if (local.length < LOCAL_HEADER) throw damaged('a ZIP archive', new Error('A header is missing'));
  return header + LOCAL_HEADER + local.readUInt16LE(NAME_LENGTH) + local.readUInt16LE(EXTRA_LENGTH);
}

function wrong(): SourceError {
  return damaged('a member of a ZIP archive', new Error('its size or checksum is wrong'));
}

/** The content of a compressed member in chunks and at the end an error if its size or checksum is wrong. */
async function* inflated(
  file: ArchiveFile,
  start: number,
  end: number,
  expected: { readonly size: number; readonly checksum: number },
): AsyncGenerator<Uint8Array> {
  const unpacking = createInflateRaw();
  const packed = Readable.from(piecesOf(file, start, end));
  packed.on('error', (error) => unpacking.destroy(error));
  packed.pipe(unpacking);
  let size = 0;
  let checksum = 0;
  try {
    for await (const piece of unpacking) {
      const bytes: Buffer = Buffer.from(piece);
      size += bytes.length;
      if (size > expected.size) throw wrong();
      checksum = crc32(bytes, checksum);
      yield bytes;
    }
  } catch (error) {
    throw error instanceof SourceError ? error : damaged('a member of a ZIP archive', error);
  } finally {
    packed.destroy();
    unpacking.destroy();
  }
  if (size !== expected.size || checksum !== expected.checksum) throw wrong();
}

async function unpack(content: Uint8Array, size: number): Promise<Uint8Array<ArrayBuffer>> {
  try {
    // One byte more than the declared size is an error, so a zip bomb is never unpacked as a whole.
    return new Uint8Array(await inflate(content, { maxOutputLength: Math.max(1, size) }));
  } catch (error) {
    throw damaged('a member of a ZIP archive', error);
  }
}

function memberOf(entry: ZipEntry): Member {
  const {
    fileName: name,
    uncompressedSize: bytes,
    compressedSize,
    compressionMethod,
    crc32: checksum,
  } = entry;
  const at = [entry.relativeOffsetOfLocalHeader, compressedSize, bytes, compressionMethod, checksum].join();
  const problem = problemOf(entry) ?? nameProblem(name);
  return { name, bytes, at, ...(problem !== undefined && { problem }) };
}

function problemOf(entry: ZipEntry): Member['problem'] {
  if (entry.isEncrypted()) {
    return { code: 'encrypted', message: 'It is encrypted, so it is not checked. Unpack it into the set.' };
  }
  if (![STORED, DEFLATED].includes(entry.compressionMethod)) {
    const message = `It is compressed by method ${entry.compressionMethod}, which is not read. Unpack it into the set.`;
    return { code: 'compression', message };
  }
  return undefined;
}

/** The reader that yauzl reads from. */
class Slices extends RandomAccessReader {
  readonly #file: ArchiveFile;

  constructor(file: ArchiveFile) {
    super();
    this.#file = file;
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(piecesOf(this.#file, start, end));
  }
}
