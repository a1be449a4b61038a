import type { Category } from '../vocabulary/category.ts';

/** One label of the moderation taxonomy. */
export interface RekognitionLabel {
  readonly name: string;
  /** Empty at level 1, as in the service's answers. */
  readonly parent: string;
  readonly level: 1 | 2 | 3;
  readonly category: Category;
  /** Other spellings seen in the service's documentation and answers. */
  readonly aliases?: readonly string[];
  /** The name is too generic: it counts only below its own parent. */
  readonly generic?: true;
}

/**
 * The taxonomy of Rekognition's moderation model 7.0: 10, 20 and 22 labels on three levels, each with our category.
 * Source: the label table of the Rekognition developer guide, "Using the image and video moderation APIs".
 */
export const REKOGNITION_LABELS: readonly RekognitionLabel[] = [
  l1('Explicit', 'sexual'),
  l2('Explicit Nudity', 'Explicit', 'nudity'),
  l3('Exposed Male Genitalia', 'Explicit Nudity', 'nudity'),
  l3('Exposed Female Genitalia', 'Explicit Nudity', 'nudity'),
  l3('Exposed Buttocks or Anus', 'Explicit Nudity', 'nudity', ['Exposed Buttocks']),
  l3('Exposed Female Nipple', 'Explicit Nudity', 'nudity', ['Exposed Female Nipples']),
  l2('Explicit Sexual Activity', 'Explicit', 'sexual'),
  l2('Sex Toys', 'Explicit', 'sexual'),

  l1('Non-Explicit Nudity of Intimate parts and Kissing', 'suggestive'),
  l2('Non-Explicit Nudity', 'Non-Explicit Nudity of Intimate parts and Kissing', 'suggestive'),
  l3('Bare Back', 'Non-Explicit Nudity', 'suggestive'),
  l3('Exposed Male Nipple', 'Non-Explicit Nudity', 'suggestive'),
  l3('Partially Exposed Buttocks', 'Non-Explicit Nudity', 'suggestive'),
  l3('Partially Exposed Female Breast', 'Non-Explicit Nudity', 'suggestive'),
  l3('Implied Nudity', 'Non-Explicit Nudity', 'suggestive'),
  l2('Obstructed Intimate Parts', 'Non-Explicit Nudity of Intimate parts and Kissing', 'suggestive'),
  l3('Obstructed Female Nipple', 'Obstructed Intimate Parts', 'suggestive'),
  l3('Obstructed Male Genitalia', 'Obstructed Intimate Parts', 'suggestive'),
  l2('Kissing on the Lips', 'Non-Explicit Nudity of Intimate parts and Kissing', 'suggestive'),

  l1('Swimwear or Underwear', 'suggestive'),
  l2('Female Swimwear or Underwear', 'Swimwear or Underwear', 'suggestive'),
  l2('Male Swimwear or Underwear', 'Swimwear or Underwear', 'suggestive'),

  l1('Violence', 'violence'),
  l2('Weapons', 'Violence', 'violence'),
  l2('Graphic Violence', 'Violence', 'graphic'),
  l3('Weapon Violence', 'Graphic Violence', 'violence'),
  l3('Physical Violence', 'Graphic Violence', 'violence'),
  l3('Self-Harm', 'Graphic Violence', 'self-harm'),
  l3('Blood & Gore', 'Graphic Violence', 'graphic'),
  l3('Explosions and Blasts', 'Graphic Violence', 'violence'),

  l1('Visually Disturbing', 'graphic'),
  l2('Death and Emaciation', 'Visually Disturbing', 'graphic'),
  l3('Emaciated Bodies', 'Death and Emaciation', 'graphic'),
  l3('Corpses', 'Death and Emaciation', 'graphic'),
  l2('Crashes', 'Visually Disturbing', 'violence'),
  l3('Air Crash', 'Crashes', 'violence'),

  l1('Drugs & Tobacco', 'drugs'),
  { ...l2('Products', 'Drugs & Tobacco', 'drugs'), generic: true },
  l3('Pills', 'Products', 'drugs'),
  l2('Drugs & Tobacco Paraphernalia & Use', 'Drugs & Tobacco', 'drugs', [
    'Drug & Tobacco Paraphernalia & Use',
  ]),
  l3('Smoking', 'Drugs & Tobacco Paraphernalia & Use', 'alcohol-tobacco'),

  l1('Alcohol', 'alcohol-tobacco'),
  l2('Alcohol Use', 'Alcohol', 'alcohol-tobacco'),
  l3('Drinking', 'Alcohol Use', 'alcohol-tobacco'),
  l2('Alcoholic Beverages', 'Alcohol', 'alcohol-tobacco'),

  l1('Rude Gestures', 'rude-gestures'),
  l2('Middle Finger', 'Rude Gestures', 'rude-gestures'),

  l1('Gambling', 'gambling'),

  l1('Hate Symbols', 'hate'),
  l2('Nazi Party', 'Hate Symbols', 'hate'),
  l2('White Supremacy', 'Hate Symbols', 'hate'),
  l2('Extremist', 'Hate Symbols', 'hate'),
];

/** The categories that Rekognition's moderation labels cover. */
export const REKOGNITION_CATEGORIES: readonly Category[] = [
  ...new Set(REKOGNITION_LABELS.map(({ category }) => category)),
];

const byName = new Map(
  REKOGNITION_LABELS.flatMap((label) =>
    [label.name, ...(label.aliases ?? [])].map((name) => [key(name), label]),
  ),
);

/**
 * The label that an answer's name means, in any case and known spelling; undefined for an unknown label.
 * @param parentName The answer's `ParentName`; identifies a generic name such as `Products`.
 */
export function rekognitionLabel(name: string, parentName: string): RekognitionLabel | undefined {
  const label = byName.get(key(name));
  if (label?.generic && key(parentName) !== key(label.parent)) return undefined;
  return label;
}

/**
 * The categories that no preset treats more mildly than `toxicity`, the strictest first. `toxicity` says only that a
 * picture is unsuitable, and every preset has it; what is milder would pass in one of them.
 */
const STRICTEST_FIRST: readonly Category[] = ['hate', 'self-harm', 'sexual', 'graphic', 'nudity'];

/**
 * Our category of a moderation label. A child that the taxonomy does not know, because the service adds labels between
 * versions, takes the strictest category of its parent and of all known labels below that, at least `toxicity`.
 * Undefined when the parent is unknown too, which must never pass as safe.
 */
export function rekognitionCategory(name: string, parentName: string): Category | undefined {
  const known = rekognitionLabel(name, parentName);
  if (known) return known.category;
  const parent = byName.get(key(parentName));
  if (!parent) return undefined;
  const family = [parent, ...below(parent)].map(({ category }) => category);
  return STRICTEST_FIRST.find((category) => family.includes(category)) ?? 'toxicity';
}

/** The known labels below one, on all levels. */
function below({ name }: RekognitionLabel): RekognitionLabel[] {
  return REKOGNITION_LABELS.filter(({ parent }) => parent === name).flatMap((child) => [
    child,
    ...below(child),
  ]);
}

function key(name: string): string {
  return name.trim().toLowerCase();
}

function l1(name: string, category: Category): RekognitionLabel {
  return { name, parent: '', level: 1, category };
}

function l2(
  name: string,
  parent: string,
  category: Category,
  aliases: readonly string[] = [],
): RekognitionLabel {
  return { name, parent, level: 2, category, aliases };
}

function l3(
  name: string,
  parent: string,
  category: Category,
  aliases: readonly string[] = [],
): RekognitionLabel {
  return { name, parent, level: 3, category, aliases };
}
