import { describe, expect, it } from 'vitest';
import { createMatcher, createSetMatcher } from './matcher.ts';
import { termSet } from './term-set.ts';

/** The typed text of each match of the terms. */
function found(terms: string | string[], text: string): string[] {
  const list = [terms]
    .flat()
    .map((written) => ({ text: written.replace(/\*$/, ''), prefix: written.endsWith('*') }));
  return createMatcher(list)
    .match(text)
    .map(({ start, end }) => text.slice(start, end));
}

it('ends each match of a prefix with its own word, in one text and in the next', () => {
  const matcher = createMatcher([{ text: 'tulip', prefix: true }]);
  const matchesOf = (text: string) => matcher.match(text).map(({ start, end }) => text.slice(start, end));
  const words = ['tulipa', 'tulips', 'tulipmania'];
  expect(matchesOf(words.join(' '))).toEqual(words);
  expect(matchesOf('tulipwood')).toEqual(['tulipwood']);
});

describe('a term is found', () => {
  it.each([
    ['garden', 'a garden', 'garden'],
    ['garden', 'GARDEN', 'GARDEN'],
    ['garden', 'gardens', 'gardens'],
    ['bench', 'two benches', 'benches'],
    ['garden', 'g4rd3n!', 'g4rd3n'],
    ['oboes', '08035', '08035'],
    ['toes', '7035', undefined],
    ['garden', 'g@rden', 'g@rden'],
    ['garden', 'gаrdеn', 'gаrdеn'],
    ['garden', '𝓰𝓪𝓻𝓭𝓮𝓷', '𝓰𝓪𝓻𝓭𝓮𝓷'],
    ['garden', '🅖🅐🅡🅓🅔🅝', '🅖🅐🅡🅓🅔🅝'],
    ['garden', 'ｇａｒｄｅｎ', 'ｇａｒｄｅｎ'],
    ['garden', 'g\u0301a\u0300rden\u0302', 'g\u0301a\u0300rden\u0302'],
    ['garden', 'g\u200ba\u200drd\u2060en', 'g\u200ba\u200drd\u2060en'],
    ['garden', 'g a r d e n', 'g a r d e n'],
    ['garden', 'g.a.r.d.e.n', 'g.a.r.d.e.n'],
    ['garden', 'gar-den', 'gar-den'],
    ['garden', 'g_a_r_d_e_n', 'g_a_r_d_e_n'],
    ['garden', 'g*rd*n', 'g*rd*n'],
    ['garden', 'g-rden', 'g-rden'],
    ['garden', 'gaaardennn', 'gaaardennn'],
    ['garden', 'g*g*a*a*r*d*e*n', 'g*g*a*a*r*d*e*n'],
    ['photo', 'foto', undefined],
    ['foto', 'photo', 'photo'],
    ['garden gnome', 'garden_gnome', 'garden_gnome'],
    ['garden gnome', 'gardengnome', 'gardengnome'],
    ['garden gnome', 'garden\ngnome', undefined],
    ['nut*', 'nutcracker', 'nutcracker'],
    ['庭', '広い庭で', '庭'],
    ['カメラ*', 'ｶﾒﾗマン', 'ｶﾒﾗ'],
    ['食べ', '食べる', '食べ'],
    ['かさ', 'かさの', undefined],
    ['ひまわり', 'ひまわりの', 'ひまわり'],
    ['カメラ', 'ガ゙カメラ', undefined],
    ['ガーデン', 'カ\u3099ーテ\u3099ン', 'カ\u3099ーテ\u3099ン'],
    ['정원', '정원을', '정원'],
    ['정원', 'ㅈㅓㅇㅇㅝㄴ', 'ㅈㅓㅇㅇㅝㄴ'],
    ['сад', 'в саду', undefined],
    ['сад*', 'в саду', 'саду'],
    ['حديقة', 'الحديقة', 'حديقة'],
    ['حديقة', 'للحديقة', 'حديقة'],
    ['حديقة', 'والحديقة', 'حديقة'],
    ['حديقة', 'بالحديقة', 'حديقة'],
    ['jardín', 'un JARDIN', 'JARDIN'],
    ['straße', 'STRASSE', 'STRASSE'],
    ['🌳🔥', 'a 🌳🔥 here', '🌳🔥'],
  ])('%s in %s', (term, text, expected) => {
    expect(found(term, text)).toEqual(expected === undefined ? [] : [expected]);
  });
});

