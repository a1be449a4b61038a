import { describe, expect, it } from 'vitest';
import { type Group, isAlternation, isSchedule, parse } from './parse.ts';

const groupsOf = ({ parts }: Group): Group[] =>
  parts.flatMap(({ items }) => items.filter((item) => typeof item !== 'number'));
const first = (prompt: string): Group | undefined => groupsOf(parse(prompt))[0];

describe('parse', () => {
  it('reads the weight of an emphasis, and words are not a number', () => {
    expect(first('a (cat:1.2) here')).toMatchObject({ kind: '(', amount: 1.2 });
    expect(first('(cat:dog)')?.amount).toBeUndefined();
    expect(first(`(cat:${'1'.repeat(21)})`)?.amount).toBeUndefined();
    expect(first(`(cat:${'1'.repeat(20)})`)?.amount).toBe(Number('1'.repeat(20)));
  });

  it.each([
    ['[cat:dog:0.5]', true, false],
    ['[cat|dog]', false, true],
    ['{cat|dog}', false, true],
    ['[cat]', false, false],
    ['(cat|dog)', false, false],
  ])('distinguishes schedules from alternations: %s', (prompt, schedule, alternation) => {
    const group = first(prompt);
    expect(group && isSchedule(group)).toBe(schedule);
    expect(group && isAlternation(group)).toBe(alternation);
  });

  it('keeps the offset of each character outside of syntax', () => {
    const [part] = parse('a \\(b\\)').parts;
    expect(part?.items).toEqual([0, 1, 3, 4, 6]);
  });

  it('drops networks, and keeps an unclosed bracket', () => {
    expect(parse('<lora:x:1>a').parts[0]?.items).toEqual([10]);
    expect(parse('a<b').parts[0]?.items).toEqual([0, 1, 2]);
  });

  it('reads at most 200 characters as the name of a network', () => {
    const kept = (length: number) => parse(`<${'a'.repeat(length)}>b`).parts[0]?.items.length;
    expect([kept(200), kept(201)]).toEqual([1, 204]);
    expect(parse('<>b').parts[0]?.items).toEqual([0, 1, 2]);
    expect(parse('<a\n>').parts[0]?.items).toEqual([0, 1, 2, 3]);
  });

  it('parses at most 64 nested brackets', () => {
    let depth = 0;
    for (let group = first('('.repeat(100)); group !== undefined; group = groupsOf(group)[0]) depth++;
    expect(depth).toBe(63);
  });
});
