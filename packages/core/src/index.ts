export {
  assertScreening,
  type Engine,
  EngineError,
  type GenerationObservation,
  type Observation,
  uncoveredCategories,
} from './generation/engine.ts';
export { GenerationError, type GenerationErrorCode } from './generation/errors.ts';
export type { GenerationEvent, GenerationResult } from './generation/events.ts';
export { moderateGeneration } from './generation/moderate-generation.ts';
export { observeFailure } from './generation/observe-failure.ts';
export type { GenerationOptions } from './generation/options.ts';
export { type GenerationPlan, planGeneration } from './generation/plan.ts';
export type { GenerationRequest } from './generation/request.ts';
export { resultOf } from './generation/result-of.ts';
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
export { type Decided, decideImage, decidePrompt } from './policy/decide.ts';
export { type PresetName, presets } from './policy/presets.ts';
export { PolicyError, type PolicyInput, resolvePolicy } from './policy/resolve-policy.ts';
export { type ImageThresholds, type Policy, type PromptThresholds, policySchema } from './policy/schema.ts';
export type { CallOptions } from './ports/call.ts';
export type { GeneratedImages, GeneratorLimits, ImageGenerator, ScreenedRequest } from './ports/generator.ts';
export type { ImageCodec, ImageModerator } from './ports/image.ts';
export type { PromptClassifier, PromptRules } from './ports/prompt.ts';
export {
  DEFAULT_PROMPT_LIMIT,
  isPromptWithinLimit,
  limitInWords,
  MAX_PROMPT_BYTES,
  type PromptLimit,
} from './ports/prompt-limit.ts';
export type { ImageScreening } from './screen/cover-image.ts';
export type { ImageJudgement, JudgeOptions } from './screen/judge-image.ts';
export { Account, type Cost, costOf, type PriceTable } from './screen/ledger/account.ts';
export { causeOf } from './screen/ledger/cause.ts';
export type { ScreeningObservation, UsageObservation } from './screen/ledger/observe.ts';
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
export { hasNegativeWeight, ignoresNegatives, paintsNegatives } from './text/guidance.ts';
export { type ListedTerm, lexiconTerms } from './text/lexicon/listed-terms.ts';
export {
  type LexiconTerm,
  parseTermList,
  type Severity,
  TermListError,
  type TermRole,
} from './text/lexicon/term-list.ts';
export { createMatcher, type Match, type Matcher } from './text/match/matcher.ts';
export { chunksOf, MOST_CHUNKS } from './text/model/chunks.ts';
export { hashFeatures } from './text/model/features.ts';
export { type Legibility, legibility, type ReadableLanguage } from './text/model/language.ts';
export { type LinearModelData, loadLinearModel, packLinearModel } from './text/model/linear-model.ts';
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
} from './text/model/small-classifier.ts';
export { type LinearExample, randomFrom, shuffle, trainLinear } from './text/model/train-linear.ts';
export {
  mergeNegativePrompt,
  type NegativePrompt,
  type NegativePromptInput,
  negativePromptTerms,
} from './text/negative-prompt.ts';
export { comparable } from './text/read/comparable.ts';
export { replaceLiteral } from './text/replace-literal.ts';
export { type RulesOptions, rules, SEVERITY_SCORE } from './text/rules.ts';
export type { Timings } from './time/clock.ts';
export { orAborted } from './time/deadline.ts';
export { CATEGORIES, type Category, isCategory } from './vocabulary/category.ts';
export { CheckError, type CheckFailure } from './vocabulary/check-error.ts';
export { type ImageDecision, type PromptDecision, severer } from './vocabulary/decision.ts';
export type { CheckReport, Finding, Notice, SkipReason, Span, Usage } from './vocabulary/finding.ts';
export { OperatorError } from './vocabulary/operator-error.ts';
export { type CheckOutcome, NO_PROMPT, type PromptVerdict, refuses } from './vocabulary/verdict.ts';
export type { Warning } from './vocabulary/warning.ts';
export {
  categoryWarningCode,
  WARNING_CODES,
  type WarningCode,
} from './vocabulary/warning.ts';
