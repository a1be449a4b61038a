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
  /** Its name in the archive. */
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
export type MemberChoice =
  | 'keep'
  | 'leave'
  | { readonly content: Uint8Array<ArrayBuffer>; readonly left: ReadonlySet<number> };

/** Reads and copies one format of archives. Throws `SourceError` for an archive that cannot be read. */
export interface ArchiveFormat {
  /** All members in their order, without reading more than is needed to find them. */
  list(file: ArchiveFile): AsyncIterable<Member>;
  /** One member's content, of at most `maxBytes`. */
  read(file: ArchiveFile, at: string, maxBytes: number): Promise<Uint8Array<ArrayBuffer>>;
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
export const MAX_RATIO = 100;

/** The size to which any archive may unpack, in bytes. */
export const FREE_BYTES = 64 * 1024 * 1024;

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
