import fc from 'fast-check';
import { expect, it } from 'vitest';
import { chunksOf, MOST_CHUNKS } from './chunks.ts';

it('are the prompt itself while it is short', () => {
  expect(chunksOf('a dog in a suit')).toEqual(['a dog in a suit']);
  expect(chunksOf('')).toEqual(['']);
});

it('cover a long prompt, overlap, and are cut at spaces', () => {
  const words = Array.from({ length: 600 }, (_, index) => `word${index}`);
  const chunks = chunksOf(words.join(' '));
  expect(chunks.length).toBeGreaterThan(4);
  const seen = new Set(chunks.flatMap((chunk) => chunk.trim().split(' ')));
  expect(seen).toEqual(new Set(words));
});

it('are no more than classifiers read of the longest prompt, wherever its spaces are', () => {
  for (let period = 1; period <= 450; period++) {
    const prompt = `${'a'.repeat(period - 1)} `.repeat(Math.ceil(32_000 / period)).slice(0, 32_000);
    expect(chunksOf(prompt).length).toBeLessThanOrEqual(MOST_CHUNKS);
  }
});

it('are never longer than 400 characters and lose nothing, spaces or not', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\n'), minLength: 700, maxLength: 4_000 }),
      (prompt) => {
        const chunks = chunksOf(prompt);
        expect(Math.max(...chunks.map((chunk) => chunk.length))).toBeLessThanOrEqual(400);
        let reached = 0;
        for (const chunk of chunks) {
          const at = prompt.indexOf(chunk, Math.max(0, reached - 250));
          expect(at).toBeLessThanOrEqual(reached);
          reached = Math.max(reached, at + chunk.length);
        }
        expect(reached).toBe(prompt.length);
      },
    ),
  );
});
