import { describe, expect, it } from 'vitest';
import { ViewWriter } from '../view.ts';
import { type Choice, type Flow, flowOf, write } from './choices.ts';
import { parse } from './parse.ts';

const flow = (prompt: string): Flow => flowOf(parse(prompt), prompt);
const isChoice = (item: number | Choice): item is Choice => typeof item !== 'number';
const choicesIn = (prompt: string) => flow(prompt).filter(isChoice);

/** The text of a prompt with the given reading of each choice. */
function written(prompt: string, pick: (choice: Choice) => number = () => 0): string {
  const out = new ViewWriter();
  write(flow(prompt), prompt, pick, out);
  return out.view().text;
}

/** The text of each reading of the prompt's first choice. */
const readings = (prompt: string) =>
  choicesIn(prompt)[0]?.readings.map((_, index) => written(prompt, () => index));

describe('the flow of a prompt', () => {
  it('has typed offsets, without the signs of emphasis', () => {
    expect(flow('a (b)')).toEqual([0, 1, 3]);
    expect(written('a (red:1.4) dog')).toBe('a red dog');
  });

  it('keeps separators that divide no alternatives', () => {
    expect(written('(a:b) c')).toBe('a:b c');
    expect(written('(a|b)')).toBe('a|b');
  });

  it('has one choice for each group with alternatives, with those inside it', () => {
    const [outer, ...others] = choicesIn('{a|{b|[c|d]}} {e|f}');
    expect(outer?.all).toHaveLength(3);
    expect(outer?.all[0]).toBe(outer);
    expect(others).toHaveLength(1);
  });
});

it('has no choice for a group without alternatives', () => {
  expect(choicesIn('{a} {2$$a} [a]')).toEqual([]);
  expect(written('{a}')).toBe('a');
});

describe('the readings of a choice', () => {
  it.each([
    ['{a|b|c}', ['a', 'b', 'c']],
    ['[a|b]', ['a', 'b']],
    ['{a|}', ['a', '']],
    ['{a:b|c}', ['a:b', 'c']],
    ['{0.5::a|2 ::b}', ['a', 'b']],
    ['{x::a|b}', ['x::a', 'b']],
    ['{5:a|b}', ['5:a', 'b']],
    ['[a:b:0.5]', ['a', 'b']],
    ['[a:0.5]', ['', 'a']],
    ['[:a:0.5]', ['', 'a']],
  ])('of %s', (prompt, expected) => {
    expect(readings(prompt)).toEqual(expected);
  });

  it.each([
    ['{2$$a|b}', ['a,b', 'b,a', 'a', 'b', 'a,b', 'b,a']],
    ['{2$$ and $$a|b}', ['a and b', 'b and a', 'a', 'b', 'a and b', 'b and a']],
    ['{1-2$$$$a|b}', ['ab', 'ba', 'a', 'b', 'ab', 'ba']],
    ['{$$a|b}', ['a,b', 'b,a', 'a', 'b', 'a,b', 'b,a']],
  ])('of %s, which picks several: all, all turned round, each, and pairs', (prompt, expected) => {
    expect(readings(prompt)).toEqual(expected);
  });

  it('pairs each of eight options with each other, and no more than eight', () => {
    const of = (count: number) => `{2$$${Array.from({ length: count }, (_, at) => at).join('|')}}`;
    expect(readings(of(8))).toHaveLength(2 + 8 + 8 * 7);
    expect(readings(of(9))).toHaveLength(2 + 9);
  });

  it('picks several only in braces', () => {
    expect(readings('[2$$a|b]')).toEqual(['2$$a', 'b']);
  });
});

describe('writing', () => {
  it('wraps round when a choice has fewer readings than were asked for', () => {
    expect(written('{a|b} {c|d|e}', () => 5)).toBe('b e');
  });

  it('writes a part of the flow', () => {
    const out = new ViewWriter();
    write(flow('abcdef'), 'abcdef', () => 0, out, 2, 4);
    expect(out.view()).toMatchObject({ text: 'cd' });
  });

  it('gives a joiner the offset of its group, and each letter its own', () => {
    const out = new ViewWriter();
    const prompt = 'x {2$$-$$a|b}';
    write(flow(prompt), prompt, () => 0, out);
    const { text, offsets } = out.view();
    expect(text).toBe('x a-b');
    expect(Array.from(offsets ?? [])).toEqual([0, 1, 9, 2, 11]);
  });
});
