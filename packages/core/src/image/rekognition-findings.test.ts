import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CheckError } from '../vocabulary/check-error.ts';
import {
  type ModerationLabel,
  rekognitionFindings,
  unknownRekognitionLabels,
} from './rekognition-findings.ts';
import { REKOGNITION_LABELS } from './rekognition-taxonomy.ts';

type Entry = readonly [name: string, parentName: string, confidence: number];

const label = ([name, parentName, confidence]: Entry): ModerationLabel => ({ name, parentName, confidence });

/** Category and score of each label, as read from an answer with these labels. */
function read(...entries: Entry[]): Record<string, string> {
  const findings = rekognitionFindings('rekognition', entries.map(label));
  return Object.fromEntries(findings.map(({ label, category, score }) => [label, `${category} ${score}`]));
}

describe('rekognitionFindings', () => {
  it('has no finding for an empty answer', () => {
    expect(rekognitionFindings('rekognition', [])).toEqual([]);
  });

  it('reads one label with its score as a fraction', () => {
    expect(rekognitionFindings('rekognition', [label(['Weapons', 'Violence', 50])])).toEqual([
      { check: 'rekognition', category: 'violence', label: 'Weapons', score: 0.5 },
    ]);
  });

  it('uses a parent’s meaning for its child, so that the generic meaning adds no other category', () => {
    expect(
      read(
        ['Exposed Female Nipple', 'Explicit Nudity', 75],
        ['Explicit Nudity', 'Explicit', 75],
        ['Explicit', '', 100],
      ),
    ).toEqual({
      'Exposed Female Nipple': 'nudity 0.75',
      'Explicit Nudity': 'nudity 0.75',
      Explicit: 'nudity 1',
    });
  });

  it('uses a parent’s own meaning when the answer has no child of it', () => {
    expect(read(['Explicit', '', 100])).toEqual({ Explicit: 'sexual 1' });
  });

  it('gives the score of a parent of two branches to the higher one', () => {
    expect(
      read(
        ['Violence', '', 100],
        ['Weapons', 'Violence', 50],
        ['Graphic Violence', 'Violence', 75],
        ['Self-Harm', 'Graphic Violence', 75],
      ),
    ).toEqual({
      Violence: 'self-harm 1',
      Weapons: 'violence 0.5',
      'Graphic Violence': 'self-harm 0.75',
      'Self-Harm': 'self-harm 0.75',
    });
  });

  it('follows parents under their other spellings', () => {
    expect(
      read(
        ['Smoking', 'Drug & Tobacco Paraphernalia & Use', 75],
        ['DRUGS & TOBACCO PARAPHERNALIA & USE', 'Drugs & Tobacco', 75],
      ),
    ).toEqual({
      Smoking: 'alcohol-tobacco 0.75',
      'DRUGS & TOBACCO PARAPHERNALIA & USE': 'alcohol-tobacco 0.75',
    });
  });

  it('walks up the answer from a label whose parent is also unknown', () => {
    expect(
      read(['New Child', 'New Parent', 75], ['New Parent', 'Hate Symbols', 75], ['Hate Symbols', '', 75]),
    ).toEqual({ 'New Child': 'hate 0.75', 'New Parent': 'hate 0.75', 'Hate Symbols': 'hate 0.75' });
  });

  it('gives the category of an unknown child to the labels above it', () => {
    expect(read(['Gambling', '', 92], ['New Child', 'Gambling', 92])).toEqual({
      Gambling: 'toxicity 0.92',
      'New Child': 'toxicity 0.92',
    });
  });

  it('names the labels that are unknown', () => {
    const labels = [
      label(['New Child', 'Violence', 92]),
      label(['Violence', '', 92]),
      label(['Products', 'Weapons', 80]),
      label(['PILLS', 'Products', 80]),
    ];
    expect(unknownRekognitionLabels(labels).map(({ name }) => name)).toEqual(['New Child', 'Products']);
  });

  it.each([
    ['an unknown top-level label', [['Something New', '', 99]]],
    ['an unknown child of an unknown parent', [['New Child', 'Something New', 99]]],
    [
      'labels that are each other’s parents',
      [
        ['A', 'B', 99],
        ['B', 'A', 99],
      ],
    ],
  ] satisfies [string, Entry[]][])('refuses %s', (_, entries) => {
    const reading = () => rekognitionFindings('rekognition', entries.map(label));
    expect(reading).toThrow(CheckError);
    expect(reading).toThrow(expect.objectContaining({ failure: 'unknown-label' }));
  });

  it('keeps every score for any labels, and does not depend on their order', () => {
    const entry = fc
      .tuple(fc.constantFrom(...REKOGNITION_LABELS), fc.integer({ min: 30, max: 34 }))
      .map(([{ name, parent }, confidence]): ModerationLabel => ({ name, parentName: parent, confidence }));
    const answer = fc.uniqueArray(entry, { selector: ({ name }) => name, maxLength: 12 });
    fc.assert(
      fc.property(
        answer.chain((labels) =>
          fc.tuple(fc.constant(labels), fc.shuffledSubarray(labels, { minLength: labels.length })),
        ),
        ([labels, shuffled]) => {
          const findings = rekognitionFindings('rekognition', labels);
          expect(findings.map(({ label, score }) => [label, score])).toEqual(
            labels.map(({ name, confidence }) => [name, confidence / 100]),
          );
          const again = rekognitionFindings('rekognition', shuffled);
          expect(new Set(again.map((finding) => JSON.stringify(finding)))).toEqual(
            new Set(findings.map((finding) => JSON.stringify(finding))),
          );
        },
      ),
      { numRuns: 200 },
    );
  });
});
