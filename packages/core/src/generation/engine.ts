import { CATEGORIES, type Category } from '../policy/categories.ts';
import type { Finding, Notice } from '../policy/findings.ts';
import type { Policy } from '../policy/schema.ts';
import type { PriceTable } from './ledger.ts';
import type { ImageCodec, ImageGenerator, ImageModerator, PromptClassifier, PromptRules } from './ports.ts';

/** Everything a moderated generation is made of, put together once from the operator's configuration. */
export interface Engine {
  readonly policy: Policy;
  readonly rules: readonly PromptRules[];
  readonly classifiers: readonly PromptClassifier[];
  readonly generator: ImageGenerator;
  readonly moderators: readonly ImageModerator[];
  readonly codec: ImageCodec;
  readonly prices: PriceTable;
  /** For the operator only: what callers are not told. Never throws. */
  readonly observe?: (observation: Observation) => void;
}

/** The part of an engine that screens prompts. */
export type PromptScreen = Pick<Engine, 'policy' | 'rules' | 'classifiers'>;

/** The part of an engine that judges pictures. */
export type ImageScreen = Pick<Engine, 'policy' | 'moderators' | 'codec'>;

/** Detail for the operator's log and metrics. It holds neither the prompt's text nor pictures. */
export type Observation =
  | {
      readonly type: 'check-failed';
      readonly id: string;
      readonly check: string;
      readonly failure: string;
      readonly error: unknown;
    }
  | { readonly type: 'prompt-findings'; readonly id: string; readonly findings: readonly Finding[] }
  | { readonly type: 'notice'; readonly id: string; readonly check: string; readonly notice: Notice };

/** A configuration that could not screen; `message` says what to add. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
}

/**
 * Refuses an engine that would let everything through because nothing looks.
 * @throws EngineError
 */
export function assertScreening(engine: Engine): void {
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

/** The categories that the policy restricts and no configured check can see, for each side. */
export function uncoveredCategories(engine: Engine): { prompt: Category[]; image: Category[] } {
  const seen = (checks: readonly { covers: readonly Category[] }[]) =>
    new Set(checks.flatMap(({ covers }) => covers));
  const onPrompts = seen([...engine.rules, ...engine.classifiers]);
  const onImages = seen(engine.moderators);
  return {
    prompt: CATEGORIES.filter((category) => engine.policy.prompt[category] && !onPrompts.has(category)),
    image: CATEGORIES.filter((category) => engine.policy.image[category] && !onImages.has(category)),
  };
}