describe('a term is not found', () => {
  it.each([
    ['pen island', 'the pen is landing'],
    ['penis', 'the pen is on the table'],
    ['hell', "he'll go, she'd stay"],
    ['where', "who're you"],
    ['art', 'party, cart, article'],
    ['art', 'p a r t y'],
    ['annal', 'analog'],
    ['crate', '(rate it'],
    ['ate', '478 and 8'],
    ['tan', 't, a, nothing'],
    ['anal', 'annals'],
  ])('%s in %s', (term, text) => {
    expect(found(term, text)).toEqual([]);
  });

  it('when it is written exactly and the accents differ', () => {
    const matcher = createMatcher([{ text: 'pâté', exact: true }]);
    expect(matcher.match('Pâté')).toHaveLength(1);
    expect(matcher.match('pate')).toEqual([]);
  });
});

it('finds only terms of a least length, typed as they are listed, where that is asked for', () => {
  const matcher = createMatcher([{ text: 'garden' }]);
  const found = (text: string, exact: number) => matcher.match(text, true, false, exact).length;
  expect([found('a Garden', 6), found('a garden', 7)]).toEqual([1, 0]);
  for (const other of ['g a r d e n', 'g, a, r, d, e, n here', 'gardens', 'gardenn', 'gárden'])
    expect(found(other, 1), other).toBe(0);
});

it('reports the index of the term, and each span once', () => {
  const matcher = createMatcher([{ text: 'garden' }, { text: 'wall' }, { text: 'Garden' }]);
  expect(matcher.match('wall, garden')).toHaveLength(3);
  expect(matcher.match('wall')).toEqual([{ term: 1, start: 0, end: 4 }]);
});

