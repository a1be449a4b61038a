import { describe, expect, it } from 'vitest';
import { OperatorError } from '../../vocabulary/operator-error.ts';
import { asRole, asSeverity, parseTermList, TermListError, term } from './term-list.ts';

describe('a list of terms', () => {
  it('has one term per line, with category and severity after tabs', () => {
    expect(parseTermList('gnome\nfountain\tviolence\nhedge\tnudity\t2\r\n')).toEqual([
      { text: 'gnome', role: 'toxicity', severity: 4, prefix: false, exact: false },
      { text: 'fountain', role: 'violence', severity: 4, prefix: false, exact: false },
      { text: 'hedge', role: 'nudity', severity: 2, prefix: false, exact: false },
    ]);
  });

  it('marks prefixes, exact terms and exceptions', () => {
    expect(parseTermList('gnom*\n=Gnome\n!garden gnome\n*\n!')).toMatchObject([
      { text: 'gnom', prefix: true },
      { text: 'Gnome', exact: true },
      { text: 'garden gnome', role: 'exception', severity: 1 },
      { text: '*', prefix: false },
      { text: '!', role: 'toxicity' },
    ]);
  });

  it('ignores empty lines and comments, and reads a lone hash as a term', () => {
    expect(parseTermList('# of the house\n\n  \n#gnome')).toMatchObject([{ text: '#gnome' }]);
  });

  it.each([
    ['gnome\nhedge\tplants', 'Line 2: Unknown category in a lexicon: plants.'],
    ['hedge\tnudity\t5', 'Line 1: A severity is 1, 2, 3 or 4, not 5.'],
  ])('that is malformed is an OperatorError with the line number', (list, message) => {
    expect(() => parseTermList(list)).toThrow(TermListError);
    expect(() => parseTermList(list)).toThrow(OperatorError);
    expect(() => parseTermList(list)).toThrow(message);
  });
});

it('has roles and severities', () => {
  expect(['violence', 'exception', 'minor'].map(asRole)).toEqual(['violence', 'exception', 'minor']);
  expect(asRole('adult-exception')).toBe('adult-exception');
  expect(() => asRole('plants')).toThrow(TypeError);
  expect([1, 2, 3, 4].map(asSeverity)).toEqual([1, 2, 3, 4]);
  expect(() => asSeverity(0)).toThrow(TypeError);
  expect(term('=gnom*', 'violence', 3)).toEqual({
    text: 'gnom',
    role: 'violence',
    severity: 3,
    prefix: true,
    exact: true,
  });
});
