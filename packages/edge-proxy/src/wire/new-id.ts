import { randomFillSync } from 'node:crypto';
import { ulid } from 'ulidx';

// Asking the system for each of an id's sixteen characters would cost more than everything else about it.
const pool = new Uint8Array(4096);
let next = pool.length;

function random(): number {
  if (next === pool.length) {
    randomFillSync(pool);
    next = 0;
  }
  return (pool[next++] ?? 0) / 256;
}

/** A ULID with a prefix, e.g. `gen_01J…`: unique, and in the order of time. */
export function newId(prefix: string): string {
  return `${prefix}${ulid(undefined, random)}`;
}
