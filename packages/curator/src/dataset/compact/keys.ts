import { hash } from 'node:crypto';

/** Distinct keys of one length, numbered from 0 in the order in which they were added. */
export interface Keys {
  readonly size: number;
  /** The number of a key, which is new or not. */
  add(key: Uint8Array): number;
  /** Undefined for a key that was not added. */
  find(key: Uint8Array): number | undefined;
  /** The key of a number; a view, not a copy. */
  at(number: number): Uint8Array;
}

/** Keys per chunk. */
const CHUNK = 16_384;

/**
 * A hash table of about `width` + 12 bytes for each key: the keys in chunks, and slots that are at most half full.
 * @param width Bytes of a key.
 */
export function keysOf(width: number): Keys {
  const chunks: Buffer[] = [];
  let size = 0;
  /** The number of a key plus 1; 0 for a free slot. */
  let slots = new Uint32Array(1_024);

  const at = (number: number): Buffer => {
    const chunk = chunks[Math.floor(number / CHUNK)] ?? Buffer.alloc(0);
    const start = (number % CHUNK) * width;
    return chunk.subarray(start, start + width);
  };
  /** The slot that has the key, or the free one for it. */
  const slotOf = (key: Uint8Array): number => {
    const mask = slots.length - 1;
    let slot = spread(key) & mask;
    for (;;) {
      const taken = slots[slot] ?? 0;
      if (taken === 0 || at(taken - 1).equals(key)) return slot;
      slot = (slot + 1) & mask;
    }
  };
  const grow = () => {
    slots = new Uint32Array(2 * slots.length);
    for (let number = 0; number < size; number += 1) slots[slotOf(at(number))] = number + 1;
  };

  return {
    get size() {
      return size;
    },
    add(key) {
      const slot = slotOf(key);
      const taken = slots[slot] ?? 0;
      if (taken > 0) return taken - 1;
      if (size % CHUNK === 0) chunks.push(Buffer.alloc(CHUNK * width));
      slots[slot] = size + 1;
      at(size).set(key.subarray(0, width));
      size += 1;
      if (2 * size > slots.length) grow();
      return size - 1;
    },
    find(key) {
      const taken = slots[slotOf(key)] ?? 0;
      return taken === 0 ? undefined : taken - 1;
    },
    at,
  };
}

/** FNV-1a. */
function spread(key: Uint8Array): number {
  let value = 0x811c9dc5;
  for (const byte of key) value = Math.imul(value ^ byte, 0x01000193);
  // The low bits choose the slot.
  return (value ^ (value >>> 15)) >>> 0;
}

/** Bytes of a digest that stand for a text; two texts of one set never share them by chance. */
const DIGEST = 16;

/** A text as a key of 16 bytes. */
function keyOf(text: string): Uint8Array {
  return hash('sha256', text, 'buffer').subarray(0, DIGEST);
}

/** Texts, numbered from 0, of which only digests are kept. */
export interface TextKeys {
  readonly size: number;
  add(text: string): number;
  find(text: string): number | undefined;
  has(text: string): boolean;
}

export function textKeys(): TextKeys {
  const keys = keysOf(DIGEST);
  return {
    get size() {
      return keys.size;
    },
    add: (text) => keys.add(keyOf(text)),
    find: (text) => keys.find(keyOf(text)),
    has: (text) => keys.find(keyOf(text)) !== undefined,
  };
}
