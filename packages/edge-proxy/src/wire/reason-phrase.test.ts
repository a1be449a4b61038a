import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reasonPhrase } from './reason-phrase.ts';

describe('the reason phrase of a sentence', () => {
  it.each([
    ['The prompt was refused. Reason: nudity.', 'The prompt was refused. Reason: nudity.'],
    ['The model’s answer – “late”', 'The model\'s answer - "late"'],
    ['one\r\nX-Injected: two', 'one X-Injected: two'],
    ['a  b   c', 'a b c'],
    ['‘a’ “b” – c — d', '\'a\' "b" - c - d'],
    ['é', undefined],
    [' a é ', 'a'],
    ['a'.repeat(160), 'a'.repeat(160)],
    ['a'.repeat(161), `${'a'.repeat(157)}...`],
    [`${'a'.repeat(156)} ${'b'.repeat(10)}`, `${'a'.repeat(156)}...`],
    ['プロンプト', undefined],
    ['', undefined],
  ])('%s', (sentence, phrase) => {
    expect(reasonPhrase(sentence)).toBe(phrase);
  });

  it('is short and printable for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        expect(reasonPhrase(text) ?? 'none').toMatch(/^[\x20-\x7e]{1,160}$/);
      }),
    );
  });
});
