import type { Category } from '../../vocabulary/category.ts';
import type { Severity } from '../lexicon/term-list.ts';
import type { Concept } from './concepts.ts';
import type { HarmlessKind } from './harmless.ts';

/** The content of a place of a combination: a concept, or a term that is already a finding. */
export type Part = Concept | Category;

/** Concepts that are a finding together if all of them are near each other, in any order. */
export interface Combination {
  readonly category: Category;
  readonly severity: Severity;
  /** Each place with the parts that may fill it. */
  readonly of: readonly (readonly Part[])[];
  /**
   * UTF-16 units from the start of the first part to the end of the last; 72 when left out, about ten words of a
   * language with spaces. Japanese, Chinese and Thai need less text for the same content, so this is wide for them.
   */
  readonly within?: number;
  /** Kinds of words that make it harmless beside it: the head that is cut off may be a fish's. */
  readonly unless?: readonly HarmlessKind[];
}

/**
 * The combinations. Every language that names the concepts has all of them, in any order and inflection, and so has a
 * prompt that mixes languages. A part is a concept that is harmless alone; a harmful word belongs in a list.
 */
export const COMBINATIONS: readonly Combination[] = [
  { category: 'self-harm', severity: 3, of: [['cut'], ['arm']], within: 32, unless: ['food', 'statue'] },
  { category: 'self-harm', severity: 3, of: [['razor'], ['arm']], within: 48 },
  { category: 'self-harm', severity: 3, of: [['hang'], ['rope'], ['person'], ['indoors']] },
  { category: 'self-harm', severity: 3, of: [['rope'], ['neck']], within: 32, unless: ['animal', 'food'] },
  { category: 'self-harm', severity: 3, of: [['jump'], ['to-die']], within: 48 },
  { category: 'self-harm', severity: 2, of: [['pills'], ['farewell', 'motionless']] },
  {
    category: 'graphic',
    severity: 3,
    of: [
      ['cut-off', 'executioner'],
      ['head', 'neck'],
    ],
    unless: ['food'],
  },
  { category: 'graphic', severity: 3, of: [['cut'], ['neck']], within: 32, unless: ['food'] },
  { category: 'graphic', severity: 3, of: [['cut'], ['head'], ['hostage', 'bleeding']] },
  { category: 'graphic', severity: 3, of: [['opened'], ['belly']], unless: ['food', 'clinic'] },
  { category: 'graphic', severity: 3, of: [['guts'], ['out', 'opened']], unless: ['food'] },
  { category: 'graphic', severity: 3, of: [['dead'], ['heap', 'bleeding']], unless: ['food'] },
  { category: 'graphic', severity: 3, of: [['flay'], ['alive']], within: 32 },
  { category: 'graphic', severity: 2, of: [['red-liquid'], ['motionless', 'bleeding', 'dead']] },
  { category: 'violence', severity: 3, of: [['beat'], ['relative', 'bleeding']] },
  { category: 'violence', severity: 3, of: [['shoot'], ['hostage', 'neck']] },
  { category: 'violence', severity: 3, of: [['hostage'], ['executioner', 'kneel']] },
  { category: 'drugs', severity: 3, of: [['inject'], ['drugs', 'kit']], unless: ['clinic'] },
  { category: 'illegal', severity: 3, of: [['instructions'], ['bomb']] },
  { category: 'illegal', severity: 3, of: [['banknote'], ['forge']], within: 48 },
  { category: 'illegal', severity: 3, of: [['person'], ['cage'], ['sell']] },
  { category: 'hate', severity: 3, of: [['group'], ['vermin'], ['depicted']] },
  { category: 'hate', severity: 3, of: [['group'], ['oppressed']], within: 48 },
  { category: 'hate', severity: 3, of: [['recruit'], ['terror']] },
  { category: 'hate', severity: 2, of: [['temple'], ['burning']], within: 48 },
  { category: 'sexual', severity: 4, of: [['force'], ['bed', 'pull-off', 'spread', 'sexual', 'nudity']] },
  { category: 'sexual', severity: 3, of: [['force'], ['helpless', 'distress']] },
  { category: 'nudity', severity: 2, of: [['shows-all'], ['private', 'bed']], within: 64 },
  { category: 'nudity', severity: 2, of: [['half-dressed'], ['person']], within: 24 },
  { category: 'sexual', severity: 3, of: [['helpless'], ['pull-off', 'spread', 'sexual', 'nudity']] },
  {
    category: 'sexual',
    severity: 3,
    of: [
      ['celebrity', 'public-figure'],
      ['nudity', 'sexual'],
    ],
  },
  { category: 'sexual', severity: 2, of: [['public-figure'], ['suggestive', 'transparent']] },
  { category: 'harassment', severity: 2, of: [['public-figure'], ['dead', 'kneel']] },
  { category: 'harassment', severity: 3, of: [['leaked'], ['celebrity', 'public-figure']] },
  { category: 'sexual', severity: 3, of: [['tentacle'], ['garment']], within: 48 },
  { category: 'suggestive', severity: 2, of: [['spread'], ['legs']], within: 24 },
  { category: 'nudity', severity: 2, of: [['off-verb'], ['off-particle']], within: 48 },
  { category: 'nudity', severity: 2, of: [['pull-off'], ['garment']], within: 32 },
  {
    category: 'suggestive',
    severity: 2,
    of: [['transparent'], ['garment']],
    within: 24,
    unless: ['shown', 'statue'],
  },
  { category: 'nudity', severity: 2, of: [['only'], ['accessory']], within: 40 },
  { category: 'sexual', severity: 2, of: [['couple'], ['intimate']] },
  { category: 'sexual', severity: 3, of: [['animal'], ['mating'], ['person']], within: 48 },
  { category: 'sexual', severity: 2, of: [['spy'], ['private']] },
  {
    category: 'self-harm',
    severity: 3,
    of: [['to-die'], ['ledge', 'razor', 'rope', 'pills']],
  },
  {
    category: 'self-harm',
    severity: 3,
    of: [['slit'], ['limb-skin', 'razor']],
    within: 40,
    unless: ['food', 'statue'],
  },
  { category: 'self-harm', severity: 2, of: [['thin'], ['praise']] },
  { category: 'hate', severity: 3, of: [['hook-nose'], ['jewish']] },
  { category: 'hate', severity: 3, of: [['purge'], ['group']], within: 40 },
  { category: 'violence', severity: 3, of: [['hostage'], ['captive-pose']] },
  { category: 'graphic', severity: 3, of: [['head'], ['spike']], within: 40, unless: ['food', 'statue'] },
  { category: 'graphic', severity: 3, of: [['sever'], ['limb']], within: 24, unless: ['food', 'statue'] },
  { category: 'graphic', severity: 3, of: [['flesh'], ['human']], within: 48, unless: ['food'] },
  { category: 'harassment', severity: 2, of: [['public-figure', 'fabricated'], ['humiliated']] },
];
