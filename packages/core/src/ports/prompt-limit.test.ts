import { describe, expect, it } from 'vitest';
import { isPromptWithinLimit, limitInWords, type PromptLimit } from './prompt-limit.ts';

const bytes: PromptLimit = { most: 12, unit: 'bytes' };
const characters: PromptLimit = { most: 4, unit: 'characters' };

describe('isPromptWithinLimit', () => {
  it.each([
    ['a'.repeat(12), bytes, true],
    ['a'.repeat(13), bytes, false],
    ['猫'.repeat(4), bytes, true],
    ['猫'.repeat(5), bytes, false],
    ['🌳'.repeat(3), bytes, true],
    ['🌳'.repeat(4), bytes, false],
    ['猫'.repeat(4), characters, true],
    ['🌳'.repeat(4), characters, true],
    ['🌳'.repeat(5), characters, false],
    ['a'.repeat(5), characters, false],
    ['a'.repeat(10_000), undefined, true],
    ['a'.repeat(10_001), undefined, false],
  ])('measures %j', (prompt, limit, fits) => {
    expect(isPromptWithinLimit(prompt, limit)).toBe(fits);
  });
});

it('names its unit', () => {
  expect([bytes, characters].map(limitInWords)).toEqual(['12 bytes of UTF-8', '4 characters']);
});
