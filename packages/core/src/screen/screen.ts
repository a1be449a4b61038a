import type { Policy } from '../policy/schema.ts';
import type { ImageCodec, ImageModerator } from '../ports/image.ts';
import type { PromptClassifier, PromptRules } from '../ports/prompt.ts';
import type { PriceTable } from './ledger/account.ts';
import type { ScreeningObservation } from './ledger/observe.ts';

/** The parts of every screen. */
export interface Watched {
  readonly policy: Policy;
  readonly prices?: PriceTable;
  /** For the operator only: details that callers do not get. Errors that it throws are ignored. */
  readonly observe?: (observation: ScreeningObservation) => void;
}

/** The part of an engine that screens prompts. */
export interface PromptScreen extends Watched {
  readonly rules: readonly PromptRules[];
  readonly classifiers: readonly PromptClassifier[];
}

/** The part of an engine that judges pictures. */
export interface ImageScreen extends Watched {
  readonly moderators: readonly ImageModerator[];
  readonly codec: ImageCodec;
}
