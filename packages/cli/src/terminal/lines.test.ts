import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readLines } from './lines.ts';

async function* cut(bytes: Uint8Array, sizes: readonly number[]) {
  let at = 0;
  for (const size of sizes) {
    yield bytes.subarray(at, at + size);
    at += size;
  }
  yield bytes.subarray(at);
}

async function collect(stream: AsyncIterable<Uint8Array>) {
  const lines = [];
  for await (const batch of readLines(stream)) lines.push(...batch);
  return lines;
}

describe('readLines', () => {
  it('returns the same lines wherever the stream is split into chunks', async () => {
    const text = fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.constant('犬🐕')), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(
        text,
        fc.array(fc.nat(30), { maxLength: 20 }),
        fc.boolean(),
        async (texts, sizes, ended) => {
          const typed = texts.map((each) => each.replaceAll(/[\n\uFEFF]/g, ' ').toWellFormed());
          const bytes = new TextEncoder().encode(typed.join('\n') + (ended ? '\n' : ''));
          const expected = typed.flatMap((each, index) =>
            each.trim() === '' ? [] : [{ text: each, number: index + 1 }],
          );
          expect(await collect(cut(bytes, sizes))).toEqual(expected);
        },
      ),
    );
  });

  it('returns the lines before one that is not UTF-8, and reports its number', async () => {
    const bytes = new Uint8Array([0x61, 0x0a, 0x0a, 0x62, 0x0a, 0xff, 0x0a, 0x63]);
    for (const sizes of [[], [1], [4], [5], [6]]) {
      const seen: string[] = [];
      const reading = (async () => {
        for await (const batch of readLines(cut(bytes, sizes))) seen.push(...batch.map(({ text }) => text));
      })();
      await expect(reading).rejects.toThrow(/^Line 4 of standard input is not UTF-8/);
      expect(seen).toEqual(['a', 'b']);
    }
  });
});
