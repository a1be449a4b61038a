import { OperatorError } from '@shoji/core';

/** One file of a data set, as listing tells it. */
export interface Entry {
  /** Relative to the set's root, with `/` between folders. */
  readonly path: string;
  readonly bytes: number;
  /** Changes whenever the content may have changed: the times of a file, the ETag of an object. */
  readonly version: string;
  /** Why it cannot be read at all, where listing already knows. */
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

/** A file that has come back from quarantine, or why it has not. */
export interface Restored {
  readonly path: string;
  readonly problem?: Problem;
}

/** The remains of a file that was moved or deleted: the versions that a bucket keeps. */
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
  /** The bytes from `start` to before `end` of a file whose version is still `version`; else throws `SourceError`. */
  slice(path: string, start: number, end: number, version: string): Promise<Uint8Array<ArrayBuffer>>;
  /** Moves a file out of the set; `restore` undoes it. Safe to be killed: the file is in one place or, for a moment, in both. */
  quarantine(entry: Entry): Promise<Leftover | undefined>;
  /** Moves everything back whose place is free. */
  restore(): AsyncIterable<Restored>;
  /** Where quarantined files are, for people. */
  readonly quarantineAt: string;
  remove(entry: Entry): Promise<Leftover | undefined>;
  /**
   * Deletes a file and all earlier versions of it, or, of a file that is deleted already (`version` is empty), what is
   * left of it. Only of sources that can keep versions.
   */
  removeVersions?(entry: Entry): Promise<void>;
  /** Marks a file with names and values; a disk has nowhere to put them. */
  tag?(entry: Entry, tags: Readonly<Record<string, string>>): Promise<void>;
}

/** A source that always lists in the same order, so that a listing can continue where another one ended. */
export interface OrderedSource extends Source {
  /** The rest of the list behind a path. */
  listAfter(path: string): AsyncIterable<Entry>;
}

/** The error for a file that has changed since it was listed or judged. */
export function changed(cause?: unknown): SourceError {
  return new SourceError('changed', 'It has changed since it was listed. Scan again.', { cause });
}

/** Said of a file that is too large to be read. */
export function tooManyBytes(bytes: number, maxBytes: number): SourceError {
  const [has, most] = [bytes, maxBytes].map((value) => value.toLocaleString('en-US'));
  return new SourceError('too-many-bytes', `It has ${has} bytes; the maximum is ${most}.`);
}
