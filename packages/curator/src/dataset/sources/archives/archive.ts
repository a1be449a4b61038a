import { type Entry, SourceError } from '../source.ts';

/** A file that contains other files, for its reader. */
export interface ArchiveFile {
  /** Path in the data set. */
  readonly path: string;
  readonly bytes: number;
  /** Changes with its content. */
  readonly version: string;
  /** Bytes from `start` to before `end`. Throws `SourceError`, also when the file has changed since it was listed. */
  slice(start: number, end: number): Promise<Uint8Array<ArrayBuffer>>;
}

/** One file in an archive. */
export interface Member {
  /** Its name in the archive; empty for the content of a compressed file, which is called like the file. */
  readonly name: string;
  readonly bytes: number;
  /** Its locator, which only the archive's own reader understands. */
  readonly at: string;
  readonly problem?: Entry['problem'];
}

/**
 * The part of a member for a copy of its archive: all of it, nothing, or a file of texts without the rows in `left`,
 * whose numbers begin at 0.
 */
export type PartChoice =
  | 'keep'
  | 'leave'
  | { readonly content: Uint8Array<ArrayBuffer>; readonly left: ReadonlySet<number> };

/** The part of a member, or the cleaned copy of one that is an archive itself. */
export type MemberChoice = PartChoice | ArchiveCopy;

/** A cleaned copy of an archive within an archive, in a file on this machine. */
export interface ArchiveCopy {
  readonly copy: string;
  readonly bytes: number;
}

/** The bytes from `start` to before `end` of an archive. */
export type Stretch = readonly [start: number, end: number];

/** Whether a member's content is in its archive as it is. */
export function isStretch(content: Stretch | AsyncIterable<Uint8Array>): content is Stretch {
  return Array.isArray(content);
}

/** Reads and copies one format of archives. Throws `SourceError` for an archive that cannot be read. */
export interface ArchiveFormat {
  /** All members in their order, without reading more than is needed to find them. */
  list(file: ArchiveFile): AsyncIterable<Member>;
  /** One member's content, of at most `maxBytes`. */
  read(file: ArchiveFile, at: string, maxBytes: number): Promise<Uint8Array<ArrayBuffer>>;
  /** One member's content of any size: where it is in the archive, or unpacked in chunks. */
  content(file: ArchiveFile, at: string): Promise<Stretch | AsyncIterable<Uint8Array>>;
  /**
   * Writes a copy of the archive to a new file on this machine, with the chosen parts of its members in their order.
   * @param choices One for each member of the list; a member without one is left out.
   * @returns The number of members, or rows, in the copy.
   */
  copy(file: ArchiveFile, choices: readonly MemberChoice[], to: string): Promise<number>;
}

/** Most members of one archive; more would fill the memory with names. */
export const MAX_MEMBERS = 1_000_000;

/** How many times its own size an archive may unpack to. Pictures hardly shrink, and captions to a tenth. */
const MAX_RATIO = 100;

/** The size to which any archive may unpack, in bytes. */
const FREE_BYTES = 64 * 1024 * 1024;

/** Bytes of temporary files for one archive at most. */
const MAX_UNPACKED = 32 * 1024 ** 3;

/** Bytes to which the archives in a file of `bytes` bytes may unpack. */
export function mostUnpacked(bytes: number): number {
  return Math.min(MAX_UNPACKED, Math.max(FREE_BYTES, MAX_RATIO * bytes));
}

/** How many archives may be one within the other, that of the set included. */
export const MAX_DEPTH = 3;

/** The error for an archive, or a member of it, that unpacks to too many bytes. */
export function tooDense(): SourceError {
  return new SourceError(
    'too-dense',
    `The archive unpacks to more than ${MAX_RATIO} times its size, or more than 32 GiB, so this is not read.`,
  );
}

/** The error for an archive that is damaged or has another format than its name. */
export function damaged(what: string, error: unknown): SourceError {
  const detail = error instanceof Error ? error.message : String(error);
  return new SourceError(
    'damaged-archive',
    `It cannot be read as ${what}, so its content is not checked: ${detail.replace(/\.?$/, '.')}`,
    { cause: error },
  );
}

/** The problem of a member that is not a file, or whose name leads out of the archive. */
export function nameProblem(name: string): Member['problem'] {
  const isOutside = /^([/\\]|[a-z]:)/i.test(name) || name.split(/[/\\]/).includes('..');
  return isOutside
    ? { code: 'outside', message: 'Its path leads outside the archive, so it is not read.' }
    : undefined;
}

/** Bytes per read. */
const PIECE = 1024 * 1024;

/** The bytes from `start` to before `end` in chunks, so that no archive is in memory as a whole. */
export async function* piecesOf(file: ArchiveFile, start: number, end: number): AsyncGenerator<Uint8Array> {
  for (let at = start; at < end; at += PIECE) yield await file.slice(at, Math.min(end, at + PIECE));
}

/** Whole numbers from a locator that a format's own `list` has made. */
export function numbersOf(at: string): number[] {
  return at.split(',').map(Number);
}
