import { OperatorError } from '@shoji/core';

/** One file of a data set in a listing. */
export interface Entry {
  /** Relative to the set's root, with `/` between folders. */
  readonly path: string;
  readonly bytes: number;
  /** Changes whenever the content may have changed: the times of a file, the ETag of an object. */
  readonly version: string;
  /** Why it cannot be read, if the listing already shows it. */
  readonly problem?: Problem;
  /** True for an archive whose members are listed; then it is not read itself. */
  readonly isArchive?: true;
}

/** Why a file was not judged. `code` is stable and kebab-case; `message` is one plain sentence. */
export interface Problem {
  readonly code: string;
  readonly message: string;
}

/** A file that could not be read, moved or deleted. */
export class SourceError extends OperatorError {
  override readonly name = 'SourceError';
  readonly problem: Problem;

  constructor(code: string, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.problem = { code, message };
  }
}

/** A file that was restored from quarantine, or the reason why not. */
export interface Restored {
  readonly path: string;
  readonly problem?: Problem;
}

/** The remaining versions of a moved or deleted file, which a bucket keeps. */
export type Leftover = 'versions';

/** The place of a data set. Each change is refused when the file has changed since it was judged. */
export interface Source {
  /** The folder's absolute path, or `s3://bucket/prefix/`. */
  readonly uri: string;
  /** Everything under the root, in any order, nothing left out. Throws `SourceError` when the root itself cannot be read. */
  list(): AsyncIterable<Entry>;
  /**
   * The whole content. Throws `SourceError`, also when it has more than `maxBytes`, or when its version is not `version`;
   * a caller that compares hashes can omit `version`.
   */
  read(path: string, maxBytes: number, version?: string): Promise<Uint8Array<ArrayBuffer>>;
  /**
   * The bytes from `start` to before `end`. Throws `SourceError`, also when its version is not `version`; a caller that
   * compares hashes can omit it.
   */
  slice(path: string, start: number, end: number, version?: string): Promise<Uint8Array<ArrayBuffer>>;
  /**
   * Moves a file out of the set; `restore` undoes it. Safe under a kill: the file is in one place or, for a moment, in
   * both.
   */
  quarantine(entry: Entry): Promise<Leftover | undefined>;
  /** Moves all files back whose place is free. */
  restore(): AsyncIterable<Restored>;
  /** The place of quarantined files, for people. */
  readonly quarantineAt: string;
  remove(entry: Entry): Promise<Leftover | undefined>;
  /**
   * Deletes a file and all earlier versions of it, or, for a file that is already deleted (`version` is empty), its
   * remaining versions. Only in sources that can keep versions.
   */
  removeVersions?(entry: Entry): Promise<void>;
  /** Marks a file with names and values; absent for a disk, which has no tags. */
  tag?(entry: Entry, tags: Readonly<Record<string, string>>): Promise<void>;
}

/** A source that always lists in the same order, so that a listing can continue at the end of an earlier one. */
export interface OrderedSource extends Source {
  /** The rest of the list after a path. */
  listAfter(path: string): AsyncIterable<Entry>;
}

/** The error for a file that has changed since it was listed or judged. */
export function changed(cause?: unknown): SourceError {
  return new SourceError('changed', 'It has changed since it was listed. Scan again.', { cause });
}

/** The message for a file that is too large to be read. */
export function tooManyBytes(bytes: number, maxBytes: number): SourceError {
  const [has, most] = [bytes, maxBytes].map((value) => value.toLocaleString('en-US'));
  return new SourceError('too-many-bytes', `It has ${has} bytes; the maximum is ${most}.`);
}