describe('the budget of a text', () => {
  // Every word of ten letters that a row of ones can stand for.
  const words = Array.from({ length: 1_024 }, (_, bits) => ({
    text: Array.from({ length: 10 }, (_, bit) => ((bits >> bit) & 1 ? 'l' : 'i')).join(''),
  }));
  const matcher = createMatcher([...words, { text: 'garden' }]);
  const steps = (text: string) => {
    matcher.match(text);
    return matcher.steps;
  };

  it('is 2,000 steps per start', () => {
    expect(steps('1'.repeat(64))).toBe(2_000);
    expect(steps(`${'1'.repeat(60)} wall`)).toBeGreaterThan(2_000);
  });

  it('is 32,000 steps plus four per symbol; beyond it words are matched literally', () => {
    for (const ones of [50, 300, 1_000, 4_000]) {
      const spent = steps('1 '.repeat(ones));
      // The start that exceeds it ends, and every other start costs at most one step per symbol.
      expect(spent).toBeGreaterThan(32_000 + 4 * Math.min(ones, 16));
      expect(spent).toBeLessThanOrEqual(32_000 + 4 * ones + 2_000 + ones);
    }
  });

  it('is spent on disguises again once the average is below the limit', () => {
    const found = (text: string) => matcher.match(text).filter(({ term }) => term === words.length).length;
    const flood = '1 '.repeat(300);
    expect(found(`${flood}g4rden`)).toBe(0);
    expect(found(`${flood}garden`)).toBe(1);
    expect(found(`${flood}${'x'.repeat(400)} g4rden`)).toBe(1);
  });

  it('that is spent is reported, and what follows is matched as typed', () => {
    let spent = false;
    const reporting = createMatcher(words, () => {
      spent = true;
    });
    const isComplete = (text: string, plain = false) => {
      spent = false;
      reporting.match(text, plain);
      return !spent;
    };
    const flood = '1 '.repeat(300);
    expect(isComplete(`${flood}g4rden`)).toBe(false);
    expect(isComplete('g4rden')).toBe(true);
    expect(isComplete('1 '.repeat(15))).toBe(true);
    expect(isComplete(flood, true)).toBe(true);
    // A single start that ends early leaves out only the readings of its row.
    expect(isComplete('1'.repeat(64))).toBe(true);
  });

  it('is spent by a quarter of the steps from a start in a row of twelve signs', () => {
    const row = '|'.repeat(11);
    // The second start is in a row of eleven, and the steps from the first are 2,000.
    const alone = steps(`${row} `);
    for (const sign of ['/', ':', '`', '~']) expect(steps(row + sign), sign).toBe(alone - 1_500);
    const others = ['A', 'Z', 'a', 'z', '0', '9', 'é'];
    expect(new Set(others.map((other) => steps(row + other)))).toEqual(new Set([8_001]));
    for (const sign of ['!', '@', '[', '{']) expect(Math.round(steps(row + sign)), sign).toBeLessThan(6_502);
  });

  it('is spent on a word of signs wherever it is in a row of signs', () => {
    const disguised = createMatcher([{ text: 'all' }]);
    const found = (text: string) => disguised.match(text).map(({ start, end }) => text.slice(start, end));
    for (const row of ['#'.repeat(40), '!'.repeat(20), '?!'.repeat(10), '~'.repeat(14), '.'.repeat(14)])
      expect(found(`@||${row}`), row).toEqual(['@||']);
    expect(found(`${'#'.repeat(40)}@||`)).toEqual(['@||']);
    expect(matcher.match(`${'#'.repeat(40)} g4rden`)).toHaveLength(1);
  });

  describe('of the views of one text', () => {
    const further = (text: string) =>
      matcher.match(text, false, true).filter(({ term }) => term === words.length).length;
    const flood = '1 '.repeat(300);

    const read = (...texts: readonly string[]) => {
      for (const [index, text] of texts.entries()) matcher.match(text, false, index > 0);
    };

    it('is 32,000 steps for the first view, and 32,000 for all others', () => {
      read(flood);
      expect(further('g4rden')).toBe(1);
      read(flood, flood);
      expect(further('g4rden')).toBe(0);
      expect(further('garden')).toBe(1);
      expect(matcher.match('g4rden')).toHaveLength(1);
      expect(further('g4rden')).toBe(1);
      expect(further(flood)).toBe(0);
      expect(further('g4rden')).toBe(0);
    });

    it('is two steps more for each symbol of a further view', () => {
      read(flood, flood);
      expect(further(`${'x'.repeat(2_000)} g4rden`)).toBe(1);
      read(flood, flood);
      expect(further(`${'x'.repeat(100)} g4rden`)).toBe(0);
      read(flood, flood, 'x'.repeat(2_000));
      expect(further('g4rden')).toBe(1);
    });

    it('does not change where disguises are off', () => {
      read('a dog');
      matcher.match(flood, true, true);
      expect(further('g4rden')).toBe(1);
      read(flood, flood);
      matcher.match('x'.repeat(40_000), true, true);
      expect(further('g4rden')).toBe(0);
    });
  });

  it('is not spent on disguises where disguises are off', () => {
    expect(matcher.match('g4rden', true)).toEqual([]);
    expect(matcher.match('a garden', true)).toEqual([{ term: words.length, start: 2, end: 8 }]);
    expect(matcher.match('g a r d e n', true)).toHaveLength(1);
    expect(matcher.match('g, a, r, d, e, n here', true)).toEqual([{ term: words.length, start: 0, end: 16 }]);
  });
});

it('the second of several lists continues the numbering of the first', () => {
  const { match } = createSetMatcher([
    termSet([{ text: 'oak' }, { text: 'elm' }]),
    termSet([{ text: 'ash' }]),
  ]);
  expect(match('ash, elm')).toEqual([
    { term: 1, start: 5, end: 8 },
    { term: 2, start: 0, end: 3 },
  ]);
});

it.each([
  ['four separators between letters', 'garden', 'g -. a r d e n', 1],
  ['no five of them', 'garden', 'g -.- a r d e n', 0],
  ['a row of one separator, however long', 'garden', `g${'-'.repeat(50)}arden`, 1],
  ['three masks', 'marmalade', 'm*rm*l*de', 1],
  ['no four masks', 'marmalade', 'm*rm*l*d*', 0],
  ['four signs between letters', 'garden', 'g!$@!arden', 1],
  ['no five of them', 'garden', 'g!$@!$arden', 0],
])('a word can contain %s', (_, term, text, count) => {
  expect(found(term, text)).toHaveLength(count);
});
