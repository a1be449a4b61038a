import { describe, expect, it } from 'vitest';
import { createMatcher } from './matcher.ts';

/** The typed text of each match of the terms. */
function found(terms: string | string[], text: string): string[] {
  const list = [terms]
    .flat()
    .map((written) => ({ text: written.replace(/\*$/, ''), prefix: written.endsWith('*') }));
  return createMatcher(list)
    .match(text)
    .map(({ start, end }) => text.slice(start, end));
}

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
    ['カメラ', 'ガ゙カメラ', undefined],
    ['ガーデン', 'カ\u3099ーテ\u3099ン', 'カ\u3099ーテ\u3099ン'],
    ['정원', '정원을', '정원'],
    ['정원', 'ㅈㅓㅇㅇㅝㄴ', 'ㅈㅓㅇㅇㅝㄴ'],
    ['сад', 'в саду', undefined],
    ['сад*', 'в саду', 'саду'],
    ['حديقة', 'الحديقة', 'حديقة'],
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

it('names the term by its index, each place once', () => {
  const matcher = createMatcher([{ text: 'garden' }, { text: 'wall' }, { text: 'Garden' }]);
  expect(matcher.match('wall, garden')).toHaveLength(3);
  expect(matcher.match('wall')).toEqual([{ term: 1, start: 0, end: 4 }]);
});
