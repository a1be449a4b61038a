/**
 * Concepts: words that are harmless alone and a finding together, such as "razor" and "wrist". A language's list
 * (`lexicon/lists/*.tsv`) names the words of a concept in rows that begin with `+` and the concept. `combinations.ts`
 * says which concepts make a finding together.
 */
const NAMES = [
  'accessory alive animal arm banknote beat bed belly bleeding bomb burning cage captive-pose celebrity couple',
  'cut cut-off dead depicted distress executioner fabricated farewell flay flesh force forge garment group guts',
  'half-dressed hang head heap helpless hook-nose hostage human humiliated indoors inject instructions intimate',
  'jewish jump kit kneel leaked ledge legs limb limb-skin mating motionless neck off-particle off-verb only',
  'opened oppressed out person pills praise private public-figure pull-off purge razor recruit red-liquid',
  'relative rope sell sever shoot shows-all slit spike spread spy temple tentacle terror thin to-die',
  'transparent vermin',
] as const;

/** Words of one meaning in every language. */
export type Concept = Words<(typeof NAMES)[number]>;

/** The words of a line, separated by spaces. */
type Words<Line extends string> = Line extends `${infer First} ${infer Rest}` ? First | Words<Rest> : Line;

/** Whether a name is that of a concept. */
export function isConcept(name: string): name is Concept {
  return NAMES.some((line) => line.split(' ').includes(name));
}
