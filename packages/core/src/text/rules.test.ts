import { describe, expect, it } from 'vitest';
import { decidePrompt } from '../policy/decide.ts';
import { presets } from '../policy/presets.ts';
import { sexualisedMinor } from '../screen/joined/sexualised-minor.ts';
import { lexiconTerms } from './lexicon/listed-terms.ts';
import { parseTermList, TermListError, term } from './lexicon/term-list.ts';
import { createMatcher } from './match/matcher.ts';
import { graveRules, rules } from './rules.ts';

const own = (list: string) => rules({ lexicon: false, terms: parseTermList(list) });

describe('the built-in rules', () => {
  const screen = rules();

  it.each(['a sexy woman', 'セクシーな女性', 'a s3xy w0man', '(sexy:1.3) woman', 'se[xy:0.4] woman'])(
    'warn of %s under standard and refuse it under strict',
    (prompt) => {
      const findings = screen.match(prompt);
      expect(findings).toMatchObject([{ check: 'rules', category: 'suggestive' }]);
      expect(decidePrompt(presets.standard, findings).decision).toBe('warn');
      expect(decidePrompt(presets.strict, findings).decision).toBe('reject');
    },
  );

  it.each([
    'a dog in a suit',
    'a shiba inu in a garden',
    'masterpiece, best quality, 1girl, 8k uhd, 35mm f/1.8, <lora:detail:0.8>',
  ])('let %s pass', (prompt) => expect(screen.match(prompt)).toEqual([]));

  it.each([
    ['a 12 year old, lingerie', true],
    ['12歳、下着姿', true],
    ['children in a garden', false],
    ['children in swimsuits at the beach', false],
  ])('find both parts of sexualised minors: %s', (prompt, isJoined) => {
    const findings = screen.match(prompt);
    expect(findings.map(({ category }) => category)).toContain('minor');
    expect(sexualisedMinor(findings) !== undefined).toBe(isJoined);
  });

  it('cover the categories of their terms', () => {
    expect(screen.covers).toContain('sexual-minors');
    expect(screen.covers).not.toContain('toxicity');
  });

  it('are valid for the matcher: every term matches itself', () => {
    const terms = lexiconTerms();
    const matcher = createMatcher(terms);
    const lost = terms.filter(({ text }, index) => !matcher.match(text).some(({ term }) => term === index));
    expect(lost.map(({ language, role }) => `${language} ${role}`)).toEqual([]);
  }, 60_000);
});

describe('an operator’s terms', () => {
  it('are scored by their severity, with their typed span', () => {
    const screen = own('garden\thate\t1\nwall\tillegal\t4');
    expect(screen.match('a wa11 around the g-a-r-d-e-n')).toEqual([
      { check: 'rules', category: 'illegal', label: 'wall', score: 1, span: [2, 6] },
      { check: 'rules', category: 'hate', label: 'garden', score: 0.55, span: [18, 29] },
    ]);
    expect(screen.covers).toEqual(['hate', 'illegal']);
  });

  it('pass where an exception covers them', () => {
    const screen = own('garden\thate\n!garden party');
    expect(screen.match('a garden party')).toEqual([]);
    expect(screen.match('a garden, a party of the garden')).toHaveLength(2);
  });

  it('are found once per span, the longest first', () => {
    const screen = own('garden\thate\ngarden gnome\thate\ngnome\tillegal');
    expect(screen.match('a garden gnome').map(({ label }) => label)).toEqual(['garden gnome', 'gnome']);
  });

  it('extend the lexicon, and can remove terms from it', () => {
    const added = rules({ terms: [term('shiba inu', 'illegal', 3)], without: ['sexy'] });
    expect(added.match('a sexy shiba inu')).toMatchObject([{ category: 'illegal', label: 'shiba inu' }]);
  });
});

describe('an operator’s terms beside the lexicon', () => {
  it('allow what the lexicon would find', () => {
    expect(rules().match('a sexy zeppelin')).toHaveLength(1);
    expect(rules({ terms: parseTermList('!sexy zeppelin') }).match('a sexy zeppelin')).toEqual([]);
  });

  it('count by the gravest of two with one spelling', () => {
    const twice = (...severities: (1 | 3)[]) =>
      rules({ lexicon: false, terms: severities.map((severity) => term('foo', 'hate', severity)) }).match(
        'foo',
      );
    for (const found of [twice(1, 3), twice(3, 1)]) expect(found).toMatchObject([{ score: 0.9 }]);
  });

  it('allow some phrases only in prompts for adults, and their words in combinations', () => {
    const found = (prompt: string) =>
      rules({
        lexicon: false,
        terms: [
          term('foo', 'suggestive', 2),
          term('red foo', 'adult-exception', 1),
          term('big bar', 'adult-exception', 1),
          term('bar', 'garment', 1),
          term('drops', 'pull-off', 1),
          term('loli', 'minor', 2),
        ],
      })
        .match(prompt)
        .map(({ category }) => category);
    expect(found('a red foo')).toEqual([]);
    expect(found('a red foo, foo')).toEqual(['suggestive']);
    expect(found('loli, red foo')).toEqual(['minor', 'suggestive']);
    expect(found('she drops her big bar')).toEqual(['nudity']);
  });

  it('have no effect when all of them are removed', () => {
    const gambling = lexiconTerms().flatMap(({ role, text }) => (role === 'gambling' ? text : []));
    expect(rules({ without: gambling }).covers).toEqual(
      rules().covers.filter((category) => category !== 'gambling'),
    );
    expect(rules({ without: gambling.slice(1) }).covers).toEqual(rules().covers);
  });
});

