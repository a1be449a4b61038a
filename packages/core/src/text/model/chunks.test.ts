import fc from 'fast-check';
import { expect, it } from 'vitest';
import { chunksOf, MOST_CHUNKS } from './chunks.ts';

it('are the prompt itself when it is short', () => {
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

it('are at most as many as classifiers read, wherever the spaces are', () => {
  for (let period = 1; period <= 450; period++) {
    const prompt = `${'a'.repeat(period - 1)} `.repeat(Math.ceil(32_000 / period)).slice(0, 32_000);
    expect(chunksOf(prompt).length).toBeLessThanOrEqual(MOST_CHUNKS);
  }
});

it('have at most 400 characters and lose no text, with and without spaces', () => {
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

it('are cut within 60 characters before 400, and continue within 40 after the overlap of 120', () => {
  const spaced = (...spaces: number[]) =>
    Array.from({ length: 900 }, (_, at) => (spaces.includes(at) ? ' ' : 'a')).join('');
  const cuts = (prompt: string) =>
    chunksOf(prompt).map((chunk, _, [first]) =>
      chunk === first ? chunk.length : prompt.length - chunk.length,
    );
  // Without a space: 400, then from 280 and 560.
  expect(chunksOf(spaced()).map((chunk) => chunk.length)).toEqual([400, 400, 340]);
  expect(cuts(spaced(340))[0]).toBe(341);
  expect(cuts(spaced(339))[0]).toBe(400);
  expect(cuts(spaced(399))[0]).toBe(400);
  expect(chunksOf(spaced(280)).map((chunk) => chunk.length)).toEqual([400, 400, 339]);
  expect(chunksOf(spaced(319)).map((chunk) => chunk.length)).toEqual([400, 400, 300]);
  expect(chunksOf(spaced(320)).map((chunk) => chunk.length)).toEqual([400, 400, 340]);
  expect(chunksOf('a'.repeat(400))).toHaveLength(1);
  expect(chunksOf('a'.repeat(401)).map((chunk) => chunk.length)).toEqual([400, 121]);
});
