import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { markedWords, segmentsOf } from './marks.ts';

describe('segmentsOf', () => {
  it('marks the span that a finding names', () => {
    expect(segmentsOf('a red dog', [[2, 5]])).toEqual([
      { text: 'a ', marked: false },
      { text: 'red', marked: true },
      { text: ' dog', marked: false },
    ]);
  });

  it('marks Japanese by UTF-16 offsets', () => {
    expect(segmentsOf('赤い犬', [[0, 2]])[0]).toEqual({ text: '赤い', marked: true });
  });

  it('merges overlapping and touching spans into one mark, in any order', () => {
    const spans = [
      [4, 6],
      [0, 3],
      [2, 4],
    ] as const;
    expect(segmentsOf('abcdefgh', spans)).toEqual([
      { text: 'abcdef', marked: true },
      { text: 'gh', marked: false },
    ]);
  });

  it('never splits a surrogate pair', () => {
    expect(segmentsOf('a🐕b', [[2, 3]])).toEqual([
      { text: 'a', marked: false },
      { text: '🐕', marked: true },
      { text: 'b', marked: false },
    ]);
  });

  it('ignores spans outside the text, empty spans and reversed spans', () => {
    const spans = [
      [90, 99],
      [1, 1],
      [3, 2],
    ] as const;
    expect(segmentsOf('abcd', spans)).toEqual([{ text: 'abcd', marked: false }]);
  });

  it('returns segments that join to the text, and marks every character in a span', () => {
    const span = fc.tuple(fc.integer({ min: -5, max: 60 }), fc.integer({ min: -5, max: 60 }));
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 40 }),
        fc.array(span, { maxLength: 6 }),
        (text, spans) => {
          const segments = segmentsOf(text, spans);
          expect(segments.map((segment) => segment.text).join('')).toBe(text);
          const marked = segments.flatMap((segment) =>
            Array<boolean>(segment.text.length).fill(segment.marked),
          );
          for (const [start, end] of spans) {
            for (let at = Math.max(0, start); at < Math.min(end, text.length); at++)
              expect(marked[at]).toBe(true);
          }
        },
      ),
    );
  });
});

describe('markedWords', () => {
  it('names each word once', () => {
    const spans = [
      [0, 3],
      [4, 7],
      [8, 11],
    ] as const;
    expect(markedWords('red red dog', spans)).toEqual(['red', 'dog']);
  });
});
