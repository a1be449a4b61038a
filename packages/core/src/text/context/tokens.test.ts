import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { ROLE, startOf } from './cues.ts';
import { standingOf } from './marked.test-helper.ts';
import { comparable, GAP, mentions, tokensOf, wantedOf } from './tokens.ts';

it('are words, cues of several words, and the spans of hits, with the gaps between them', () => {
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

it('are separated by their cues in scripts without spaces', () => {
  const text = '森の霧なし';
  const tokens = tokensOf(text, [{ start: 2, end: 3 }]);
  expect(tokens.map(({ start, end }) => text.slice(start, end))).toEqual(['森', 'の', '霧', 'なし']);
});

it('search the next word once for many places before it', () => {
  const places = Array.from({ length: 50 }, (_, at) => ({ start: 2 * at, end: 2 * at + 1 }));
  const text = '★ '.repeat(50);
  const norm = comparable(text);
  const exec = vi.spyOn(RegExp.prototype, 'exec');
  try {
    expect(tokensOf(text, places, norm)).toHaveLength(50);
    expect(exec.mock.calls.length).toBeLessThan(10);
  } finally {
    exec.mockRestore();
  }
});

describe('with a reach', () => {
  const text = 'no sun, '.repeat(2_000);
  const hit = { start: 8_003, end: 8_006 };
  const near = (places: readonly { start: number; end: number }[]) =>
    tokensOf(text, places, comparable(text), undefined, 80);

  it('are only those near a hit, however long the text is', () => {
    const tokens = near([hit]);
    expect(tokens.length).toBeLessThan(50);
    expect(tokens[0]?.start).toBe(hit.start - 80);
    expect(tokens.at(-1)?.start).toBeLessThanOrEqual(hit.end + 80);
    expect(tokens.at(-1)?.end).toBeGreaterThan(hit.end + 72);
    expect(near([hit, { start: 3, end: 6 }].toSorted((a, b) => a.start - b.start)).length).toBeLessThan(80);
  });

  it('begin behind a cut with a stop, and with a word of unknown role', () => {
    const [first, second, third] = near([{ start: 8_000 + 80, end: 8_000 + 82 }]);
    expect(first).toMatchObject({ start: 8_000, bits: 0, gap: GAP.stop });
    expect(second).toMatchObject({ start: 8_003, bits: 0, gap: GAP.space });
    expect(third?.bits).toBe(tokensOf('no')[0]?.bits);
  });

  it('are the same as without one, near a hit', () => {
    const all = tokensOf(text, [hit]);
    const some = near([hit]);
    const from = all.findIndex(({ start }) => start === some[1]?.start);
    expect(some.slice(1)).toEqual(all.slice(from, from + some.length - 1));
  });
});

it('have spans within the text, for any text', () => {
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

it.each([
  [' ', GAP.space],
  ['  ', GAP.space],
  ['\t', GAP.space],
  ['\u3000', GAP.space],
  ['\u00a0', GAP.space],
  ['-', GAP.hyphen],
  ['_', GAP.hyphen],
  ['‑', GAP.hyphen],
  [' - ', GAP.colon],
  ['--', GAP.colon],
  ['–', GAP.colon],
  [':', GAP.colon],
  [' = ', GAP.colon],
  ['/', GAP.slash],
  [' & ', GAP.slash],
  [', ', GAP.comma],
  ['、', GAP.comma],
  [', /', GAP.comma],
  ['/ ,', GAP.comma],
  ['.', GAP.stop],
  ['\n', GAP.stop],
  [' (', GAP.stop],
  ['. ,', GAP.stop],
])('between two words %j is a gap of %i', (between, gap) => {
  expect(tokensOf(`oak${between}elm`).map((token) => token.gap)).toEqual([GAP.stop, gap]);
});

it('gaps are ordered by their strength', () => {
  const { space, hyphen, slash, comma, colon, stop } = GAP;
  const gaps = [space, hyphen, slash, comma, colon, stop];
  expect([...new Set(gaps)].toSorted((a, b) => a - b)).toEqual(gaps);
});

it('a word of more than 24 letters is read as several tokens', () => {
  const places = (text: string) => tokensOf(text).map(({ start, end }) => [start, end]);
  expect(places('a'.repeat(24))).toEqual([[0, 24]]);
  expect(places('a'.repeat(25))).toEqual([
    [0, 24],
    [24, 25],
  ]);
  expect(places('é'.repeat(25))).toEqual([
    [0, 24],
    [24, 25],
  ]);
});

it('an operator of prompt syntax separates phrases, in capitals only', () => {
  const bits = (text: string) => tokensOf(text).map((token) => token.bits);
  expect(bits('oak AND elm')).toEqual([0, ROLE.stop, 0]);
  expect(bits('oak BREAK elm')).toEqual([0, ROLE.stop, 0]);
  expect(bits('oak and elm')[1]).not.toBe(ROLE.stop);
});

it('a cue of several words ends at the end of a word, and a stem ends anywhere', () => {
  const typed = (text: string) => tokensOf(text).map(({ start, end }) => text.slice(start, end));
  expect(typed('free of oak')).toEqual(['free of', 'oak']);
  expect(typed('free offer')).toEqual(['free', 'offer']);
  expect(tokensOf('avoiding')).toMatchObject([{ bits: ROLE.no, end: 8 }]);
  expect(tokensOf('free of oak')).toMatchObject([{ words: 1 }, { words: 1 }]);
});

it('a cue does not extend into a hit', () => {
  const tokens = tokensOf('free of', [{ start: 5, end: 7 }]);
  expect(tokens.map(({ bits, hit }) => [bits & ROLE.no, hit])).toEqual([
    [0, false],
    [0, true],
  ]);
});

it('a cue of a script without spaces does not extend into a hit', () => {
  const tokens = tokensOf('不是雾', [{ start: 1, end: 3 }]);
  expect(tokens.map(({ start, end, hit }) => [start, end, hit])).toEqual([
    [0, 1, false],
    [1, 3, true],
  ]);
});

it('words of two scripts without a space between them are two tokens', () => {
  const text = 'oak森elm';
  expect(tokensOf(text).map(({ start, end, words }) => [text.slice(start, end), words])).toEqual([
    ['oak', 1],
    ['森', 2],
    ['elm', 1],
  ]);
});

it.each([
  ['a letter whose small one is two units', 'İ without «fog»'],
  ['capitals behind such a letter', 'İ WITHOUT «FOG»'],
  ['an ideographic space', 'no\u3000«fog»'],
  ['a space that does not break', 'free\u00a0of «fog»'],
  ['an underscore', 'free_of «fog»'],
  ['a curly apostrophe', 'isn’t «fog»'],
])('a negation is read with %s', (_, text) => {
  expect(standingOf(text)).toEqual(['off']);
});

it('an expression is looked up only at the start of words', () => {
  const wanted = wantedOf(
    new Map(['oak', '森の', '木'].map((text) => [startOf(text, 0, text.length), [text]] as const)),
  );
  const asked = (text: string) => mentions(comparable(text), wanted);
  expect(['an oak', 'OAK', 'oaken', '-oak', '森oak', '小森の', '大木だ'].map(asked)).toEqual(
    Array(7).fill(true),
  );
  expect(['soak', 'an elm', 'oa', '2oak', '森', ''].map(asked)).toEqual(Array(6).fill(false));
  // The lowest bits of this start are those of `oak`.
  expect(asked('\u016fak')).toBe(false);
});

it.each([
  ['A Wall_Garden', 'a wall garden'],
  ['İstanbul VE Deniz', 'İstanbul ve deniz'],
  ['Don’t', "don't"],
])('%j is compared as %j, of the same length', (text, expected) => {
  expect(comparable(text)).toBe(expected);
  expect(comparable(text)).toHaveLength(text.length);
});
