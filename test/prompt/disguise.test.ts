import { CheckError, rules } from '@shoji/core';
import { createMatcher, lexiconTerms, randomFrom } from '@shoji/core/text';
import { isCategory } from '@shoji/core/vocabulary';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DISGUISES } from './disguises.ts';

const listed = lexiconTerms()
  .filter(
    ({ language, role, exact, text }) =>
      language === 'en' && isCategory(role) && role !== 'minor' && !exact && /^[a-z]{3,}$/.test(text),
  )
  .map(({ text }) => text)
  .filter((_, index) => index % 2 === 0)
  .slice(0, 500);

describe('a listed word', () => {
  it.each(Object.entries(DISGUISES))('is found behind %s', (_, disguise) => {
    const screen = createMatcher(listed.map((text) => ({ text })));
    const random = randomFrom(20);
    const missed = listed.filter((word) => {
      const prompt = `a photo of ${disguise(word, random)} in the park`;
      return screen.match(prompt).length === 0;
    });
    expect(missed.length / listed.length).toBeLessThanOrEqual(0.03);
  });

  const NEUTRAL = ['garden', 'castle', 'window', 'planet', 'rocket', 'flower'];
  const screen = createMatcher(NEUTRAL.map((text) => ({ text })));
  const around = fc.string({ unit: fc.constantFrom(...'qkzxj  ,.日本語ж'), maxLength: 30 });
  // A repeated or punctuated word may extend into the text around it only by separators, which no span includes.
  const names = Object.keys(DISGUISES).filter((name) => name !== 'one mark');

  it('has the exact span of the typed text', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...NEUTRAL),
        fc.constantFrom(...names),
        fc.integer(),
        around,
        around,
        (word, name, seed, before, after) => {
          const disguised = DISGUISES[name]?.(word, randomFrom(seed)) ?? word;
          // With a letter doubled it may be another word, such as `annals`; no word has a letter three times in a row.
          const letters = disguised.replace(/[^\p{L}\p{N}]/gu, '');
          fc.pre(letters.length === word.length || /(.)\1\1/u.test(letters));
          // Wholly in another script, and beside words that are not English, it is read as a word of that script.
          fc.pre(!/^[\p{Script=Cyrillic}\p{Script=Greek}]+$/u.test(letters));
          const prompt = `${before} the ${disguised} of ${after}`;
          const found = screen.match(prompt).map(({ start, end }) => prompt.slice(start, end));
          expect(found).toContain(disguised);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

describe('a matcher', () => {
  it.each([
    ['one letter', 'a'.repeat(100_000)],
    ['letters apart', 'a '.repeat(50_000)],
    ['a listed word, over and over', 'garden '.repeat(14_000)],
    ['masks', '*'.repeat(100_000)],
    ['open brackets', '('.repeat(100_000)],
    ['alternations', '[a|b] in a meadow '.repeat(5_000)],
    ['schedules', '[a:b:0.5] in a meadow '.repeat(4_000)],
    ['unclosed networks', '<lora:'.repeat(16_000)],
    ['lone surrogates', '\ud800'.repeat(100_000)],
    ['stacked accents', `s${'\u0301'.repeat(100_000)}`],
    ['ligatures', '\ufdfa'.repeat(30_000)],
    ['kana and masks', 'エ*ロ'.repeat(30_000)],
  ])('reads a flood of %s', (_, prompt) => {
    expect(() => rules().match(prompt)).not.toThrow();
  });

  it.each([
    ['ambiguous signs', '1!'.repeat(50_000)],
    ['letters and masks', 'a*'.repeat(50_000)],
    ['alternations', '[a|b]'.repeat(20_000)],
    ['schedules', '[a:b:0.5]'.repeat(10_000)],
    ['variables', `${'$'}{a=x${'$'}{a}}${'$'}{a}`],
  ])('reports a flood of %s as unread', (_, prompt) => {
    expect(() => rules().match(prompt)).toThrow(CheckError);
  });

  it('throws for no string but one that it cannot read', () => {
    const screen = rules();
    const findingsIn = (prompt: string) => {
      try {
        return screen.match(prompt);
      } catch (error) {
        // Too many readings.
        expect(error).toBeInstanceOf(CheckError);
        return [];
      }
    };
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (prompt) => {
        for (const { span } of findingsIn(prompt)) {
          const [start, end] = span ?? [0, 0];
          expect(start).toBeLessThan(end);
          expect(end).toBeLessThanOrEqual(prompt.length);
        }
      }),
    );
  });
});
