import { describe, expect, it } from 'vitest';
import { decideImage } from '../policy/decide.ts';
import { presets } from '../policy/presets.ts';
import { REKOGNITION_LABELS, type RekognitionLabel, rekognitionCategory } from './rekognition-taxonomy.ts';

const kissing = 'Non-Explicit Nudity of Intimate parts and Kissing';

// Written by hand from the label table and the presets' documents:
// name, parent, level, category, then the decision of strict/standard/mature at 0.99 and at 0.6 (Withhold, Blur, Clear).
const TABLE = `
Explicit | | 1 | sexual | WWB | WBB
Explicit Nudity | Explicit | 2 | nudity | WWB | WBC
Exposed Male Genitalia | Explicit Nudity | 3 | nudity | WWB | WBC
Exposed Female Genitalia | Explicit Nudity | 3 | nudity | WWB | WBC
Exposed Buttocks or Anus | Explicit Nudity | 3 | nudity | WWB | WBC
Exposed Female Nipple | Explicit Nudity | 3 | nudity | WWB | WBC
Explicit Sexual Activity | Explicit | 2 | sexual | WWB | WBB
Sex Toys | Explicit | 2 | sexual | WWB | WBB
${kissing} | | 1 | suggestive | WBC | BCC
Non-Explicit Nudity | ${kissing} | 2 | suggestive | WBC | BCC
Bare Back | Non-Explicit Nudity | 3 | suggestive | WBC | BCC
Exposed Male Nipple | Non-Explicit Nudity | 3 | suggestive | WBC | BCC
Partially Exposed Buttocks | Non-Explicit Nudity | 3 | suggestive | WBC | BCC
Partially Exposed Female Breast | Non-Explicit Nudity | 3 | suggestive | WBC | BCC
Implied Nudity | Non-Explicit Nudity | 3 | suggestive | WBC | BCC
Obstructed Intimate Parts | ${kissing} | 2 | suggestive | WBC | BCC
Obstructed Female Nipple | Obstructed Intimate Parts | 3 | suggestive | WBC | BCC
Obstructed Male Genitalia | Obstructed Intimate Parts | 3 | suggestive | WBC | BCC
Kissing on the Lips | ${kissing} | 2 | suggestive | WBC | BCC
Swimwear or Underwear | | 1 | suggestive | WBC | BCC
Female Swimwear or Underwear | Swimwear or Underwear | 2 | suggestive | WBC | BCC
Male Swimwear or Underwear | Swimwear or Underwear | 2 | suggestive | WBC | BCC
Violence | | 1 | violence | WBB | BCC
Weapons | Violence | 2 | violence | WBB | BCC
Graphic Violence | Violence | 2 | graphic | WWB | WBC
Weapon Violence | Graphic Violence | 3 | violence | WBB | BCC
Physical Violence | Graphic Violence | 3 | violence | WBB | BCC
Self-Harm | Graphic Violence | 3 | self-harm | WWB | WBB
Blood & Gore | Graphic Violence | 3 | graphic | WWB | WBC
Explosions and Blasts | Graphic Violence | 3 | violence | WBB | BCC
Visually Disturbing | | 1 | graphic | WWB | WBC
Death and Emaciation | Visually Disturbing | 2 | graphic | WWB | WBC
Emaciated Bodies | Death and Emaciation | 3 | graphic | WWB | WBC
Corpses | Death and Emaciation | 3 | graphic | WWB | WBC
Crashes | Visually Disturbing | 2 | violence | WBB | BCC
Air Crash | Crashes | 3 | violence | WBB | BCC
Drugs & Tobacco | | 1 | drugs | WBC | WCC
Products | Drugs & Tobacco | 2 | drugs | WBC | WCC
Pills | Products | 3 | drugs | WBC | WCC
Drugs & Tobacco Paraphernalia & Use | Drugs & Tobacco | 2 | drugs | WBC | WCC
Smoking | Drugs & Tobacco Paraphernalia & Use | 3 | alcohol-tobacco | BCC | BCC
Alcohol | | 1 | alcohol-tobacco | BCC | BCC
Alcohol Use | Alcohol | 2 | alcohol-tobacco | BCC | BCC
Drinking | Alcohol Use | 3 | alcohol-tobacco | BCC | BCC
Alcoholic Beverages | Alcohol | 2 | alcohol-tobacco | BCC | BCC
Rude Gestures | | 1 | rude-gestures | BBC | BCC
Middle Finger | Rude Gestures | 2 | rude-gestures | BBC | BCC
Gambling | | 1 | gambling | BCC | BCC
Hate Symbols | | 1 | hate | WWW | WBB
Nazi Party | Hate Symbols | 2 | hate | WWW | WBB
White Supremacy | Hate Symbols | 2 | hate | WWW | WBB
Extremist | Hate Symbols | 2 | hate | WWW | WBB
`;

const rows = TABLE.trim()
  .split('\n')
  .map((line) => {
    const [name = '', parent = '', level = '', category = '', high = '', low = ''] = line
      .split('|')
      .map((cell) => cell.trim());
    return { name, parent, level: Number(level), category, high, low };
  });

