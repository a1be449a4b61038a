import { expect, it } from 'vitest';
import { cues, LED, ROLE, startsOf } from './cues.ts';

it('each part is one bit, and no other part has it', () => {
  const bits = [...Object.values(ROLE), LED];
  for (const bit of bits) expect(bit & (bit - 1)).toBe(0);
  expect(new Set(bits).size).toBe(bits.length);
  expect(bits).not.toContain(0);
});

it('a word has all of its parts', () => {
  const { words } = cues();
  expect(words.get('without')).toBe(ROLE.without);
  expect(words.get('oder')).toBe(ROLE.or);
  expect(words.get('no')).toBe(ROLE.no | ROLE.none | LED);
  expect(words.get('oak')).toBeUndefined();
});

it('expressions that may begin at a place are tried from the longest on', () => {
  const { othersAt } = cues();
  const texts = (text: string, at = 0) => othersAt(text, at).map((cue) => cue.text);
  expect(texts('不是')).toEqual(['不是', '不']);
  expect(texts('雾不是', 1)).toEqual(['不是', '不']);
  expect(texts('oakless')).not.toContain('oak');
  const lengths = texts('free of').map(({ length }) => length);
  expect(lengths).toEqual(lengths.toSorted((a, b) => b - a));
});

it('a stem is marked as one', () => {
  const stem = cues()
    .othersAt('avoiding', 0)
    .find(({ text }) => text === 'avoid');
  expect(stem).toEqual({ text: 'avoid', bits: ROLE.no, prefix: true });
});

it('the expressions of some parts are laid out by their first unit, without their marks', () => {
  const starts = startsOf(ROLE.oppose | ROLE.without);
  expect(starts.get('s')).toContain('stop');
  expect(starts.get('s')).toContain('sans');
  expect(starts.get('p')).toContain('prevent');
  expect(starts.get('n')).not.toContain('no');
  for (const [first, texts] of starts)
    for (const text of texts) {
      expect(text.charAt(0)).toBe(first);
      expect(text).not.toMatch(/[*^]/);
    }
});
