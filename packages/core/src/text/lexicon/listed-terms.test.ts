import { expect, it } from 'vitest';
import { builtInLexicon } from './built-in.ts';
import { lexiconTerms } from './listed-terms.ts';

it('every term of the lexicon is listed, by language, role and severity', () => {
  const terms = lexiconTerms();
  expect(terms).toHaveLength(builtInLexicon().size);
  const keys = terms.map(({ language, role, severity }) => `${language} ${role} ${severity}`);
  // The keys of one group are consecutive, and the groups are in order.
  const groups = keys.filter((key, index) => key !== keys[index - 1]);
  expect(groups).toEqual([...new Set(keys)].sort());
});

it('a term has the language of its list', () => {
  const of = (script: RegExp) =>
    new Set(lexiconTerms().flatMap(({ text, language }) => (script.test(text) ? [language] : [])));
  expect(of(/\p{Script=Hangul}/u)).toEqual(new Set(['ko']));
  expect(of(/\p{Script=Hiragana}/u)).toEqual(new Set(['ja']));
  expect(of(/\p{Script=Thai}/u)).toEqual(new Set(['th']));
  expect(lexiconTerms().every(({ language }) => /^[a-z]{2,3}(-[a-z]+)*$/i.test(language))).toBe(true);
});