const LETTER = { withhold: 'W', blur: 'B', clear: 'C' };

function decisions(name: string, parent: string, score: number): string {
  const category = rekognitionCategory(name, parent);
  if (category === undefined) throw new Error(`${name} has no category`);
  const finding = { check: 'rekognition', category, label: name, score };
  return [presets.strict, presets.standard, presets.mature]
    .map((policy) => LETTER[decideImage(policy, [finding]).decision])
    .join('');
}

describe('the taxonomy', () => {
  it('has the 10, 20 and 22 labels of model 7.0, each once', () => {
    const levels = REKOGNITION_LABELS.map(({ level }) => level);
    expect([1, 2, 3].map((level) => levels.filter((each) => each === level).length)).toEqual([10, 20, 22]);
    expect(new Set(REKOGNITION_LABELS.map(({ name }) => name.toLowerCase())).size).toBe(52);
  });

  it('has exactly the labels of the table, at their levels', () => {
    const place = ({ name, parent, level }: { name: string; parent: string; level: number }) =>
      `${level} ${parent} > ${name}`;
    expect(REKOGNITION_LABELS.map(place).sort()).toEqual(rows.map(place).sort());
  });

  it('places every label beneath one of the level above', () => {
    for (const { parent, level } of REKOGNITION_LABELS) {
      const above = REKOGNITION_LABELS.find(({ name }) => name === parent);
      expect(above?.level ?? 0).toBe(level - 1);
    }
  });
});

describe.each(rows)('$name', ({ name, parent, category, high, low }) => {
  it(`is ${category}`, () => {
    expect(rekognitionCategory(name, parent)).toBe(category);
  });

  it(`decides ${high} at 0.99 and ${low} at 0.6 under strict, standard and mature`, () => {
    expect(decisions(name, parent, 0.99)).toBe(high);
    expect(decisions(name, parent, 0.6)).toBe(low);
  });

  it('is recognised in any case, beneath a parent in any case', () => {
    expect(rekognitionCategory(name.toUpperCase(), parent.toLowerCase())).toBe(category);
  });
});

describe('names that are not in the table', () => {
  it.each([
    ['Drug & Tobacco Paraphernalia & Use', 'Drugs & Tobacco', 'drugs'],
    ['Exposed Buttocks', 'Explicit Nudity', 'nudity'],
    ['Exposed Female Nipples', 'Explicit Nudity', 'nudity'],
    ['Obstructed intimate parts', kissing, 'suggestive'],
    ['Kissing on the lips', kissing, 'suggestive'],
    ['Gambling', 'Gambling', 'gambling'],
  ])('recognises the other spelling %s', (name, parent, category) => {
    expect(rekognitionCategory(name, parent)).toBe(category);
  });

  it.each([
    ['Explicit', 'sexual'],
    ['Explicit Nudity', 'nudity'],
    ['Violence', 'self-harm'],
    ['Visually Disturbing', 'graphic'],
    ['hate symbols', 'hate'],
    // Their own categories are milder, and clear in one of the presets.
    ['Weapons', 'toxicity'],
    ['Drug & Tobacco Paraphernalia & Use', 'toxicity'],
    ['Gambling', 'toxicity'],
    ['Swimwear or Underwear', 'toxicity'],
  ])('an unknown child of %s takes the strictest category there: %s', (parent, category) => {
    expect(rekognitionCategory('A New Label', parent)).toBe(category);
  });

  it.each(REKOGNITION_LABELS.map(({ name }) => name))(
    'an unknown child of %s is never decided more mildly than a known one',
    (parent) => {
      const beneath = (name: string): RekognitionLabel[] =>
        REKOGNITION_LABELS.filter((label) => label.name === name || label.parent === name).flatMap((label) =>
          label.name === name ? [label] : beneath(label.name),
        );
      for (let score = 0.3; score <= 1; score += 0.01) {
        const [unknown = '', ...known] = [
          decisions('A New Label', parent, score),
          ...beneath(parent).map((label) => decisions(label.name, label.parent, score)),
        ];
        for (const each of known)
          for (const [preset, letter] of [...each].entries())
            expect(
              'CBW'.indexOf(unknown[preset] ?? ''),
              `${unknown} and ${each} at ${score}`,
            ).toBeGreaterThanOrEqual('CBW'.indexOf(letter));
      }
      expect(decisions('A New Label', parent, 0.92)).not.toContain('C');
    },
  );

  it.each([
    ['A New Label', ''],
    ['A New Label', 'Another New Label'],
    ['', ''],
  ])('has no category for %s under %s', (name, parent) => {
    expect(rekognitionCategory(name, parent)).toBeUndefined();
  });

  it('accepts a generic name beneath its parent only', () => {
    expect(rekognitionCategory('Products', 'Drugs & Tobacco')).toBe('drugs');
    expect(rekognitionCategory('Products', 'Weapons')).toBe('toxicity');
    expect(rekognitionCategory('Products', '')).toBeUndefined();
  });
});
