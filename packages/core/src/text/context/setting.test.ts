import { describe, expect, it } from 'vitest';
import { parseTermList } from '../lexicon/term-list.ts';
import { rules } from '../rules.ts';
import { standingOf } from './marked.test-helper.ts';

describe('a setting', () => {
  it.each([
    ['medicine', 'graphic', 'a nurse holds up a bag of «fog» for the patient'],
    ['medicine', 'graphic', '看護師と«霧»の袋'],
    ['medicine', 'graphic', 'eine Ärztin prüft den «Nebel»'],
    ['art', 'nudity', '«fog» study in charcoal, seated figure, life drawing class'],
    ['art', 'nudity', 'un museo con una escultura «niebla»'],
    ['art', 'nudity', '美術館の«霧»の彫刻'],
    ['history', 'hate', 'the «fog» of the civil war, archive photo'],
    ['history', 'violence', 'памятник жертвам «тумана»'],
    ['learning', 'self-harm', 'an infographic on «fog»'],
    ['learning', 'drugs', 'a textbook page on «fog»'],
    ['stage', 'graphic', 'halloween costume party with «fog»'],
    ['quotation', 'violence', 'a book titled “«Fog»”'],
    ['fashion', 'nudity', 'a shelf of «nude»-coloured lipstick'],
    ['opposition', 'sexual', 'a march against «fog»'],
  ])('of %s lowers %s: %s', (_, role, text) => {
    expect(standingOf(text, { role })).toEqual(['mentioned']);
  });

  it.each([
    ['another sentence', 'graphic', 'A nurse smiles. A street full of «fog»'],
    ['a list of tags', 'graphic', 'hospital, solo, smile, long hair, «fog»'],
    ['a style', 'nudity', 'oil painting of a «fog», masterpiece'],
    ['a setting of something else', 'sexual', 'a nurse in the «fog»'],
    ['a list beside a colour', 'nudity', '«nude», lipstick'],
    ['a mention without a quotation', 'violence', 'a book and «fog»'],
  ])('is not %s', (_, role, text) => {
    expect(standingOf(text, { role })).toEqual(['asked']);
  });

  it('lowers mild terms, and nothing sexual beside a person under 18', () => {
    const museum = 'a statue in a museum, «fog»';
    expect(standingOf(museum, { role: 'nudity', severity: 3 })).toEqual(['asked']);
    expect(standingOf(museum, { role: 'sexual' })).toEqual(['asked']);
    expect(standingOf(museum, { role: 'nudity', namesMinor: true })).toEqual(['asked']);
  });

  it('halves the score of a lowered term, and does not change an operator’s own terms', () => {
    const wounds = (prompt: string) =>
      rules()
        .match(prompt)
        .map(({ score }) => score);
    expect(wounds('a nurse treats the wounds of a patient')).toEqual([0.375]);
    expect(wounds('wounds')).toEqual([0.75]);
    const own = rules({ terms: parseTermList('zeppelin\tgraphic\t2') });
    expect(own.match('no zeppelin').map(({ score }) => score)).toEqual([0.75]);
  });

  it('does not hide a request elsewhere in the prompt', () => {
    const findings = rules().match('A nurse treats wounds. The street is full of wounds');
    expect(findings.map(({ score, span }) => [score, span])).toEqual([
      [0.375, [15, 21]],
      [0.75, [45, 51]],
    ]);
  });
});

/** The highest severity of a category that a text lowers, or 0. */
function gravest(marked: string, role: string): number {
  const turnedDown = ([1, 2, 3, 4] as const).filter(
    (severity) => standingOf(marked, { role, severity })[0] === 'mentioned',
  );
  expect(turnedDown).toEqual([1, 2, 3, 4].slice(0, turnedDown.length));
  return turnedDown.length;
}

