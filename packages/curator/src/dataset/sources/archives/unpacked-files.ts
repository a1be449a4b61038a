import { randomUUID } from 'node:crypto';
import { open, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { codeOf } from '../disk.ts';
import { SourceError } from '../source.ts';
import { tooDense } from './archive.ts';

/** Bytes that can be read from any place. */
export interface Bytes {
  readonly bytes: number;
  slice(start: number, end: number): Promise<Uint8Array<ArrayBuffer>>;
}

/** Bytes that stay readable until they are given back. */
export type Held<Kept = Bytes> = Kept & { release(): void };

/** Unpacked content in temporary files, because a compressed archive can only be read from its beginning. */
export interface UnpackedFiles {
  /**
   * The content of `key`, which is unpacked if it is not there any more.
   * @param most Bytes at most.
   * @throws SourceError `too-dense` for more bytes, `no-space` when the disk is full.
   */
  hold(key: string, unpack: () => AsyncIterable<Uint8Array>, most: number): Promise<Held>;
  /** Removes everything. */
  close(): Promise<void>;
}

/** Files that are kept although nobody reads them: the members of an archive are read one after the other. */
const MAX_IDLE = 4;

interface Kept {
  readonly file: Promise<TemporaryFile>;
  users: number;
}

type TemporaryFile = Bytes & { close(): Promise<void> };

export function unpackedFiles(): UnpackedFiles {
  /** The one used last is at the end. */
  const all = new Map<string, Kept>();
  const forget = (key: string) => {
    const kept = all.get(key);
    all.delete(key);
    // A failure was already thrown to those who wanted to read it.
    return kept?.file.then((file) => file.close()).catch(() => {});
  };
  const trim = () => {
    const idle = [...all].filter(([, { users }]) => users === 0).map(([key]) => key);
    for (const key of idle.slice(0, Math.max(0, idle.length - MAX_IDLE))) void forget(key);
  };

  return {
    async hold(key, unpack, most) {
      const kept = all.get(key) ?? { file: temporaryFile(unpack(), most), users: 0 };
      kept.users += 1;
      all.delete(key);
      all.set(key, kept);
      try {
        const { bytes, slice } = await kept.file;
        return {
          bytes,
          slice,
          release: () => {
            kept.users -= 1;
            trim();
          },
        };
      } catch (error) {
        if (all.get(key) === kept) all.delete(key);
        throw error;
      }
    },
    async close() {
      await Promise.all([...all.keys()].map(forget));
    },
  };
}

/** A file without a name: it is gone with the process, also after a kill. */
async function temporaryFile(pieces: AsyncIterable<Uint8Array>, most: number): Promise<TemporaryFile> {
  const path = join(tmpdir(), `shoji-${randomUUID()}`);
  const handle = await open(path, 'wx+', 0o600).catch(unwritable);
  let bytes = 0;
  try {
    await unlink(path);
    for await (const piece of pieces) {
      bytes += piece.length;
      if (bytes > most) throw tooDense();
      await handle.writeFile(piece).catch(unwritable);
    }
  } catch (error) {
    await handle.close();
    throw error;
  }
  return {
    bytes,
    async slice(start, end) {
      const read = new Uint8Array(Math.max(0, Math.min(end, bytes) - start));
      for (let done = 0; done < read.length; ) {
        const { bytesRead } = await handle.read(read, done, read.length - done, start + done);
        if (bytesRead === 0) throw new SourceError('unreadable', 'Its temporary file cannot be read.');
        done += bytesRead;
      }
      return read;
    },
    close: () => handle.close(),
  };
}

function unwritable(error: unknown): never {
  const reason = codeOf(error) === 'ENOSPC' ? 'it has no room' : codeOf(error) || String(error);
  throw new SourceError(
    'no-space',
    `It cannot be unpacked to ${tmpdir()} (${reason}), so its content is not checked. Set TMPDIR to a folder on a larger disk.`,
    { cause: error },
  );
}
