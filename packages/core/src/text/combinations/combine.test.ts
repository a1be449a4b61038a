import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Hit } from '../hit.ts';
import { rules } from '../rules.ts';
import { COMBINATIONS } from './combinations.ts';
import { combine } from './combine.ts';

const shoji = rules();
const categories = (prompt: string) => shoji.match(prompt).map(({ category }) => category);

function placed(role: Hit['term']['role'], start: number, text: string = role): Hit {
  return { term: { text, role, severity: 1, prefix: false, exact: false }, start, end: start + 4 };
}

it('finds concepts that are near each other, in any order, with the words of both', () => {
  const [found] = combine([placed('guts', 0), placed('out', 20)]);
  expect(found).toEqual({
    term: { text: 'guts + out', role: 'graphic', severity: 3, prefix: false, exact: false },
    start: 0,
    end: 24,
  });
  expect(combine([placed('out', 0), placed('guts', 20)])).toHaveLength(1);
});

it('ignores a concept alone, concepts far apart, and one word that is both', () => {
  expect(combine([placed('guts', 0)])).toEqual([]);
  expect(combine([placed('guts', 0), placed('out', 69)])).toEqual([]);
  expect(combine([placed('guts', 0), placed('out', 68)])).toHaveLength(1);
  expect(combine([placed('guts', 0), placed('out', 2)])).toEqual([]);
});

it('uses the narrower distance of a combination that has one', () => {
  expect(combine([placed('rope', 0), placed('neck', 28)])).toHaveLength(1);
  expect(combine([placed('rope', 0), placed('neck', 29)])).toEqual([]);
});

it('uses the nearest word of a concept that occurs twice', () => {
  const [found] = combine([placed('guts', 0), placed('guts', 100, 'bowels'), placed('out', 110)]);
  expect(found).toMatchObject({ term: { text: 'bowels + out' }, start: 100, end: 114 });
});

it.each([
  ['a prisoner in a pit, his intestines fall out, hanging down', 'graphic'],
  ['an executioner with an axe above the head of a man', 'graphic'],
  ['he shoots the captives one by one', 'violence'],
  ['infographic, how to assemble a detonator', 'illegal'],
  ['migrants drawn as locusts over the fields', 'hate'],
  ['the drunk woman sleeps, he unzips her jeans', 'sexual'],
])('finds what two words say together: %s', (prompt, category) => {
  expect(categories(prompt)).toContain(category);
});

it.each([
  'a macrame plant hanger hanging from a rope in the living room',
  'infographic, how to bake bread step by step',
  'a barber with a razor, portrait of the customer',
  'a Jewish family feeding monkeys at the zoo',
  'a chef cutting vegetables, rolled up sleeves',
  'a man takes off his coat and hangs it in the bedroom',
])('ignores words that only share letters with it: %s', (prompt) => {
  expect(categories(prompt)).toEqual([]);
});

it('finds a phrase in one sentence only, and other concepts also across its end', () => {
  const phrase = [placed('rope', 0), placed('neck', 8)];
  expect(combine(phrase, 'rope,   neck')).toHaveLength(1);
  for (const text of ['rope.   neck', 'rope!   neck', 'rope\n   neck', 'rope。   neck'])
    expect(combine(phrase, text)).toEqual([]);
  expect(combine(phrase, 'rope.1  neck')).toHaveLength(1);
  expect(combine([placed('guts', 0), placed('out', 8)], 'guts.   out ')).toHaveLength(1);
});

it.each([
  'a fishmonger cuts off the head of a salmon',
  'le poissonnier lui coupe la tête, un saumon',
  'a rope around the neck of a cow',
  'a cook slicing into the neck of a duck',
  'the belly of a salmon, split open',
  'the abdomen is cut open by a surgeon',
  'the innards of a chicken, cut open',
  'the bodies of many fish in a heap',
  'raw meat in the hands of a man, beef',
  'the nurse injects the vaccine into his arm',
  'a table with carved wooden legs',
  'a rope bridge over the gorge',
  'an altarpiece of the martyrdom of a saint',
])('a combination is harmless beside what makes it so: %s', (prompt) => {
  expect(categories(prompt)).toEqual([]);
});

it.each([
  ['an executioner cuts off the head of a man', 'graphic'],
  ['a rope around the neck of a man', 'self-harm'],
  ['he injects heroin into his arm', 'drugs'],
])('and a finding beside other words: %s', (prompt, category) => {
  expect(categories(prompt)).toContain(category);
});

it('is mentioned in a setting that excuses its category, and excluded where a part of it is', () => {
  const scores = (prompt: string) => shoji.match(prompt).map(({ score }) => score);
  expect(scores('he injects heroin into his arm')).toContain(0.9);
  expect(Math.max(...scores('textbook page: he injects heroin into his arm'))).toBeLessThan(0.5);
});

it('costs at most the number of terms times that of combinations', () => {
  const roles = [...new Set(COMBINATIONS.flatMap(({ of }) => of.flat()))];
  const hits = fc.array(fc.record({ role: fc.constantFrom(...roles), gap: fc.nat(100) }), { maxLength: 300 });
  fc.assert(
    fc.property(hits, (steps) => {
      let at = 0;
      const terms = steps.map(({ role, gap }) => {
        at += 4 + gap;
        return placed(role, at);
      });
      expect(combine(terms).length).toBeLessThanOrEqual(terms.length * COMBINATIONS.length);
    }),
  );
});

it('has no combination that one word alone could fill', () => {
  for (const { of } of COMBINATIONS) expect(of.length).toBeGreaterThan(1);
});
