import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluate } from './evaluate.ts';

/** All readings of a prompt, each with its context. */
const readings = (prompt: string) => evaluate(prompt).flatMap(({ text }) => text.split('\n;\n;\n;\n'));

describe('evaluate', () => {
  it.each([
    ['a [cat:dog:0.5] here', ['a cat here', 'a dog here']],
    ['gar[den:0] wall', ['garden wall']],
    ['gar[:den:0] wall', ['garden wall']],
    ['[gar|gar]den', ['garden']],
    ['a [cat|dog|cow]', ['a cat', 'a dog', 'a cow']],
    ['{red|blue} car', ['red car', 'blue car']],
    ['(g)(a)(r)', ['gar']],
    ['gar[]den', ['garden']],
    ['(garden:1.4), [wall]', ['garden, wall']],
    ['gar<lora:style:0.8>den', ['garden']],
    ['a \\(small\\) cat', ['a (small) cat']],
    ['[a:[b|c]:0.5]', ['a', 'b', 'c']],
    ['{0.5::gar|0.1::wall}den', ['garden', 'wallden']],
    ['{2$$gar|den}', ['gar,den', 'den,gar', 'gar', 'den']],
    ['{2$$$$gar|den}', ['garden', 'dengar']],
    ['{1-2$$ and $$gar|den}', ['gar and den', 'den and gar']],
    ['{2$$$$a|den|gar}', ['garden', 'adengar']],
  ])('reads %s as servers do', (prompt, expected) => {
    expect(readings(prompt)).toEqual(expect.arrayContaining(expected));
  });

  it.each([
    'a (red) [old] {new} car',
    '[cat:dog:0.5], [cow:0.2] and [:pig:9]',
    '[a|b|c]x{d|e}',
    '{1-2$$ and $$red|blue|green} car',
    '{2$$a|b} {$$c|d}',
    '{0.5::red|2 ::blue|x::y} car',
    '[[a|b]:c:3] ({d|{e|f}})',
    'gar[den:0',
    'a ] b ) c } d',
    'x \\(y\\) \\[z <lora:a:1> <b> <',
    'one {a|b} two three four five six seven eight nine {c|d} ten',
    '{a|b} word {c|d} word {e|f}',
    '[a:b:c:0.5] (a:b:1.2) (word:1.2)',
    '[a:b:x] [a:1e3] [a:+.5] (a:)',
    '{}|[]|()',
    '{a|b|c|d|e|f|g|h|i|j|k|l|m|n|o|p|q|r} {x|y|z|w|v|u|t|s}',
    '{1$$a|b|c|d|e|f|g|h|i|j}',
    '[g|a]{a|g}[r|x]{d|x}[e|x]{n|x}[s|x]{q|x}',
    '{ga|x} {rd|x}, {en|x}; {s|x} [y|z][w|v][u|t][p|o] far away, {q|r}',
  ])('reads %s', (prompt) => {
    expect(readings(prompt)).toMatchSnapshot();
  });

  it('returns nothing for a prompt without syntax', () => {
    expect(evaluate('a dog in a suit')).toEqual([]);
  });

  it('keeps the typed offset of each unit', () => {
    const unit = fc.constantFrom(...'ab ()[]{}|:<>\\', '0.5', '::');
    fc.assert(
      fc.property(fc.string({ unit }), (prompt) => {
        for (const { text, offsets = [] } of evaluate(prompt)) {
          expect(offsets).toHaveLength(text.length);
          const typed = Array.from(offsets, (offset) => prompt[offset]);
          for (const [at, character] of typed.entries())
            if (!';\n'.includes(text[at] ?? '')) expect(text[at]).toBe(character);
        }
      }),
    );
  });

  it('finds a word in any combination of options', () => {
    const word = 'garden';
    const choices = fc.array(fc.tuple(fc.boolean(), fc.constantFrom('{|}', '[|]', '[::0.4]')), {
      minLength: word.length,
      maxLength: word.length,
    });
    const glue = fc.constantFrom('', ' ', ')(');
    fc.assert(
      fc.property(choices, glue, (sides, between) => {
        const prompt = [...word]
          .map((letter, index) => {
            const [first, kind] = sides[index] ?? [true, '{|}'];
            const [a, b] = first ? [letter, 'x'] : ['x', letter];
            const [open = '', middle = '', ...rest] = kind;
            return `${open}${a}${middle}${b}${rest.join('')}`;
          })
          .join(between === ')(' ? '' : between);
        expect(readings(prompt).map((text) => text.replaceAll(' ', ''))).toContain(word);
      }),
    );
  });

  /** The readings of the choices alone, without the view with the first option of each. */
  const others = (prompt: string) => evaluate(prompt)[1]?.text.split('\n;\n;\n;\n').slice(1) ?? [];

  it('reads a choice with 24 units around it and on to the next space, 64 at most', () => {
    expect(others(`${'x'.repeat(100)}{a|b}${'y'.repeat(100)}`)).toEqual([
      `${'x'.repeat(64)}b${'y'.repeat(64)}`,
    ]);
    expect(others(`${'x '.repeat(50)}{a|b}${' y'.repeat(50)}`)).toEqual([
      `${'x '.repeat(12)}b${' y'.repeat(12)}`,
    ]);
    expect(others(`far ${'x'.repeat(30)} {a|b} ${'y'.repeat(30)} far`)).toEqual([
      `${'x'.repeat(30)} b ${'y'.repeat(30)}`,
    ]);
  });

  it('combines choices that are at most 24 units apart', () => {
    const [near, far] = ['y'.repeat(24), 'y'.repeat(25)];
    expect(others(`{a|b}${near}{c|d}`)).toEqual([`b${near}c`, `a${near}d`, `b${near}d`]);
    expect(others(`{a|b}${far}{c|d}`)).toEqual([`b${far}`, `${far}d`]);
  });

  it('reads 64 combinations, and then only each option alone', () => {
    expect(new Set(others('{a|b}'.repeat(6))).size).toBe(63);
    // The options of seven are read as equal and as unequal neighbours.
    expect(others('{one|two} '.repeat(7).trim())).toEqual([
      'one two one two one two one',
      'two two two two two two two',
      'two one two one two one two',
    ]);
  });

  it.each(['{a|{b|c}}', '[[a|b]:c:3] {d|{e|f}}', '{a|{b|{c|d}}} {e|{f|g}}'])(
    'reads no combination of %s twice, where a choice is inside another',
    (prompt) => {
      const read = others(prompt);
      expect(new Set(read).size).toBe(read.length);
    },
  );

  it.each([
    ['{ab|cd}', 6],
    ['{abc|d}', 3],
    ['{2$$$$a|b}', 22],
    ['{2$$a|b}', 11],
    ['{a|{b|cd}}', 8],
    ['{a|{b|cde}}', 5],
  ])(
    'combines %s with a neighbour behind a space only if no option has more than two letters',
    (choice, count) => {
      expect(others(`${choice} {x|y} ${'{one|two} '.repeat(7)}`)).toHaveLength(count);
    },
  );

  it('reads sixteen options together with their neighbours, and further ones with the first option', () => {
    const list = (name: string, count: number) =>
      `{${Array.from({ length: count }, (_, index) => `${name}${index}`).join('|')}}`;
    const read = others(`${list('a', 18)} ${list('b', 5)}`);
    expect(read).toHaveLength(2 * 16 - 1 + 2);
    expect(read.slice(-4)).toEqual(['a15 b0', 'a15 b1', 'a16 ', 'a17 ']);
  });

  it('reads every option of a long list', () => {
    const options = Array.from({ length: 200 }, (_, index) => `w${index}x`);
    const said = readings(`a {${options.join('|')}} {cat|dog} in the sun`).join('\n');
    for (const option of options) expect(said).toContain(option);
  });

  it('reads the choices of a long prompt independently', () => {
    const prompt = '{red|blue|green} car in a street, it is raining, '.repeat(400);
    expect(evaluate(prompt).reduce((sum, { text }) => sum + text.length, 0)).toBeLessThan(prompt.length * 8);
  });

  it.each(['[a|b]'.repeat(4_000), '{a|{b|c}}'.repeat(2_000), '[a:b:0.5]'.repeat(2_000)])(
    'refuses a prompt that can be read in too many ways',
    (prompt) => {
      expect(() => evaluate(prompt)).toThrow(/more readings than can be checked/);
    },
  );
});
