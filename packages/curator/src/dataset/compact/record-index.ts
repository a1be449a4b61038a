import { readSync } from 'node:fs';
import { type Column, numbers } from './columns.ts';
import { textKeys } from './keys.ts';

/** Records by a key. A `Map` is one. */
export interface Records<Record> {
  readonly size: number;
  get(key: string): Record | undefined;
  has(key: string): boolean;
  /** In the order in which their keys were added first. */
  values(): Iterable<Record>;
}

/** Records in a file, of which only the places are kept: about 40 bytes each. */
export interface RecordIndex<Record> extends Records<Record> {
  /** @param start The offset of the record's line in the file. */
  set(key: string, start: number): void;
}

/** @param read Reads the record whose line begins at an offset. */
export function recordIndex<Record>(read: (start: number) => Record): RecordIndex<Record> {
  const keys = textKeys();
  const starts: Column = numbers();
  return {
    get size() {
      return keys.size;
    },
    set: (key, start) => starts.set(keys.add(key), start),
    get: (key) => {
      const number = keys.find(key);
      return number === undefined ? undefined : read(starts.get(number));
    },
    has: keys.has,
    *values() {
      for (let number = 0; number < keys.size; number += 1) yield read(starts.get(number));
    },
  };
}

/** Enough for almost every record; one at a time is read. */
const PIECE = Buffer.alloc(4_096);

/** The line of a file that begins at an offset, without its end. */
export function lineAt(fd: number, start: number): string {
  for (let buffer = PIECE; ; buffer = Buffer.alloc(4 * buffer.length)) {
    const read = readSync(fd, buffer, 0, buffer.length, start);
    const end = buffer.subarray(0, read).indexOf('\n');
    if (end >= 0) return buffer.toString('utf8', 0, end);
    if (read < buffer.length) return buffer.toString('utf8', 0, read);
  }
}
