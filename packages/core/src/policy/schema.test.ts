import { describe, expect, it } from 'vitest';
import { standard } from './presets.ts';
import { policySchema } from './schema.ts';

const accepts = (changes: object) => policySchema.safeParse({ ...standard, ...changes }).success;

describe('a policy', () => {
  it.each(['prompt', 'image', 'illustrated'])('has scores from 0 to 1 in %s', (side) => {
    const [action] = side === 'prompt' ? ['warn'] : ['blur'];
    const at = (score: unknown) => accepts({ [side]: { hate: { [String(action)]: score } } });
    expect([0, 0.5, 1].map(at)).toEqual([true, true, true]);
    expect([-0.01, 1.01, '0.5', Number.NaN].map(at)).toEqual([false, false, false, false]);
  });

  it('has different actions for prompts and for pictures', () => {
    expect(accepts({ prompt: { hate: { warn: 0.1, reject: 0.2 } }, image: {}, illustrated: {} })).toBe(true);
    expect(accepts({ prompt: { hate: { blur: 0.1 } } })).toBe(false);
    expect(accepts({ image: { hate: { blur: 0.1, withhold: 0.2 } } })).toBe(true);
    expect(accepts({ image: { hate: { reject: 0.1 } } })).toBe(false);
    expect(accepts({ illustrated: { hate: { reject: 0.1 } } })).toBe(false);
    expect(accepts({ prompt: { fun: {} } })).toBe(false);
  });

  it.each(['classify', 'generate', 'moderate', 'total'])(
    'gives %s from a millisecond to a quarter of an hour',
    (stage) => {
      const at = (ms: unknown) => accepts({ deadlines: { ...standard.deadlines, [stage]: ms } });
      expect([1, 900_000].map(at)).toEqual([true, true]);
      expect([0, 900_001, 1.5, undefined].map(at)).toEqual([false, false, false, false]);
    },
  );

  it('allows up to ten attempts per picture', () => {
    const at = (changes: object) => accepts({ regenerate: { ...standard.regenerate, ...changes } });
    expect([1, 10].map((attempts) => at({ attempts }))).toEqual([true, true]);
    expect([0, 11, 1.5].map((attempts) => at({ attempts }))).toEqual([false, false, false]);
    expect([1, 900_000, undefined].map((within) => at({ within }))).toEqual([true, true, true]);
    expect([0, 900_001].map((within) => at({ within }))).toEqual([false, false]);
    expect(['blur', 'withhold', 'clear', ''].map((from) => at({ from }))).toEqual([true, true, false, false]);
    expect(at({ more: 1 })).toBe(false);
  });

  it('has a name of 1 to 64 characters', () => {
    expect(['a', 'a'.repeat(64)].map((name) => accepts({ name }))).toEqual([true, true]);
    expect(['', 'a'.repeat(65), 1].map((name) => accepts({ name }))).toEqual([false, false, false]);
  });

  it.each([
    ['warnedPrompt', ['blur', 'show']],
    ['unreadPrompt', ['allow', 'warn', 'reject']],
    ['classify', ['before', 'beside']],
    ['explain', ['span', 'category', 'none']],
    ['reveal', [true, false]],
    ['illustratedFrom', [0, 1]],
    ['failOpen', [[], ['a', 'b']]],
  ])('has a %s of %j', (field, values) => {
    for (const value of values) expect(accepts({ [field]: value })).toBe(true);
    for (const value of ['', 'other', 2, [1], undefined]) expect(accepts({ [field]: value })).toBe(false);
  });

  it('rejects unknown fields', () => {
    expect(accepts({})).toBe(true);
    expect(accepts({ more: 1 })).toBe(false);
    expect(accepts({ deadlines: { ...standard.deadlines, more: 1 } })).toBe(false);
  });
});
