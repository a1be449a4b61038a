import fc from 'fast-check';
import { expect, it } from 'vitest';
import { buildTrie, ROOT, step, type Trie, trieWriter } from './trie.ts';

/** The numbers of the words with this spelling. */
function lookUp(trie: Trie, spelled: string): number[] {
  let node = ROOT;
  for (let at = 0; at < spelled.length && node !== 0; at++) node = step(trie, node, spelled.charCodeAt(at));
  const found: number[] = [];
  for (let word = trie.words[node] ?? 0; word !== 0; word = trie.twins[word - 1] ?? 0) found.push(word - 1);
  return found;
}

/** The full content of a trie, in a form that is quick to compare. */
const flat = (trie: Trie) => Object.entries(trie).map(([name, values]) => `${name} ${values.join()}`);

const word = fc.string({ unit: fc.constantFrom(...'abcdefghijklm庭\uffff'), maxLength: 6 });

it('finds exactly the words it contains, including duplicates and prefixes of others', () => {
  fc.assert(
    fc.property(fc.array(word, { maxLength: 60 }), word, (words, other) => {
      const trie = buildTrie(words);
      for (const spelled of [...words, other, `${other}a`]) {
        const expected = [...words.keys()].filter((index) => words[index] === spelled && spelled !== '');
        expect(lookUp(trie, spelled)).toEqual(expected);
      }
    }),
  );
});

it('is the same when built from whole words and from the suffixes after shared prefixes', () => {
  fc.assert(
    fc.property(fc.array(word.filter(Boolean), { maxLength: 60 }), fc.nat(6), (words, most) => {
      const sorted = [...words].sort();
      const writer = trieWriter(sorted.join('').length, sorted.length);
      for (const [index, spelled] of sorted.entries()) {
        const before = sorted[index - 1] ?? '';
        let shared = 0;
        while (shared < most && shared < spelled.length && spelled[shared] === before[shared]) shared++;
        writer.begin(shared);
        for (const symbol of spelled.slice(shared)) writer.add(symbol.charCodeAt(0));
        writer.end(index);
      }
      expect(flat(writer.trie())).toEqual(flat(buildTrie(sorted)));
    }),
    { numRuns: 30 },
  );
});

it('stores the children of a node next to each other, in order', () => {
  const trie = buildTrie(['cab', 'ab', 'aa', 'b', 'ca']);
  const childrenOf = (node: number) =>
    String.fromCharCode(...trie.symbols.slice(trie.children[node], trie.children[node + 1]));
  expect(childrenOf(ROOT)).toBe('abc');
  expect(['a', 'b', 'c'].map((symbol) => childrenOf(step(trie, ROOT, symbol.charCodeAt(0))))).toEqual([
    'ab',
    '',
    'a',
  ]);
});
