export {
  assertScreening,
  type Engine,
  EngineError,
  type GenerationObservation,
  type Observation,
  uncoveredCategories,
} from './generation/engine.ts';
export { GenerationError, type GenerationErrorCode } from './generation/errors.ts';
export type { GenerationEvent, GenerationResult, Timings } from './generation/events.ts';
export { type GenerationOptions, moderateGeneration } from './generation/moderate-generation.ts';
export { observeFailure } from './generation/observe-failure.ts';
export { type GenerationPlan, planGeneration } from './generation/plan.ts';
export type {
  CallOptions,
  GeneratedImages,
  GeneratorLimits,
  ImageCodec,
  ImageGenerator,
  ImageModerator,
  PromptClassifier,
  PromptRules,
  ScreenedRequest,
} from './generation/ports.ts';
export type { GenerationRequest } from './generation/request.ts';
export { COVER_SIDE, coverOf, type DecodedPixels } from './image/cover.ts';
export { ImageError, type ImageErrorCode } from './image/errors.ts';
export type { EncodedImage, ImageMediaType } from './image/formats.ts';
export { type ImageHeader, readHeader } from './image/header.ts';
export { checkBytes, checkLimits, DEFAULT_IMAGE_LIMITS, type ImageLimits } from './image/limits.ts';
export { type ModerationLabel, rekognitionFindings } from './image/rekognition-findings.ts';
export {
  REKOGNITION_CATEGORIES,
  REKOGNITION_LABELS,
  type RekognitionLabel,
  rekognitionCategory,
} from './image/rekognition-taxonomy.ts';
export { type DecodableFormat, type ImageFormat, sniff } from './image/sniff.ts';
export { CATEGORIES, type Category, isCategory } from './policy/categories.ts';
export { CheckError, type CheckFailure } from './policy/check-error.ts';
export {
  type Decided,
  decideImage,
  decidePrompt,
  type ImageDecision,
  type PromptDecision,
  severer,
} from './policy/decide.ts';
export type { CheckReport, Finding, Notice, SkipReason, Span, Usage } from './policy/findings.ts';
export { type PresetName, presets } from './policy/presets.ts';
export { PolicyError, type PolicyInput, resolvePolicy } from './policy/resolve-policy.ts';
export { type ImageThresholds, type Policy, type PromptThresholds, policySchema } from './policy/schema.ts';
export { chunksOf, MOST_CHUNKS } from './prompt/chunks.ts';
export { comparable } from './prompt/comparable.ts';
export { hashFeatures } from './prompt/features.ts';
export { type Legibility, legibility, type ReadableLanguage } from './prompt/language.ts';
export {
  type LexiconTerm,
  parseTermList,
  type Severity,
  TermListError,
  type TermRole,
} from './prompt/lexicon.ts';
export { type ListedTerm, lexiconTerms } from './prompt/lexicon-terms.ts';
export {
  DEFAULT_PROMPT_LIMIT,
  isPromptWithinLimit,
  limitInWords,
  MAX_PROMPT_BYTES,
  type PromptLimit,
} from './prompt/limit.ts';
export { type LinearModelData, loadLinearModel, packLinearModel } from './prompt/linear-model.ts';
export { createMatcher, type Match, type Matcher } from './prompt/matcher.ts';
export {
  mergeNegativePrompt,
  type NegativePrompt,
  type NegativePromptInput,
  negativePromptTerms,
} from './prompt/negative-prompt.ts';
export { type RulesOptions, rules, SEVERITY_SCORE } from './prompt/rules.ts';
export {
  likelihoods,
  ofOtherLanguage,
  type PromptScores,
  reportScores,
  SMALL_MODEL,
  type SmallModelData,
  smallLogits,
  smallPromptClassifier,
  strongest,
} from './prompt/small-classifier.ts';
export { type LinearExample, randomFrom, shuffle, trainLinear } from './prompt/train-linear.ts';
export { Account, type Cost, costOf, type PriceTable } from './screen/account.ts';
export { causeOf } from './screen/cause.ts';
export type { ImageScreening } from './screen/cover-image.ts';
export type { ImageJudgement, JudgeOptions } from './screen/judge-image.ts';
export type { ScreeningObservation, UsageObservation } from './screen/observe.ts';
export {
  type AskedTexts,
  createPromptScreening,
  type PromptReport,
  type PromptScreener,
  type PromptScreening,
  type ScreeningOptions,
} from './screen/prompt-screening.ts';
export type { CheckRun } from './screen/run-check.ts';
export type { ImageScreen, PromptScreen } from './screen/screen.ts';
export { createScreening, type ImageScreener, type Screening } from './screen/screening.ts';
export { NormalisedImage, UnscreenedImage } from './sealed/picture.ts';
export type { ScreenedImage } from './sealed/screened-image.ts';
export type { ScreenedPrompt } from './sealed/screened-prompt.ts';
export { replaceLiteral } from './text/replace-literal.ts';
export { orAborted } from './time/deadline.ts';
export { type CheckOutcome, type PromptVerdict, refuses, type Warning } from './vocabulary/verdict.ts';
