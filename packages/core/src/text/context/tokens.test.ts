import fc from 'fast-check';
import { expect, it } from 'vitest';
import { GAP, tokensOf } from './tokens.ts';

it('are words, cues of several words, and the places of hits, with what is between them', () => {
  const text = 'Free of fog-banks, instead of rain';
  const tokens = tokensOf(text, [{ start: 8, end: 11 }]);
  expect(tokens.map(({ start, end, gap, hit }) => [text.slice(start, end), gap, hit])).toEqual([
    ['Free of', GAP.stop, false],
    ['fog', GAP.space, true],
    ['banks', GAP.hyphen, false],
    ['instead of', GAP.comma, false],
    ['rain', GAP.space, false],
  ]);
});

it('are told apart by their cues in scripts without spaces', () => {
  const text = '森の霧なし';
  const tokens = tokensOf(text, [{ start: 2, end: 3 }]);
  expect(tokens.map(({ start, end }) => text.slice(start, end))).toEqual(['森', 'の', '霧', 'なし']);
});

it('have places within the text, whatever it holds', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.nat(60), (text, at) => {
      const letters = [...text.matchAll(/[a-z]+/g)];
      const hit = letters[at % Math.max(1, letters.length)];
      const places = hit ? [{ start: hit.index, end: hit.index + hit[0].length }] : [];
      let before = 0;
      for (const { start, end } of tokensOf(text, places)) {
        expect(start).toBeGreaterThanOrEqual(before);
        expect(end).toBeGreaterThan(start);
        before = end;
      }
      expect(before).toBeLessThanOrEqual(text.length);
    }),
  );
});
