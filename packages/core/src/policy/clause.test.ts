import { expect, it } from 'vitest';
import { finding } from '../testing/fakes.ts';
import { inItsSentence } from './clause.ts';

const report = (likelihood: number) => ({ findings: [finding('hate', likelihood)], likelihood, model: 'v1' });

it('a clause that sounds graver than its sentence counts as the mean of both in log odds', () => {
  expect(inItsSentence(report(0.8), [report(0.2)])).toEqual({
    findings: [finding('hate', expect.closeTo(0.5))],
    likelihood: expect.closeTo(0.5),
    model: 'v1',
  });
  expect(inItsSentence(report(0.9), [report(0.5)]).likelihood).toBeCloseTo(0.75);
});

it('of several sentences the gravest counts', () =>
  expect(inItsSentence(report(0.8), [report(0.1), report(0.2)]).likelihood).toBeCloseTo(0.5));

it.each([
  ['its sentence is as grave', report(0.4), [report(0.4)]],
  ['its sentence is graver', report(0.4), [report(0.6)]],
  ['it has no sentence', report(0.4), []],
  ['a sentence has no likelihood', report(0.8), [report(0.2), { findings: [] }]],
  ['it has no likelihood itself', { findings: [] }, [report(0.2)]],
])('it stays as it is where %s', (_, clause, sentences) =>
  expect(inItsSentence(clause, sentences)).toBe(clause),
);

it('reads likelihoods of 0 and 1', () => {
  const { likelihood } = inItsSentence(report(1), [report(0)]);
  expect(likelihood).toBeCloseTo(0.5);
});
