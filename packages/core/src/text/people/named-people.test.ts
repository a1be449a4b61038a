import { describe, expect, it } from 'vitest';
import { namedPeople } from './named-people.ts';

const people = namedPeople({ names: ['Jane Example', 'Jörg Muster', '山田花子'] });

describe('namedPeople', () => {
  it('finds a listed name with its place', () => {
    expect(people.match('a portrait of Jane Example in oil')).toEqual([
      { check: 'named-people', category: 'real-person', label: 'Jane Example', score: 0.3, span: [14, 26] },
    ]);
  });

  it.each([
    ['another case', 'JANE EXAMPLE, photo', 'Jane Example'],
    ['accents', 'jané exámple, photo', 'Jane Example'],
    ['missing accents', 'jorg muster, photo', 'Jörg Muster'],
    ['look-alike letters', 'Jаne Ехample, photo', 'Jane Example'],
    ['digits for letters', 'j4ne ex4mple, photo', 'Jane Example'],
    ['underscores', 'jane_example, photo', 'Jane Example'],
    ['letters apart', 'J a n e E x a m p l e, photo', 'Jane Example'],
    ['a genitive', 'Jane Example’s house', 'Jane Example'],
    ['weights', '(Jane Example:1.3), photo', 'Jane Example'],
    ['another script', '山田花子の写真', '山田花子'],
  ])('finds it with %s', (_, prompt, label) => {
    expect(people.match(prompt)).toMatchObject([{ category: 'real-person', label }]);
  });

  it.each(['a dog in a suit', 'an example by jane', 'plain example', 'Jane'])(
    'finds none in %j',
    (prompt) => {
      expect(people.match(prompt)).toEqual([]);
    },
  );

  it('covers real people', () => {
    expect(people).toMatchObject({ name: 'named-people', covers: ['real-person'] });
  });
});
