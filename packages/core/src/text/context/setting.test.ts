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
  ])('of %s turns %s down: %s', (_, role, text) => {
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

  it('turns down what is mild, and nothing sexual beside a person under 18', () => {
    const museum = 'a statue in a museum, «fog»';
    expect(standingOf(museum, { role: 'nudity', severity: 3 })).toEqual(['asked']);
    expect(standingOf(museum, { role: 'sexual' })).toEqual(['asked']);
    expect(standingOf(museum, { role: 'nudity', namesMinor: true })).toEqual(['asked']);
  });

  it('halves the score of what it turns down, and leaves an operator’s own terms alone', () => {
    const wounds = (prompt: string) =>
      rules()
        .match(prompt)
        .map(({ score }) => score);
    expect(wounds('a nurse treats the wounds of a patient')).toEqual([0.375]);
    expect(wounds('wounds')).toEqual([0.75]);
    const own = rules({ terms: parseTermList('zeppelin\tgraphic\t2') });
    expect(own.match('no zeppelin').map(({ score }) => score)).toEqual([0.75]);
  });

  it('does not hide what is asked for elsewhere in the prompt', () => {
    const findings = rules().match('A nurse treats wounds. The street is full of wounds');
    expect(findings.map(({ score, span }) => [score, span])).toEqual([
      [0.375, [15, 21]],
      [0.75, [45, 51]],
    ]);
  });
});