describe('parseTermList', () => {
  it('reads terms, categories, severities, exceptions, marks and comments', () => {
    expect(parseTermList('# a comment\n\ngarden\nwall*\thate\t2\r\n=Pâté\tdrugs\n!stone wall')).toMatchObject(
      [
        { text: 'garden', role: 'toxicity', severity: 4, prefix: false },
        { text: 'wall', role: 'hate', severity: 2, prefix: true },
        { text: 'Pâté', role: 'drugs', exact: true },
        { text: 'stone wall', role: 'exception' },
      ],
    );
  });

  it.each([
    ['garden\tflowers', 'Line 1: Unknown category'],
    ['ok\nwall\thate\tvery', 'Line 2: A severity is 1, 2, 3 or 4'],
  ])('names the line of %j', (list, message) => {
    expect(() => parseTermList(list)).toThrow(TermListError);
    expect(() => parseTermList(list)).toThrow(message);
  });
});

describe('the rules of the edge subset', () => {
  const grave = graveRules();

  it('reject what a single word rejects, also disguised, and find people under 18', () => {
    expect(decidePrompt(presets.standard, grave.match('a suicide')).decision).toBe('reject');
    expect(decidePrompt(presets.standard, grave.match('a su1c1de')).decision).toBe('reject');
    expect(grave.match('a 12 year old').map(({ category }) => category)).toEqual(['minor']);
  });

  it('keep the exceptions, and leave milder terms to the origin', () => {
    expect(grave.match('a suicide prevention poster').filter(({ score }) => score > 0.5)).toEqual([]);
    expect(grave.match('a sexy woman')).toEqual([]);
  });

  it("accept an operator's terms as the full rules do", () => {
    const terms = parseTermList('foobar\tviolence\t1');
    expect(graveRules({ terms }).match('a foobar')).toMatchObject([{ label: 'foobar' }]);
    expect(graveRules({ lexicon: false, terms }).match('a suicide')).toEqual([]);
  });
});

describe('a flood of signs', () => {
  const own = rules({
    lexicon: false,
    terms: ['marmalade', 'assist', 'assistant', 'sassafras', 'salsa', 'lasso'].map((text) => ({
      text,
      role: 'violence',
      severity: 4,
      prefix: false,
      exact: false,
    })),
  });

  it('does not hide a disguised word behind it: the prompt is refused as unread', () => {
    expect(own.match('m@rm4l4de')).toHaveLength(1);
    expect(() => rules().match(`${'@$$!+ '.repeat(40)} m@rm4l4de`)).toThrow(
      'The prompt has more readings than can be checked. Leave out rows of signs and nested choices.',
    );
  });

  it.each([
    'a comic: a pirate says "@#$%&!" and the parrot answers "#@*$!%?"',
    '!@#$%^&*()_+',
    '@@@@@@%%%%####\n@@##%%**++--..\n##%%@@**&&$$!!',
    'f*** the s***, a b**** d****',
  ])('as people write it is read: %j', (prompt) => {
    expect(() => rules().match(prompt)).not.toThrow();
  });
});

describe('a flood of listed words', () => {
  const screen = rules();
  const flood = (words: string, count: number) => screen.match(words.repeat(count));

  it('is read in its context up to 1,000 words; all words of a longer one are requested', () => {
    expect(flood('no wine, ', 1_000)).toEqual([]);
    expect(flood('no wine, ', 1_001)).toHaveLength(1_001);
    const scores = (count: number) =>
      new Set(flood('the nude in the museum. ', count).map(({ score }) => score));
    expect(scores(999)).toEqual(new Set([0.375]));
    expect(scores(1_001)).toEqual(new Set([0.75]));
  });

  it('does not hide a person without clothes', () => {
    const labels = (prompt: string) => new Set(screen.match(prompt).map(({ label }) => label));
    expect(labels(`${'wine, '.repeat(1_001)}clothes: none`)).toContain('without clothes');
    // A graver word for the same is enough.
    expect(labels(`${'wine, '.repeat(1_001)}clothes: none, nude`)).not.toContain('without clothes');
    expect(labels('wine, clothes: none, nude')).toContain('without clothes');
  });

  it('does not hide a minor', () => {
    const named = (prompt: string) => screen.match(prompt).some(({ category }) => category === 'minor');
    expect(named(`${'wine, '.repeat(1_001)}a 12 year old`)).toBe(true);
    expect(named(`${'wine, '.repeat(1_001)}a child`)).toBe(true);
  });
});
