import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { objectionToShape } from './json-shape.ts';

const objection = (text: string) => objectionToShape(new TextEncoder().encode(text));

describe('objectionToShape', () => {
  it.each([
    ['lists nested 64 deep', '['.repeat(64) + ']'.repeat(64), undefined],
    ['lists nested 65 deep', '['.repeat(65) + ']'.repeat(65), /64 deep/],
    ['objects nested 65 deep', `${'{"a":'.repeat(65)}1${'}'.repeat(65)}`, /64 deep/],
    ['brackets that never close', '['.repeat(1_000_000), /64 deep/],
    ['very many empty lists', `[${'[],'.repeat(300_000)}[]]`, /250000 values/],
    ['very many numbers', `[${'1,'.repeat(300_000)}1]`, /250000 values/],
    ['250,000 values', `[${'1,'.repeat(249_998)}1]`, undefined],
    ['250,001 values', `[${'1,'.repeat(249_999)}1]`, /250000 values/],
    ['250,000 empty objects', `${'{}'.repeat(249_999)}`, undefined],
    ['lists that close, and then lists', `${'[]'.repeat(100)}${'['.repeat(64)}`, undefined],
    ['objects that close, and then objects', `${'{}'.repeat(100)}${'{'.repeat(64)}`, undefined],
    ['brackets in a string', JSON.stringify('[{,'.repeat(300_000)), undefined],
    ['escaped quotes before brackets', JSON.stringify({ a: `\\"${'['.repeat(100)}\\`, b: '"' }), undefined],
    ['a string that never ends', `"${'['.repeat(100)}`, undefined],
  ])('%s', (_, text, expected) => {
    const said = objection(text);
    if (expected === undefined) expect(said).toBeUndefined();
    else expect(said).toMatch(expected);
  });

  it('accepts bodies of real clients', () => {
    fc.assert(fc.property(fc.json({ maxDepth: 20 }), (text) => objection(text) === undefined));
  });
});
