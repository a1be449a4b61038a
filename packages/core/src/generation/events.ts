import type { Category } from '../policy/categories.ts';
import type { CheckFailure } from '../policy/check-error.ts';
import type { ImageDecision, PromptDecision } from '../policy/decide.ts';
import type { Finding, SkipReason, Span } from '../policy/findings.ts';
import type { ScreenedImage } from './screen-image.ts';

/** What became of one check. `failed` is "could not be checked"; `skipped` is "could not be read". */
export interface CheckOutcome {
  readonly check: string;
  readonly on: 'prompt' | 'image';
  /** Position of the picture, for `on: 'image'`. */
  readonly image?: number;
  readonly attempt?: number;
  readonly status: 'passed' | 'flagged' | 'failed' | 'skipped';
  readonly ms: number;
  readonly reason?: CheckFailure | SkipReason;
  /** Version of the model that answered. */
  readonly model?: string;
}

/** A reason for a person. Clients localise it by `code`; `message` is the plain English sentence. */
export interface Warning {
  readonly code: string;
  readonly message: string;
  readonly category?: Category;
  readonly check?: string;
  readonly span?: Span;
  /** Position of the picture it speaks of. */
  readonly image?: number;
}

/** What screening said of the prompt. */
export interface PromptVerdict {
  readonly decision: PromptDecision;
  /** True when a check failed and the policy fails closed: not unsafe, but not known to be safe. */
  readonly unchecked: boolean;
  readonly findings: readonly Finding[];
  readonly checks: readonly CheckOutcome[];
  readonly warnings: readonly Warning[];
}

/** Wall-clock milliseconds per stage; `generate` and `moderate` add up all attempts. */
export interface Timings {
  readonly rules: number;
  readonly classify: number;
  readonly generate: number;
  readonly moderate: number;
  readonly total: number;
}

/** What the request cost by the operator's price table, in US dollars. */
export interface Cost {
  readonly estimate: number;
  readonly items: readonly { readonly item: string; readonly quantity: number; readonly usd: number }[];
}

interface Facts {
  readonly id: string;
  readonly prompt: PromptVerdict;
  readonly checks: readonly CheckOutcome[];
  readonly warnings: readonly Warning[];
  readonly timings: Timings;
  readonly cost: Cost;
}

/** How a generation ended. Refusals are results; only what could not be carried out is thrown. */
export type GenerationResult =
  | (Facts & {
      readonly status: 'completed';
      /** The most severe of the pictures' decisions. */
      readonly decision: ImageDecision;
      readonly images: readonly ScreenedImage[];
      readonly attempts: number;
      readonly seeds: readonly number[];
      readonly generator: { readonly name: string; readonly kind: 'model' | 'sample' };
    })
  | (Facts & {
      /** `rejected`: the policy refuses the prompt. `unchecked`: a check failed and the policy fails closed. */
      readonly status: 'rejected' | 'unchecked';
    });

/** What `moderateGeneration` tells while it works. No event can carry an unscreened picture. */
export type GenerationEvent =
  | { readonly type: 'prompt.screened'; readonly id: string; readonly prompt: PromptVerdict }
  | { readonly type: 'generation.started'; readonly attempt: number; readonly seeds: readonly number[] }
  | { readonly type: 'generation.progress'; readonly attempt: number; readonly fraction: number }
  | {
      readonly type: 'image.screened';
      readonly index: number;
      readonly attempt: number;
      readonly image: ScreenedImage;
    }
  | {
      readonly type: 'generation.regenerating';
      readonly attempt: number;
      /** Positions of the pictures that are made anew. */
      readonly images: readonly number[];
    };
