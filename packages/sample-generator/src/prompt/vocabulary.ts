import passedOver from '../data/passed-over.json' with { type: 'json' };
import subjectWords from '../data/subject-words.json' with { type: 'json' };
import { ILLUSTRATIONS, type Illustration } from '../illustrations.ts';
import { SETTING_WORDS } from './setting.ts';
import { STYLE_WORDS } from './style.ts';

/** Drawings with one keyword; a word with more of them is too ambiguous to choose one. */
const MAX_CHOICES = 6;

/** Words that describe how something is, or only join other words. */
const PASSED_OVER: ReadonlySet<string> = new Set(passedOver);

/** Our choice of drawings for everyday words; the list has the drawings first. */
const CHOSEN: ReadonlyMap<string, readonly Illustration[]> = new Map(
  Object.entries(subjectWords).flatMap(([icons, words]) => {
    const drawings = icons.split(' ').flatMap((icon) => ILLUSTRATIONS.get(icon) ?? []);
    return words.split(', ').map((word): [string, readonly Illustration[]] => [word, drawings]);
  }),
);

const IRREGULAR_PLURALS = new Map([
  ['men', 'man'],
  ['women', 'woman'],
  ['children', 'child'],
  ['people', 'person'],
  ['mice', 'mouse'],
  ['geese', 'goose'],
  ['wolves', 'wolf'],
  ['leaves', 'leaf'],
  ['knives', 'knife'],
]);

const english = index((illustration) => illustration.en);
const japanese = index((illustration) => illustration.ja);

/**
 * Endings of words that describe: "glowing", "cheerfully", "mysterious". Nouns with such an ending are few.
 * Source: the suffixes of English adjectives, adverbs and participles.
 */
const DESCRIBING = /^[a-z'-]{2,}((?<!f)ly|ous|ful|less|esque|ing|(?<!e)ed|-like)$/;
const NOUNS_IN_ING = new Set(
  'ceiling earring pudding railing string herring sibling stocking stuffing topping icing frosting dressing swing sling'.split(
    ' ',
  ),
);

/** Whether an unknown word describes a thing, or joins words, so that nothing is missing without it. */
export function isPlain(word: string): boolean {
  return (
    PASSED_OVER.has(word) ||
    PASSED_OVER.has(word.replace(/'s?$/, '')) ||
    word.length < 2 ||
    /^[\d.:%+x'-]+[a-z]{0,3}$/.test(word) ||
    (DESCRIBING.test(word) && !NOUNS_IN_ING.has(word))
  );
}

/** A known phrase in the form that the vocabulary has, e.g. `dog` for `dogs`. */
export function knownForm(phrase: string): { word: string; plural: boolean } | undefined {
  if (isNamed(phrase)) return { word: phrase, plural: /(?<!s)s$/.test(phrase) && isPluralOfKnown(phrase) };
  const singulars = singularsOf(phrase);
  const word = singulars.find((form) => form !== phrase && isKnown(form));
  if (word !== undefined) return { word, plural: true };
  return isKnown(phrase) ? { word: phrase, plural: false } : undefined;
}

function singularsOf(phrase: string): string[] {
  return [
    ...[IRREGULAR_PLURALS.get(phrase)].filter((form) => form !== undefined),
    phrase.replace(/'s$/, ''),
    phrase.replace(/ies$/, 'y'),
    phrase.replace(/es$/, ''),
    phrase.replace(/s$/, ''),
  ];
}

/** Whether the vocabulary has this plural and its singular with the same drawings: puppies, roses. */
function isPluralOfKnown(phrase: string): boolean {
  const own = CHOSEN.get(phrase);
  return (
    own !== undefined && singularsOf(phrase).some((form) => form !== phrase && lookUp(form)[0] === own[0])
  );
}

/** Whether a phrase is known in this form, so that its `s` is not a plural to remove: grapes, glasses, French fries. */
function isNamed(phrase: string): boolean {
  return (
    SETTING_WORDS.has(phrase) || STYLE_WORDS.has(phrase) || CHOSEN.has(phrase) || english.names.has(phrase)
  );
}

export function isKnown(word: string): boolean {
  return SETTING_WORDS.has(word) || STYLE_WORDS.has(word) || lookUp(word).length > 0;
}

/** The drawings for a word: our choice, else those with that name, else those with that keyword. */
export function lookUp(word: string): readonly Illustration[] {
  const chosen = CHOSEN.get(word);
  if (chosen !== undefined) return chosen;
  if (PASSED_OVER.has(word)) return [];
  const named = english.names.get(word) ?? japanese.names.get(word);
  if (named !== undefined) return named;
  // A keyword of Unicode's is often a feeling or an activity; one that ends the drawing's name is the thing.
  const tagged = (english.tags.get(word) ?? []).filter(({ icon }) => icon.endsWith(`-${word}`));
  const found = tagged.length > 0 ? tagged : (japanese.tags.get(word) ?? []);
  return found.length > MAX_CHOICES || word.endsWith('ing') ? [] : found;
}

function index(wordsOf: (illustration: Illustration) => readonly string[]) {
  const names = new Map<string, Illustration[]>();
  const tags = new Map<string, Illustration[]>();
  for (const illustration of ILLUSTRATIONS.values()) {
    wordsOf(illustration).forEach((word, at) => {
      const words = at === 0 ? names : tags;
      words.set(word, [...(words.get(word) ?? []), illustration]);
    });
  }
  return { names, tags };
}
