import type { ImageGenerator } from '../ports/generator.ts';
import { assertKnownParts } from '../ports/lifetime.ts';
import type { PriceTable } from '../screen/ledger/account.ts';
import type { ScreeningObservation } from '../screen/ledger/observe.ts';
import type { ImageScreen, PromptScreen } from '../screen/screen.ts';
import { CATEGORIES, type Category, SEXUAL_CATEGORIES } from '../vocabulary/category.ts';
import { OperatorError } from '../vocabulary/operator-error.ts';
import type { GenerationErrorCode } from './errors.ts';

/**
 * Everything a moderated generation is made of, put together once from the operator's configuration.
 * @example
 * ```ts
 * import { rules, presets, type Engine } from '@shoji/core';
 *
 * const engine: Engine = {
 *   policy: presets.standard,
 *   rules: [rules()],
 *   classifiers: [],
 *   generator,
 *   moderators: [moderator],
 *   codec,
 *   prices: {},
 * };
 * ```
 */
export interface Engine extends Omit<PromptScreen & ImageScreen, 'prices' | 'observe'> {
  readonly generator: ImageGenerator;
  readonly prices: PriceTable;
  /** For the operator only: details that callers do not get. Errors that it throws are ignored. */
  readonly observe?: (observation: Observation) => void;
}

/**
 * Detail for the operator's log and metrics.
 * @example
 * ```ts
 * const engine = {
 *   ...parts,
 *   observe(observation: Observation) {
 *     if (observation.type === 'check-failed') log.warn(observation.check, observation.cause);
 *   },
 * };
 * ```
 */
export type Observation = ScreeningObservation | GenerationObservation;

/** That a generator, or a server beside it, failed. `error` may quote the request; `cause` is what may be logged. */
export interface GenerationObservation {
  readonly type: 'generation-failed';
  readonly id: string;
  /** Name of the generator or the upstream. */
  readonly generator: string;
  readonly code: GenerationErrorCode;
  readonly cause: string;
  readonly error: unknown;
}

/** A configuration that could not screen; `message` says what to add. */
export class EngineError extends OperatorError {
  override readonly name = 'EngineError';
}

/**
 * Refuses an engine that would let everything through because it has no checks, or whose parts have an unknown version.
 * @throws EngineError, or OperatorError for a part of an unknown version.
 */
export function assertScreening(engine: Omit<Engine, 'generator'> & Partial<Engine>): void {
  assertKnownParts(engine);
  if (engine.rules.length + engine.classifiers.length === 0) {
    throw new EngineError('prompt: no check is configured; add rules() or a classifier.');
  }
  if (engine.moderators.length === 0) {
    throw new EngineError(
      'image: no moderator is configured; add embeddedImageModerator() or rekognition().',
    );
  }
  const checks = [...engine.rules, ...engine.classifiers, ...engine.moderators].map(({ name }) => name);
  const twice = checks.find((name, index) => checks.indexOf(name) !== index);
  if (twice !== undefined)
    throw new EngineError(`Two checks are named ${twice}; give one of them another name.`);
  const unknown = engine.policy.failOpen.find((name) => !checks.includes(name));
  if (unknown !== undefined) {
    throw new EngineError(
      `policy.failOpen: no check is named ${unknown}; the configured ones are ${checks.join(', ')}.`,
    );
  }
}

/**
 * The categories that the policy restricts and no configured check can see, for each side. Of pictures, a category that is
 * joined of two is seen if both halves are. A check of the words in pictures does not see the rest of a picture.
 */
export function uncoveredCategories(engine: Engine): { prompt: Category[]; image: Category[] } {
  const seen = (checks: readonly { covers: readonly Category[] }[]) =>
    new Set(checks.flatMap(({ covers }) => covers));
  const onPrompts = seen([...engine.rules, ...engine.classifiers]);
  const onImages = seen(engine.moderators.filter(({ wordsOnly }) => wordsOnly !== true));
  const isSexualSeen = SEXUAL_CATEGORIES.some((category) => onImages.has(category));
  if (isSexualSeen && onImages.has('minor')) onImages.add('sexual-minors');
  if (isSexualSeen && onImages.has('face')) onImages.add('real-person');
  return {
    prompt: CATEGORIES.filter((category) => engine.policy.prompt[category] && !onPrompts.has(category)),
    image: CATEGORIES.filter((category) => engine.policy.image[category] && !onImages.has(category)),
  };
}
