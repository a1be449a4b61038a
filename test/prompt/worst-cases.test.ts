import { CheckError, rules } from '@shoji/core';
import { createMatcher, lexiconTerms } from '@shoji/core/text';
import { describe, expect, it } from 'vitest';
import { WORST_CASES } from './worst-cases.ts';

const matcher = createMatcher(lexiconTerms().filter(({ role }) => role !== 'exception'));
const screen = rules();
const own = rules({
  lexicon: false,
  terms: [{ text: 'marmalade', role: 'violence', severity: 4, prefix: false, exact: false }],
});

describe.each(Object.entries(WORST_CASES))('a prompt of %s', (_, make) => {
  it('takes steps in proportion to its length', () => {
    const stepsFor = (length: number) => {
      matcher.match(make(length));
      return matcher.steps;
    };
    const [short, long] = [stepsFor(20_000), stepsFor(80_000)];
    expect(short).toBeLessThan(20_000 * 10);
    expect(long).toBeLessThan(Math.max(short, 20_000) * 6);
  });

  it('does not hide a plainly written word', () => {
    const prompt = `${make(10_000)}\nand marmalade, ${make(10_000)}`;
    try {
      expect(own.match(prompt)).toHaveLength(1);
    } catch (error) {
      expect(error).toBeInstanceOf(CheckError);
    }
  });

  it('does not hide a disguised word', () => {
    const prompt = `${make(10_000)}\nand m@rm4lade, ${make(10_000)}`;
    try {
      expect(own.match(prompt)).toHaveLength(1);
    } catch (error) {
      expect(error).toBeInstanceOf(CheckError);
    }
  });

  it('is read, or reported as unread', () => {
    try {
      screen.match(make(32_000));
    } catch (error) {
      expect(error).toBeInstanceOf(CheckError);
    }
  });
});
