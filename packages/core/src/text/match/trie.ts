/**
 * A trie over 16-bit symbols, laid out breadth first: a node's children lie side by side, in order, so that a step
 * touches six bytes a node and even a hundred thousand words stay within a processor's cache. Node 0 means "no node".
 */
export interface Trie {
  /** The node reached from the root by each of the 65,536 symbols, or 0. */
  readonly first: Int32Array;
  /** The symbol that leads to a node. */
  readonly symbols: Uint16Array;
  /** The children of node n are those from children[n] up to, not including, children[n + 1]. */
  readonly children: Int32Array;
  /** The number of the word that ends at a node, plus one, or 0. */
  readonly words: Int32Array;
  /** The number of the next word with the same spelling, plus one, or 0. */
  readonly twins: Int32Array;
}

/** Writes a trie word by word, in the order of their symbols. */
export interface TrieWriter {
  /** Begins a word that has its first `depth` symbols in common with the word before. */
  begin(depth: number): void;
  /** Adds one symbol; returns the word's length so far. */
  add(symbol: number): number;
  /** Ends the word with the number `word`. */
  end(word: number): void;
  trie(): Trie;
}

/** The root of a trie. */
export const ROOT = 1;

/** Most symbols of a word. */
export const LONGEST_WORD = 64;

/** Up to this many children are searched linearly. */
const FEW = 8;

/** The node that `symbol` leads to from `node`, or 0. */
export function step(trie: Trie, node: number, symbol: number): number {
  if (node === ROOT) return trie.first[symbol] ?? 0;
  const { symbols, children } = trie;
  let low = children[node] ?? 0;
  let high = children[node + 1] ?? 0;
  while (high - low > FEW) {
    const middle = (low + high) >>> 1;
    if ((symbols[middle] ?? 0) <= symbol) low = middle;
    else high = middle;
  }
  for (; low < high; low++) if (symbols[low] === symbol) return low;
  return 0;
}

/** Builds a trie of words, each a string of symbols; a word's number is its index. An empty one is left out. */
export function buildTrie(words: readonly string[]): Trie {
  const writer = trieWriter(
    words.reduce((sum, word) => sum + word.length, 0),
    words.length,
  );
  const inOrder = [...words.entries()].sort(([, a], [, b]) => (a < b ? -1 : a > b ? 1 : 0));
  for (const [index, word] of inOrder) {
    if (word === '') continue;
    writer.begin(0);
    for (let at = 0; at < word.length; at++) writer.add(word.charCodeAt(at));
    writer.end(index);
  }
  return writer.trie();
}

/** A writer with room for `mostSymbols` symbols and `wordCount` words. */
export function trieWriter(mostSymbols: number, wordCount: number): TrieWriter {
  // Nodes in the order in which they are written: depth first.
  const symbolOf = new Uint16Array(mostSymbols + 1);
  const depthOf = new Uint8Array(mostSymbols + 1);
  const endOf = new Int32Array(wordCount);
  const path = new Int32Array(LONGEST_WORD + 1);
  let nodes = 0;
  let depth = 0;
  /** The length of the path that the word before has in common. */
  let known = 0;
  return {
    begin(shared) {
      depth = shared;
    },
    add(symbol) {
      depth++;
      if (depth <= known && symbolOf[path[depth] ?? 0] === symbol) return depth;
      known = 0;
      nodes++;
      symbolOf[nodes] = symbol;
      depthOf[nodes] = depth;
      path[depth] = nodes;
      return depth;
    },
    end(word) {
      endOf[word] = path[depth] ?? 0;
      known = depth;
    },
    trie: () => layOut(symbolOf, depthOf, nodes, endOf),
  };
}

/** Breadth first: a node follows all of lesser depth, and those of its depth in the order of writing. */
function layOut(symbolOf: Uint16Array, depthOf: Uint8Array, nodes: number, endOf: Int32Array): Trie {
  /** The position of the next node of each depth. */
  const next = new Int32Array(LONGEST_WORD + 3);
  for (let node = 1; node <= nodes; node++) {
    const below = (depthOf[node] ?? 0) + 1;
    next[below] = (next[below] ?? 0) + 1;
  }
  next[1] = ROOT + 1;
  for (let depth = 2; depth < next.length; depth++) {
    next[depth] = (next[depth] ?? 0) + (next[depth - 1] ?? 0);
  }
  const first = new Int32Array(0x10000);
  const symbols = new Uint16Array(nodes + 2);
  const children = new Int32Array(nodes + 3).fill(nodes + 2, nodes + 2);
  const placeOf = new Int32Array(nodes + 1);
  children[ROOT] = ROOT + 1;
  for (let node = 1; node <= nodes; node++) {
    const depth = depthOf[node] ?? 0;
    const place = next[depth] ?? 0;
    next[depth] = place + 1;
    placeOf[node] = place;
    symbols[place] = symbolOf[node] ?? 0;
    // Its children are the next to be written one level below.
    children[place] = next[depth + 1] ?? 0;
    if (depth === 1) first[symbolOf[node] ?? 0] = place;
  }
  const words = new Int32Array(nodes + 2);
  const twins = new Int32Array(endOf.length);
  for (let word = endOf.length - 1; word >= 0; word--) {
    const place = placeOf[endOf[word] ?? 0] ?? 0;
    if (place === 0) continue;
    twins[word] = words[place] ?? 0;
    words[place] = word + 1;
  }
  return { first, symbols, children, words, twins };
}
