/** The parts of a moderated generation: its plan, the checks of an engine, and the reports of failures. */

export type {
  Chosen,
  GenerateOptions,
  GeneratorChoices,
  GeneratorSettings,
  GivenImage,
} from '../ports/generator.ts';
export { assertScreening, EngineError, type GenerationObservation, uncoveredCategories } from './engine.ts';
export {
  COMPUTED_MS,
  GENERATOR_FAILURES,
  type GenerationErrorCode,
  type GeneratorFailure,
  generatorBusy,
  InputImageError,
} from './errors.ts';
export { observeFailure } from './observe-failure.ts';
export { type GenerationPlan, planGeneration } from './plan.ts';
export type { InputImage } from './request.ts';
