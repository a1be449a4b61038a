/**
 * Concepts: words that say nothing by themselves and something together, such as "razor" and "wrist".
 * A language's list (`lexicon/lists/*.tsv`) names the words of a concept in rows that begin with `+` and the concept.
 * `combinations.ts` says which concepts make a finding together.
 */
export const CONCEPTS = [
  'alive',
  'arm',
  'banknote',
  'beat',
  'bed',
  'belly',
  'bleeding',
  'bomb',
  'burning',
  'cage',
  'celebrity',
  'cut',
  'cut-off',
  'dead',
  'depicted',
  'executioner',
  'farewell',
  'flay',
  'force',
  'forge',
  'garment',
  'group',
  'guts',
  'hang',
  'head',
  'heap',
  'helpless',
  'hostage',
  'indoors',
  'inject',
  'instructions',
  'jump',
  'kit',
  'kneel',
  'leaked',
  'legs',
  'motionless',
  'neck',
  'off-particle',
  'off-verb',
  'opened',
  'oppressed',
  'out',
  'person',
  'pills',
  'public-figure',
  'pull-off',
  'razor',
  'recruit',
  'red-liquid',
  'relative',
  'rope',
  'sell',
  'shoot',
  'spread',
  'temple',
  'tentacle',
  'terror',
  'to-die',
  'transparent',
  'vermin',
] as const;

/** Words of one meaning in every language. */
export type Concept = (typeof CONCEPTS)[number];

const NAMES: ReadonlySet<string> = new Set(CONCEPTS);

/** Whether a name is that of a concept. */
export function isConcept(name: string): name is Concept {
  return NAMES.has(name);
}
