import { describe, expect, it } from 'vitest';
import { type Mutant, mutantsOf, nameOf, shuffled } from './mutants.ts';

/** The one line of `source` as each mutant has it. */
function linesOf(source: string, file = 'a.ts'): string[] {
  return mutantsOf(file, source).map((mutant) => mutant.mutated);
}

describe('mutantsOf', () => {
  it.each([
    ['f(a < b)', ['f(a <= b)', ';']],
    ['f(a >= b)', ['f(a > b)', ';']],
    ['f(a === b)', ['f(a !== b)', ';']],
    ['f(a * b)', ['f(a / b)', ';']],
    ['f(a && b)', ['f(a || b)', ';']],
    ['f(a ?? b)', ['f(a)', ';']],
    ['f(!a)', ['f(a)', ';']],
    ['f(true)', ['f(false)', ';']],
    ['f(3)', ['f(4)', ';']],
    ['f(30_000)', ['f(60000)', ';']],
    ["f('a')", ["f('')", ';']],
    ["f('')", ["f('mutant')", ';']],
    ['f([a])', ['f([])', ';']],
    ['f({ a })', ['f({})', ';']],
    ['f({ a, b })', ['f({  b })', 'f({ a,  })', ';']],
    ['f([...a, b])', ['f([])', 'f([ b])', ';']],
    ['f({ ...a, b })', ['f({  b })', 'f({ ...a,  })', ';']],
    ['f(a, channel)', ['f(a)', ';']],
    ['f(...a)', ['f()', ';']],
    ['Math.min(a)', ['Math.max(a)', ';']],
    ['f(/^a$/u)', ['f(/a$/u)', 'f(/^a/u)', ';']],
    ['f(`a`)', ["f('')", ';']],
    ['a += b', ['a -= b', ';']],
    ['a++', ['a--', ';']],
    ['if (a) b = c', ['if (!(a)) b = c', 'if (a) ;']],
    ['while (a) b++', ['while (false) b++', 'while (a) b--', 'while (a) ;']],
    ['const b = a ? c : d', ['const b = !(a) ? c : d']],
  ])('%s', (source, expected) => {
    expect(linesOf(source).toSorted()).toEqual(expected.toSorted());
  });

  it('removes an early exit, and what a function returns', () => {
    expect(linesOf('function f() { if (a) return b; }')).toEqual([
      'function f() { {} }',
      'function f() { if (!(a)) return b; }',
      'function f() { if (a) return undefined; }',
    ]);
  });

  it('drops an attribute of a component', () => {
    expect(linesOf('const b = <A disabled={a} />', 'a.tsx')).toEqual(['const b = <A  />']);
  });

  it('does not change class names, which only browsers give an effect', () => {
    expect(linesOf('const b = <A class="b" />', 'a.tsx')).toEqual([]);
  });

  it.each([
    ["import { a } from './a.ts'", 'the address of a module'],
    ["export { a } from './a.ts'", 'the address of a module'],
    ["type A = 'a' | 1", 'a type'],
    ["let a: 'a' | 'b'", 'a type'],
    ['interface A { a: true }', 'a type'],
    ["throw new Error('Two words.')", 'wording'],
    ["const a = b + 'c d'", 'a text that is put together'],
    ["'use strict'", 'a directive'],
  ])('does not change %s: %s', (source) => {
    expect(linesOf(source)).toEqual([]);
  });

  it('gives the position of a mutant and the text of the whole module', () => {
    const [mutant] = mutantsOf('a.ts', 'const a = 1;\n  f(a);\nconst b = c;\n');
    expect(mutant).toEqual({
      file: 'a.ts',
      line: 1,
      operator: 'literal',
      original: 'const a = 1;',
      mutated: 'const a = 2;',
      source: 'const a = 2;\n  f(a);\nconst b = c;\n',
    });
  });

  it('refuses a module that does not parse', () => {
    expect(() => mutantsOf('a.ts', 'const = 1')).toThrow(SyntaxError);
  });
});

describe('shuffled', () => {
  const mutants = mutantsOf('a.ts', Array.from({ length: 40 }, (_, i) => `f${i}(${i});`).join('\n'));
  const names = (some: readonly Mutant[]) => some.map(nameOf);

  it('depends on the seed', () => {
    expect(names(shuffled(mutants, 'a'))).toEqual(names(shuffled(mutants.toReversed(), 'a')));
    expect(names(shuffled(mutants, 'a'))).not.toEqual(names(shuffled(mutants, 'b')));
    expect(names(shuffled(mutants, 'a')).toSorted()).toEqual(names(mutants).toSorted());
  });

  it('keeps the order of the others when some are removed', () => {
    const fewer = mutants.filter((_, i) => i % 3 > 0);
    const kept = new Set(names(fewer));
    expect(names(shuffled(fewer, 'a'))).toEqual(
      names(shuffled(mutants, 'a')).filter((name) => kept.has(name)),
    );
  });
});
