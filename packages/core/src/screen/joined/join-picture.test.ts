import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideImage } from '../../policy/decide.ts';
import { presets } from '../../policy/presets.ts';
import { finding } from '../../testing/fakes.ts';
import type { Category } from '../../vocabulary/category.ts';
import { joinPicture } from './join-picture.ts';
import { EVIDENCE_FROM } from './joined.ts';

const found = (...categories: Category[]) => categories.map((category) => finding(category, 0.6));
const NOTHING = { texts: [], inputs: [] };

/** The categories that a picture and its request make together. */
const joined = (...asked: Parameters<typeof joinPicture>) =>
  joinPicture(...asked).map(({ finding: { category } }) => category);

describe('a made picture', () => {
  it.each([
    ['a minor and sexual content in it', found('minor', 'suggestive'), NOTHING],
    ['a minor in it, and sexual texts', found('minor'), { ...NOTHING, texts: found('nudity') }],
    [
      'sexual content in it, and a minor in the texts',
      found('nudity'),
      { ...NOTHING, texts: found('minor') },
    ],
    [
      'sexual content in it, and a minor in a given picture',
      found('suggestive'),
      { ...NOTHING, inputs: found('minor') },
    ],
  ])('sexualises a minor: %s', (_, picture, beside) => {
    expect(joined(picture, beside, 'output')).toContain('sexual-minors');
    expect(joined(picture, beside, 'input')).toContain('sexual-minors');
  });

  it.each([
    ['a face in a given picture, and nudity', found('nudity'), { ...NOTHING, inputs: found('face') }],
    ['a listed name, and nudity', found('sexual'), { ...NOTHING, texts: found('real-person') }],
    [
      'a face in a given picture, and sexual texts',
      [],
      { texts: found('suggestive'), inputs: found('face') },
    ],
  ])('sexualises a real person: %s', (_, picture, beside) => {
    expect(joined(picture, beside, 'output')).toEqual(['real-person']);
  });

  it.each([
    ['its own face, and nudity', found('face', 'nudity'), NOTHING],
    ['its own face, and sexual texts', found('face'), { ...NOTHING, texts: found('nudity') }],
    [
      'a face in a given picture, and a suggestive result',
      found('suggestive'),
      { ...NOTHING, inputs: found('face') },
    ],
    ['a listed name alone', found('face'), { ...NOTHING, texts: found('real-person') }],
    ['a minor alone', found('minor', 'violence'), { texts: found('minor'), inputs: found('face', 'minor') }],
    ['sexual content alone', found('nudity'), { texts: found('nudity'), inputs: found('suggestive') }],
    [
      'a score below the evidence',
      [finding('minor'), finding('nudity', EVIDENCE_FROM - 0.01)],
      { ...NOTHING, inputs: found('face') },
    ],
  ])('is not joined for %s', (_, picture, beside) => {
    expect(joined(picture, beside, 'output')).toEqual([]);
  });

  it('names where the halves were found', () => {
    const picture = [finding('minor', 0.7, { check: 'faces', label: 'apparent age 12' })];
    const texts = [finding('nudity', 1, { check: 'rules', label: 'nudity in the prompt' })];
    expect(joinPicture(picture, { texts, inputs: [] }, 'output')).toEqual([
      {
        finding: {
          check: 'faces',
          category: 'sexual-minors',
          label: 'apparent age 12 + nudity in the prompt',
          score: 1,
        },
        halves: [picture[0], texts[0]],
      },
    ]);
  });
});

describe('a picture that is given to a model', () => {
  it('is a real person sexualised for a face in it and sexual texts', () => {
    expect(joined(found('face'), { ...NOTHING, texts: found('suggestive') }, 'input')).toEqual([
      'real-person',
    ]);
  });

  it.each([
    ['a portrait and harmless texts', found('face'), NOTHING],
    ['a suggestive portrait and harmless texts', found('face', 'suggestive'), NOTHING],
    ['a face in another given picture', [], { texts: found('nudity'), inputs: found('face') }],
  ])('is not joined for %s', (_, picture, beside) => {
    expect(joined(picture, beside, 'input')).toEqual([]);
  });
});

it('every preset withholds what is joined, whatever the scores', () => {
  const score = fc.double({ min: EVIDENCE_FROM, max: 1, noNaN: true });
  const preset = fc.constantFrom(...Object.values(presets));
  fc.assert(
    fc.property(preset, score, score, (policy, one, other) => {
      const cases = [
        joinPicture([finding('minor', one), finding('suggestive', other)], NOTHING, 'output'),
        joinPicture([finding('nudity', one)], { texts: [], inputs: [finding('face', other)] }, 'output'),
        joinPicture([finding('face', one)], { texts: [finding('suggestive', other)], inputs: [] }, 'input'),
      ];
      for (const made of cases) {
        expect(made).toHaveLength(1);
        const findings = made.map(({ finding: each }) => each);
        expect(decideImage(policy, findings).decision).toBe('withhold');
      }
    }),
  );
});