describe('the most severe word that is lowered', () => {
  const categories = [
    'nudity',
    'sexual',
    'suggestive',
    'violence',
    'graphic',
    'hate',
    'harassment',
    'illegal',
    'drugs',
    'self-harm',
    'alcohol-tobacco',
    'gambling',
  ];

  it.each([
    ['in medicine', 'a nurse and «fog»', { graphic: 2, drugs: 2 }],
    ['in art', 'a sculpture and «fog»', { nudity: 2, suggestive: 1, violence: 2 }],
    ['in history', 'a medieval «fog»', { violence: 2, graphic: 1, hate: 2, illegal: 2 }],
    [
      'in learning',
      'a textbook and «fog»',
      { nudity: 3, sexual: 2, violence: 2, hate: 2, harassment: 3, drugs: 3, 'self-harm': 3 },
    ],
    ['on a stage', 'an opera and «fog»', { violence: 2, graphic: 2 }],
    [
      'in a quotation',
      'a song titled “«fog»”',
      { violence: 2, graphic: 2, drugs: 2, 'alcohol-tobacco': 3, gambling: 3 },
    ],
    ['elsewhere', 'a hill and «fog»', {}],
  ])('%s, per category', (_, marked, expected) => {
    const found = categories.map((role) => [role, gravest(marked, role)] as const);
    expect(Object.fromEntries(found.filter(([, severity]) => severity > 0))).toEqual(expected);
  });

  it('beside an opposing word, per category', () => {
    const found = ['sexual', 'suggestive', 'graphic', 'nudity', 'profanity'].map((role) => [
      role,
      gravest('a march against «fog»', role),
    ]);
    expect(Object.fromEntries(found)).toEqual({
      sexual: 3,
      suggestive: 2,
      graphic: 2,
      nudity: 0,
      profanity: 0,
    });
  });
});

const words = (count: number) => 'oak '.repeat(count);

it.each([
  ['24 words before', `nurse ${words(23)}«fog»`, 'mentioned'],
  ['no 25 words before', `nurse ${words(24)}«fog»`, 'asked'],
  ['24 words behind', `«fog» ${words(23)}nurse`, 'mentioned'],
  ['no 25 words behind', `«fog» ${words(24)}nurse`, 'asked'],
  [
    'beyond every comma of prose before',
    'a nurse by an oak, the elm of the hill, an ash by a lake, the «fog»',
    'mentioned',
  ],
  [
    'beyond every comma of prose behind',
    '«fog», the elm of the hill, an ash by a lake, an oak by the nurse',
    'mentioned',
  ],
  ['not beyond three items of three words', 'a nurse, an old oak, an old elm, «fog»', 'asked'],
  ['beyond two commas before', 'nurse, oak, «fog»', 'mentioned'],
  ['not beyond three commas before', 'nurse, oak, elm, «fog»', 'asked'],
  ['beyond two commas behind', '«fog», oak, nurse', 'mentioned'],
  ['not beyond three commas behind', '«fog», oak, elm, nurse', 'asked'],
  ['beyond two commas on each side', 'oak, elm, «fog», oak, nurse', 'mentioned'],
  ['not beyond the end of a sentence before', 'A nurse. «fog»', 'asked'],
  ['not beyond the end of a sentence behind', '«fog». A nurse', 'asked'],
  ['beyond a colon', 'a nurse: «fog»', 'mentioned'],
])('a setting reaches %s', (_, marked, expected) => {
  expect(standingOf(marked)).toEqual([expected]);
});

it.each([
  ['right behind its word', 'titled “«fog»”', 'mentioned'],
  ['three words behind it', 'titled oak elm “«fog»”', 'mentioned'],
  ['not four words behind it', 'titled oak elm ash “«fog»”', 'asked'],
  ['not before it', 'an oak “«fog»” titled', 'asked'],
  ['with eight words before the hit', `titled “${words(8)}«fog»”`, 'mentioned'],
  ['not with nine words before it', `titled “${words(9)}«fog»”`, 'asked'],
  ['not without its word', 'an oak “«fog»”', 'asked'],
  ['not without its marks', 'titled: «fog»', 'asked'],
  ['not behind marks that end before', 'titled “oak” (elm) «fog»', 'asked'],
  ['not at the beginning', '“«fog»”', 'asked'],
  ['not with another sign behind the mark', 'titled “(«fog»)”', 'asked'],
  ['with a space behind the mark', 'titled “ «fog»', 'mentioned'],
])('a quotation counts %s', (_, marked, expected) => {
  expect(standingOf(marked, { role: 'gambling' })).toEqual([expected]);
});

it.each([
  ['before what has it', '«nude» lipstick', 'mentioned'],
  ['in capitals', '«Nude» lipstick', 'mentioned'],
  ['joined by a hyphen', '«nude»-colored', 'mentioned'],
  ['not beyond a comma', '«nude», lipstick', 'asked'],
  ['not before anything else', '«nude» hill', 'asked'],
  ['not at the end', '«nude»', 'asked'],
  ['not another word', '«fog» lipstick', 'asked'],
])('nude is a colour %s', (_, marked, expected) => {
  expect(standingOf(marked, { role: 'nudity', severity: 3 })).toEqual([expected]);
});
