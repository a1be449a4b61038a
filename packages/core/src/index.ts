export { orAborted } from './generation/deadline.ts';
export {
  assertScreening,
  type Engine,
  EngineError,
  type ImageScreen,
  type Observation,
  type PromptScreen,
  uncoveredCategories,
} from './generation/engine.ts';
export { GenerationError, type GenerationErrorCode } from './generation/errors.ts';
export type {
  CheckOutcome,
  Cost,
  GenerationEvent,
  GenerationResult,
  PromptVerdict,
  Timings,
  Warning,
} from './generation/events.ts';
export { explainVerdict } from './generation/explain.ts';
export { type ImageJudgement, type JudgeOptions, judgeImage } from './generation/judge-image.ts';
export { Ledger, type PriceTable } from './generation/ledger.ts';
export { moderateGeneration } from './generation/moderate-generation.ts';
export { observeRuns } from './generation/observe.ts';
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
export { type ImageScreening, type ScreenedImage, screenImage } from './generation/screen-image.ts';
export { type PromptReport, refuses, type ScreenedPrompt, screenPrompt } from './generation/screen-prompt.ts';
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
export { NormalisedImage, UnscreenedImage } from './image/sealed.ts';
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
export { chunksOf } from './prompt/chunks.ts';
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
export { isPromptWithinLimit, MAX_PROMPT_BYTES } from './prompt/limit.ts';
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
export { replaceLiteral } from './text/replace-literal.ts';
