/** A trie over 16-bit symbols: edges in one hash table, so that a step costs the same for ten terms and a million. */
export interface Trie {
  /** The node reached from `node` by `symbol`, or 0. */
  step(node: number, symbol: number): number;
  /** The first child of a node, or 0; with `sibling`, all of them. */
  child(node: number): number;
  sibling(node: number): number;
  /** The number of a word that ends at a node, plus one, or 0; words that end at the same node are chained by the caller. */
  word(node: number): number;
}

export const ROOT = 1;

/** Builds a trie. @param words Symbol sequences; `onWord` tells the number of an earlier word that ends at the same node, or -1. */
export function buildTrie(
  words: readonly (readonly number[])[],
  onWord: (word: number, earlier: number) => void,
): Trie {
  let capacity = 1024;
  let table = new Int32Array(capacity * 4);
  let shift = 32 - 10;
  let edges = 0;
  let nodes = ROOT;
  let firstChild = new Int32Array(1024);
  let nextSibling = new Int32Array(1024);
  let wordAt = new Int32Array(1024);

  const slot = (node: number, symbol: number): number =>
    (Math.imul(Math.imul(node, 0x9e3779b1) ^ Math.imul(symbol, 0x85ebca6b), 0x2c1b3c6d) >>> shift) << 2;

  function find(node: number, symbol: number): number {
    const mask = table.length - 1;
    let at = slot(node, symbol);
    while (table[at] !== 0) {
      if (table[at] === node && table[at + 1] === symbol) return at;
      at = (at + 4) & mask;
    }
    return at;
  }

  function grow(): void {
    const old = table;
    capacity *= 2;
    shift--;
    table = new Int32Array(capacity * 4);
    for (let at = 0; at < old.length; at += 4) {
      if (old[at] !== 0) table.set(old.subarray(at, at + 4), find(old[at] ?? 0, old[at + 1] ?? 0));
    }
  }

  function add(node: number, symbol: number): number {
    let at = find(node, symbol);
    if (table[at] !== 0) return table[at + 2] ?? 0;
    if (++edges * 2 > capacity) {
      grow();
      at = find(node, symbol);
    }
    const made = ++nodes;
    if (made >= firstChild.length) {
      firstChild = widen(firstChild);
      nextSibling = widen(nextSibling);
      wordAt = widen(wordAt);
    }
    table[at] = node;
    table[at + 1] = symbol;
    table[at + 2] = made;
    nextSibling[made] = firstChild[node] ?? 0;
    firstChild[node] = made;
    return made;
  }

  for (const [number, symbols] of words.entries()) {
    let node = ROOT;
    for (const symbol of symbols) node = add(node, symbol);
    if (node === ROOT) continue;
    onWord(number, (wordAt[node] ?? 0) - 1);
    wordAt[node] = number + 1;
  }

  const edgeTable = table;
  const mask = table.length - 1;
  return {
    step(node, symbol) {
      let at =
        (Math.imul(Math.imul(node, 0x9e3779b1) ^ Math.imul(symbol, 0x85ebca6b), 0x2c1b3c6d) >>> shift) << 2;
      for (;;) {
        const owner = edgeTable[at];
        if (owner === 0) return 0;
        if (owner === node && edgeTable[at + 1] === symbol) return edgeTable[at + 2] ?? 0;
        at = (at + 4) & mask;
      }
    },
    child: (node) => firstChild[node] ?? 0,
    sibling: (node) => nextSibling[node] ?? 0,
    word: (node) => wordAt[node] ?? 0,
  };
}

function widen(array: Int32Array): Int32Array<ArrayBuffer> {
  const wide = new Int32Array(array.length * 2);
  wide.set(array);
  return wide;
}
