/** A deterministic stream of random numbers: the same words and seed give the same numbers. */
export interface Random {
  /** A number in [0, 1). */
  next(): number;
  between(low: number, high: number): number;
  /** A random element of a non-empty list. */
  pick<Item>(items: readonly [Item, ...Item[]]): Item;
}

/** Mulberry32 over an FNV-1a hash of `words`, `seed` mixed in: good enough to scatter trees, and the same on every machine. */
export function random(seed: number, words: string): Random {
  let state = seed >>> 0;
  for (let at = 0; at < words.length; at += 1) {
    state = Math.imul(state ^ words.charCodeAt(at), 0x01000193) >>> 0;
  }
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    between: (low, high) => low + (high - low) * next(),
    pick: (items) => items[Math.floor(next() * items.length)] ?? items[0],
  };
}
