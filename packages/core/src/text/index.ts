/** How prompts are read: lexicons, matching, the small model, limits, guidance and negative prompts. */

export {
  DEFAULT_PROMPT_LIMIT,
  isPromptWithinLimit,
  limitInWords,
  MAX_PROMPT_BYTES,
  type PromptLimit,
} from '../ports/prompt-limit.ts';
export type { ReadLine, TextReader, TextReading } from '../ports/text-reader.ts';
export { withoutQualityPhrases } from './context/quality.ts';
export { hasNegativeWeight, ignoresNegatives, paintsNegatives } from './guidance.ts';
export { type ListedTerm, lexiconTerms } from './lexicon/listed-terms.ts';
export {
  isException,
  type LexiconTerm,
  parseTermList,
  type Severity,
  TermListError,
  type TermRole,
} from './lexicon/term-list.ts';
export { createMatcher, type Match, type Matcher, type OnSpent } from './match/matcher.ts';
export { chunksOf, MOST_CHUNKS } from './model/chunks.ts';
export { hashFeatures } from './model/features.ts';
export { type Legibility, legibility, type ReadableLanguage } from './model/language.ts';
export { type LinearModelData, loadLinearModel, packLinearModel } from './model/linear-model.ts';
export {
  likelihoods,
  ofCaption,
  ofOtherLanguage,
  type PromptScores,
  reportScores,
  SMALL_MODEL,
  type SmallModelData,
  smallLogits,
  strongest,
} from './model/small-classifier.ts';
export { type LinearExample, randomFrom, shuffle, trainLinear } from './model/train-linear.ts';
export {
  mergeNegativePrompt,
  type NegativePrompt,
  type NegativePromptInput,
  negativePromptTerms,
} from './negative-prompt.ts';
export { MOST_NAMES, NameListError, parseNameList } from './people/name-list.ts';
export { namedPeople } from './people/named-people.ts';
export { comparable } from './read/comparable.ts';
export { replaceLiteral } from './replace-literal.ts';
export { graveRules, type RulesOptions, SEVERITY_SCORE } from './rules.ts';
export { type WordsInPicturesOptions, wordsInPictures } from './words-in-pictures.ts';
