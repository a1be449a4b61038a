import { expect, it } from 'vitest';
import { cues, cuesWithSettings, hasUnspaced, isUnspaced, LED, ROLE, startOf, startsOf } from './cues.ts';

it('each part has one bit, and no two share it', () => {
  const bits = [...Object.values(ROLE), LED];
  for (const bit of bits) expect(bit & (bit - 1)).toBe(0);
  expect(new Set(bits).size).toBe(bits.length);
  expect(bits).not.toContain(0);
});

it('a word has the bits of all its parts', () => {
  const { words } = cues();
  expect(words.get('without')).toBe(ROLE.without);
  expect(words.get('oder')).toBe(ROLE.or);
  expect(words.get('no')).toBe(ROLE.no | ROLE.none | LED);
  expect(words.get('oak')).toBeUndefined();
});

it('settings that reduce only mild words are apart', () => {
  expect(cuesWithSettings().words.get('theatre')).toBe(ROLE.stage);
  expect(cues().words.get('theatre')).toBeUndefined();
  expect([...startsOf(ROLE.stage, cues())]).toEqual([]);
  expect(startsOf(ROLE.stage, cuesWithSettings()).get(startOf('theatre', 0, 7))).toContain('theatre');
  expect(cuesWithSettings().words.get('without')).toBe(ROLE.without);
});

it('expressions at one place are tried longest first', () => {
  const { othersAt } = cues();
  const texts = (text: string, at = 0) => othersAt(text, at).map((cue) => cue.text);
  expect(texts('不是')).toEqual(['不是', '不']);
  expect(texts('雾不是', 1)).toEqual(['不是', '不']);
  expect(texts('oakless')).not.toContain('oak');
  const lengths = texts('free of').map(({ length }) => length);
  expect(lengths).toEqual(lengths.toSorted((a, b) => b - a));
});

it('a stem is marked as a stem', () => {
  const stem = cues()
    .othersAt('avoiding', 0)
    .find(({ text }) => text === 'avoid');
  expect(stem).toEqual({ text: 'avoid', bits: ROLE.no, prefix: true });
});

it('the expressions of some parts are indexed by their first two units, without their marks', () => {
  const starts = startsOf(ROLE.oppose | ROLE.without | ROLE.garment, cues());
  const beginningAs = (text: string) => starts.get(startOf(text, 0, 2)) ?? [];
  expect(beginningAs('stop')).toContain('stop');
  expect(beginningAs('sa')).toContain('sans');
  expect(beginningAs('prevent')).toContain('prevent');
  expect(beginningAs('no')).not.toContain('no');
  // A single unit is indexed alone, whatever follows it.
  expect(starts.get(startOf('服务', 0, 1))).toContain('服');
  for (const [first, texts] of starts)
    for (const text of texts) {
      expect(startOf(text, 0, text.length)).toBe(first);
      expect(text).not.toMatch(/[*^]/);
    }
});

it('the number of a prefix depends only on its units', () => {
  expect(startOf('ab', 0, 2)).toBe((0x61 << 8) ^ 0x62);
  expect(startOf('xab', 1, 2)).toBe((0x61 << 8) ^ 0x62);
  expect(startOf('ab', 0, 1)).toBe(0x61 << 8);
  expect(startOf('ab', 1, 2)).toBe(0x62 << 8);
});

it('knows the scripts without spaces', () => {
  // Twice, because the first answer is kept.
  for (let round = 0; round < 2; round++) {
    for (const unit of ['庭', 'に', 'ニ', '정', 'ก']) expect(isUnspaced(unit.charCodeAt(0))).toBe(true);
    for (const unit of ['a', 'é', 'ж', 'ა', '\ud840', '\udc00', ''])
      expect(isUnspaced(unit.charCodeAt(0))).toBe(false);
  }
  expect(hasUnspaced('a 庭 b', 0, 3)).toBe(true);
  expect(hasUnspaced('a\ud840\udc00', 0, 3)).toBe(true);
  expect(hasUnspaced('a 庭 b', 0, 2)).toBe(false);
  expect(hasUnspaced('庭 ab', 1, 4)).toBe(false);
  expect(hasUnspaced('ab ა', 0, 4)).toBe(false);
});
