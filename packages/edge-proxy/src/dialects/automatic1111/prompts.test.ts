import { describe, expect, it } from 'vitest';
import { assertKept, detailPrompts, mayInvert, scriptPrompts, withStyles } from './prompts.ts';

describe('withStyles', () => {
  it.each([
    ['a dog', ['in ink'], 'a dog, in ink'],
    ['a dog', ['a painting of {prompt}, old'], 'a painting of a dog, old'],
    ['a dog', ['{prompt} $&', 'b'], 'a dog $&, b'],
    [' a dog ', [' in ink '], 'a dog, in ink'],
    ['', ['in ink'], 'in ink'],
    ['a dog', [], 'a dog'],
  ])('%j with %j is %j', (prompt, styles, expected) => {
    expect(withStyles(prompt, styles)).toBe(expected);
  });
});

it('makes one prompt per part for a detector, including the main one', () => {
  expect(detailPrompts('a face[SEP][PROMPT], smiling[SEP][SKIP]', 'a $& dog')).toEqual([
    'a face',
    'a $& dog, smiling',
    '',
  ]);
});

describe('scriptPrompts', () => {
  it.each([
    ['none', [], []],
    [' None ', ['a, b'], []],
    ['', ['a, b'], []],
    ['Prompt matrix', [], ['a', 'a b', 'a c', 'a b c']],
    ['Prompts from file or textbox', ['one\n--prompt "t\'wo"\nthree'], ['one', '--prompt two', 'three']],
    ['X/Y/Z plot', ['a, x, y'], ['a | b | c', 'x | b | c', 'y | b | c']],
    ['X/Y/Z plot', ['a, x', '"b", z'], ['a | b | c', 'a | z | c', 'x | b | c', 'x | z | c']],
    ['X/Y/Z plot', ['a, x', 'x, z'], ['a | b | c', 'x | b | c', 'z | b | c']],
    ['X/Y/Z plot', ['q, x', 'a'], ['a | b | c']],
    ['X/Y/Z plot', ['', ', x', '"", y'], ['a | b | c']],
  ])('of %j with %j', (script, args, expected) => {
    expect(scriptPrompts(script, args, 'a | b | c')).toEqual(expected);
  });

  it('refuses code, and values that choose another negative prompt or guidance', () => {
    expect(() => scriptPrompts('Custom Code', [], 'a')).toThrow('Custom code is not run');
    expect(() => scriptPrompts('Prompts from file or textbox', ['--cfg_scale 0'], 'a')).toThrow(
      'neither a negative prompt nor the guidance',
    );
  });

  it('limits the number of prompts that one expands to', () => {
    expect(() => scriptPrompts('prompt matrix', [], 'a|b|c|d|e|f|g')).not.toThrow();
    expect(() => scriptPrompts('prompt matrix', [], 'a|b|c|d|e|f|g|h')).toThrow('at most 6 options');
    const replaced = (count: number) => {
      const others = Array.from({ length: count }, (_, index) => `x${index}`).join(',');
      return scriptPrompts('x/y plot', [`a,${others}`], 'a');
    };
    expect(replaced(63)).toHaveLength(64);
    expect(() => replaced(64)).toThrow('too many prompts');
  });
});

describe('assertKept', () => {
  it('refuses a script that would replace words of the operator’s prompt', () => {
    expect(() => assertKept('nsfw, fog', ['nsfw, x'])).toThrow('negative prompt');
    for (const args of [['nsfw'], [', x'], ['other, x'], []])
      expect(() => assertKept('nsfw, fog', args)).not.toThrow();
  });
});

it('detects a guidance below 1 in a list of values', () => {
  for (const args of [['7, 0.5'], ['-1'], ['.9'], ['+0.5'], ['7', '0']]) expect(mayInvert(args)).toBe(true);
  for (const args of [['7, 1'], ['a'], ['in 2 steps'], []]) expect(mayInvert(args)).toBe(false);
});
