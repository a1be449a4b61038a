import type { Entry, Problem } from '../sources/source.ts';
import { counts, flags, numbers } from './columns.ts';

/** A file of a set, and what a scan has found out about it. */
export interface ListedFile extends Entry {
  /** Whether all its texts were screened. */
  readonly isScreened?: true;
}

/** The files of a set. Each takes about 40 bytes and those of its path and version, in UTF-8. */
export interface EntryList extends Iterable<ListedFile> {
  readonly size: number;
  add(entry: Entry): void;
  /** Sorts the files by their paths. */
  sort(): void;
  at(position: number): ListedFile;
  /** @param problem Why the file could not be read. */
  setProblem(position: number, problem: Problem): void;
  setScreened(position: number): void;
}

/** Bytes of texts per chunk. */
const CHUNK = 1024 * 1024;
const IS_ARCHIVE = 1;
const IS_SCREENED = 2;

interface Place {
  readonly chunk: Buffer;
  readonly start: number;
}

export function entryList(): EntryList {
  const chunks: Buffer[] = [];
  let free = 0;
  let size = 0;
  let order: Uint32Array | undefined;
  /** The chunk of a path, and its place there; the version follows. */
  const [chunkOf, startOf, pathBytes, versionBytes] = [counts(), counts(), counts(), counts()];
  const [bytesOf, problemOf, flagsOf] = [numbers(), counts(), flags()];
  /** Each problem once; most files that have any have the same. */
  const problems: Problem[] = [];
  const known = new Map<string, number>();

  const place = (number: number): Place => ({
    chunk: chunks[chunkOf.get(number)] ?? Buffer.alloc(0),
    start: startOf.get(number),
  });
  const write = (number: number, path: string, version: string) => {
    const bytes = Buffer.from(path + version);
    const last = chunks.at(-1);
    if (last === undefined || free + bytes.length > last.length) {
      chunks.push(Buffer.alloc(Math.max(CHUNK, bytes.length)));
      free = 0;
    }
    chunks.at(-1)?.set(bytes, free);
    chunkOf.set(number, chunks.length - 1);
    startOf.set(number, free);
    pathBytes.set(number, Buffer.byteLength(path));
    versionBytes.set(number, bytes.length - Buffer.byteLength(path));
    free += bytes.length;
  };
  const compare = (a: number, b: number): number => {
    const [one, other] = [place(a), place(b)];
    return one.chunk.compare(
      other.chunk,
      other.start,
      other.start + pathBytes.get(b),
      one.start,
      one.start + pathBytes.get(a),
    );
  };
  const numberOf = (position: number) => order?.[position] ?? position;
  const setProblem = (number: number, problem: Problem) => {
    const key = JSON.stringify([problem.code, problem.message]);
    const found = known.get(key) ?? problems.push(problem);
    known.set(key, found);
    problemOf.set(number, found);
  };
  const at = (position: number): ListedFile => {
    const number = numberOf(position);
    const { chunk, start } = place(number);
    const end = start + pathBytes.get(number);
    const problem = problems[problemOf.get(number) - 1];
    const set = flagsOf.get(number);
    return {
      path: chunk.toString('utf8', start, end),
      bytes: bytesOf.get(number),
      version: chunk.toString('utf8', end, end + versionBytes.get(number)),
      ...(problem !== undefined && { problem }),
      ...((set & IS_ARCHIVE) !== 0 && { isArchive: true }),
      ...((set & IS_SCREENED) !== 0 && { isScreened: true }),
    };
  };

  return {
    get size() {
      return size;
    },
    add({ path, bytes, version, problem, isArchive }) {
      write(size, path, version);
      bytesOf.set(size, bytes);
      if (problem !== undefined) setProblem(size, problem);
      if (isArchive) flagsOf.set(size, IS_ARCHIVE);
      size += 1;
    },
    sort() {
      order = Uint32Array.from({ length: size }, (_, number) => number).sort(compare);
    },
    at,
    *[Symbol.iterator]() {
      for (let position = 0; position < size; position += 1) yield at(position);
    },
    setProblem: (position, problem) => setProblem(numberOf(position), problem),
    setScreened: (position) => {
      const number = numberOf(position);
      flagsOf.set(number, flagsOf.get(number) | IS_SCREENED);
    },
  };
}
