/**
 * The moderated generation as one pure flow. This entry has the names that most programs need; each folder of core has a
 * subpath with the rest: `/vocabulary`, `/time`, `/phrases`, `/image`, `/policy`, `/text`, `/screen`, `/generation`, `/wire`, `/testing`
 * and `/unseal`.
 */
export type { Engine, Observation } from './generation/engine.ts';
export { GenerationError } from './generation/errors.ts';
export type { GenerationEvent, GenerationResult } from './generation/events.ts';
export { moderateGeneration } from './generation/moderate-generation.ts';
export type { GenerationOptions, GenerationRequest } from './generation/request.ts';
export { resultOf } from './generation/result-of.ts';
export { ImageError } from './image/errors.ts';
export type { EncodedImage } from './image/formats.ts';
export { presets, standard } from './policy/presets.ts';
export { type PolicyInput, resolvePolicy } from './policy/resolve-policy.ts';
export type { Policy } from './policy/schema.ts';
export type { CallOptions } from './ports/call.ts';
export { defineClassifier, defineGenerator, defineModerator } from './ports/define.ts';
export type {
  GeneratedImages,
  GeneratorLimits,
  ImageGenerator,
  ScreenedRequest,
} from './ports/generator.ts';
export type { ImageCodec, ImageModerator } from './ports/image.ts';
export type { PromptClassifier, PromptRules } from './ports/prompt.ts';
export { createScreening } from './screen/screening.ts';
export { NormalisedImage, UnscreenedImage } from './sealed/picture.ts';
export type { ScreenedImage } from './sealed/screened-image.ts';
export type { ScreenedPrompt } from './sealed/screened-prompt.ts';
export { smallPromptClassifier } from './text/model/small-classifier.ts';
export { rules } from './text/rules.ts';
export { CATEGORIES, type Category } from './vocabulary/category.ts';
export { CheckError } from './vocabulary/check-error.ts';
export type { ImageDecision, PromptDecision } from './vocabulary/decision.ts';
export type { CheckReport, Finding } from './vocabulary/finding.ts';
export { OperatorError } from './vocabulary/operator-error.ts';
export type { PromptVerdict } from './vocabulary/verdict.ts';
export type { Warning } from './vocabulary/warning.ts';
