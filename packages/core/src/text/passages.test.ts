import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { passagesAround } from './passages.ts';

const around = (text: string, hit = 'foo') => {
  const start = text.indexOf(hit);
  const { clause, sentence } = passagesAround(text, [start, start + hit.length]);
  return [clause, sentence];
};
const proseIn = (text: string) => passagesAround(text, [text.indexOf('foo'), text.indexOf('foo') + 3]).prose;

describe('the passages around a hit', () => {
  it.each([
    ['Hills. A foo in a bar. Birds.', ['A foo in a bar', 'A foo in a bar']],
    ['Hills. A foo in a bar, lake. Birds.', ['A foo in a bar', 'A foo in a bar, lake']],
    ['lake, (foo:1.4), tree', ['foo', 'lake, (foo:1']],
    ['湖、foo、木。', ['foo', '湖、foo、木']],
    [
      'one two three four five six seven foo one two three four five six seven',
      [
        'two three four five six seven foo one two three four five six',
        'one two three four five six seven foo one two three four five six seven',
      ],
    ],
    ['foo', ['foo', 'foo']],
    [' foo ', ['foo', 'foo']],
    ['foo.', ['foo', 'foo']],
    ['Hi. a  foo   b. Bye.', ['a  foo   b', 'a  foo   b']],
  ])('of %j', (text, expected) => expect(around(text)).toEqual(expected));

  it.each([
    ['of 14 words is prose', 'A foo door stands at the end of the long lane behind the mill', 14],
    ['of fewer words is no prose', 'A foo door stands at the end of the long lane behind mills', undefined],
    [
      'with few words between its signs is a list',
      'A foo door, hills and a lake, three old trees, birds, boats',
      undefined,
    ],
    [
      'with 4.5 of them is prose',
      'A foo door in a wall, hills behind a lake, trees with many birds, boats on it too',
      18,
    ],
    [
      'counts brackets as signs',
      'A foo (door) in a [wall] (hills) behind (lakes) with trees, birds, and boats',
      undefined,
    ],
    [
      'counts without other sentences',
      'Hills and lakes and trees and all that. A foo door. Birds and a pier and lakes',
      undefined,
    ],
  ])('a sentence %s', (_, text, words) => expect(proseIn(text)).toBe(words));

  it('are the same whatever sentences are before and behind', () => {
    const sentence = fc.stringMatching(/^[a-z ,]{0,60}[.!?\n]$/);
    fc.assert(
      fc.property(sentence, sentence, (before, behind) => {
        const text = `${before} a tree, a foo in a bar, and a lake. ${behind}`;
        const start = text.indexOf('a foo in') + 2;
        expect(passagesAround(text, [start, start + 3])).toEqual({
          clause: 'a foo in a bar',
          sentence: 'a tree, a foo in a bar, and a lake',
          prose: undefined,
        });
      }),
    );
  });

  it('are empty for a hit of white space', () => {
    expect(passagesAround('a. . b', [2, 3])).toEqual({ clause: '', sentence: '', prose: undefined });
  });

  it('reach 180 characters to each side of a sentence', () => {
    expect(passagesAround('x'.repeat(600), [200, 203]).sentence).toBe('x'.repeat(180 + 3 + 180));
  });

  it('are short in a text without any mark', () => {
    const text = `${'word '.repeat(4000)}foo${' word'.repeat(4000)}`;
    for (const passage of around(text)) expect(passage.length).toBeLessThan(400);
  });
});
