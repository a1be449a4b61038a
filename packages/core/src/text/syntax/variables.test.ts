import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CheckError } from '../../vocabulary/check-error.ts';
import { withVariables } from './variables.ts';

/** Examples use a paragraph sign for the dollar sign, which would look like a JavaScript template. */
const dollars = (text: string) => text.replaceAll('§', () => '$');

describe('withVariables', () => {
  it.each([
    ['§{x=rd}ga§{x}en', 'garden'],
    ['§{x=!rd} ga§{x}en', ' garden'],
    ['ga§{x:rd}en', 'garden'],
    ['§{x=ga}§{x:no}rden', 'garden'],
    ['§{a=r}§{b=§{a}d}ga§{b}en', 'garden'],
    ['§{a=§{b=rd}ga}§{a}§{b}en', 'garden'],
    ['ga§{x}en §{x=rd}', 'garden '],
    ['§{x=a}§{x}§{x=b}§{x}', 'ab'],
    ['§{x={red|blue}} §{x} car', ' {red|blue} car'],
    ['a §{unknown} dog', 'a  dog'],
    ['costs §{5 or so', 'costs §{5 or so'],
    ['§{x=a', '§{x=a'],
    ['§{}', '§{}'],
  ])('reads %j', (prompt, expected) => {
    expect(withVariables(dollars(prompt))?.text).toBe(dollars(expected));
  });

  it('returns nothing for a prompt without variables', () => {
    expect(withVariables('a {red|blue} car for $5')).toBeUndefined();
  });

  it('keeps the typed offset of each unit', () => {
    const unit = fc.constantFrom(...['§{x=', '§{x}', '§{y:'].map(dollars), '}', 'a', '{', ' ');
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 12 }), (prompt) => {
        try {
          const view = withVariables(prompt);
          if (view)
            expect(Array.from(view.offsets ?? [], (offset) => prompt[offset]).join('')).toBe(view.text);
        } catch (error) {
          expect(error).toBeInstanceOf(CheckError);
        }
      }),
    );
  });

  it('resolves sixteen nested values', () => {
    const nested = (depth: number) => dollars(`${'§{a='.repeat(depth)}b${'}'.repeat(depth)}`);
    expect(withVariables(nested(16))?.text).toBe('');
    expect(() => withVariables(nested(17))).toThrow(CheckError);
  });

  it('writes at most twice the typed length plus 10,000 characters', () => {
    const prompt = (times: number) => dollars(`§{x=${'a'.repeat(1_000)}}${'§{x}'.repeat(times)}`);
    expect(withVariables(prompt(13))?.text).toHaveLength(13_000);
    expect(() => withVariables(prompt(14))).toThrow(CheckError);
    const long = dollars(`§{x=${'a'.repeat(20_000)}}${'§{x}'.repeat(3)}`);
    expect(withVariables(long)?.text).toHaveLength(60_000);
    expect(() => withVariables(`${long}${dollars('§{x}')}`)).toThrow(CheckError);
  });

  it.each([
    Array.from({ length: 40 }, (_, index) => `\${v${index + 1}=\${v${index}}\${v${index}}}`).join('') +
      '§{v40}',
    '§{x=§{x}}§{x}',
    `${'§{a='.repeat(30)}${'}'.repeat(30)}`,
    `§{x=${'a'.repeat(1_000)}}${'§{x}'.repeat(1_000)}`,
  ])('refuses a prompt that expands to too much text', (prompt) => {
    expect(() => withVariables(dollars(prompt))).toThrow(/more text than can be checked/);
  });
});
