import type { GeneratorSettings } from '../ports/generator.ts';
import type { Cost } from '../screen/ledger/account.ts';
import type { ScreenedImage } from '../sealed/screened-image.ts';
import type { Timings } from '../time/clock.ts';
import type { ImageDecision } from '../vocabulary/decision.ts';
import type { CheckOutcome, PromptVerdict } from '../vocabulary/verdict.ts';
import type { Warning } from '../vocabulary/warning.ts';

interface Facts {
  readonly id: string;
  readonly prompt: PromptVerdict;
  readonly checks: readonly CheckOutcome[];
  readonly warnings: readonly Warning[];
  readonly timings: Timings;
  readonly cost: Cost;
}

/**
 * How a generation ended. Refusals are results; only a failure is thrown.
 * @example
 * ```ts
 * const result: GenerationResult = await resultOf(flow);
 * if (result.status === 'completed') show(result.images);
 * else explain(result.prompt.warnings);
 * ```
 */
export type GenerationResult =
  | (Facts & {
      readonly status: 'completed';
      /** The most severe of the pictures' decisions. */
      readonly decision: ImageDecision;
      readonly images: readonly ScreenedImage[];
      readonly attempts: number;
      readonly seeds: readonly number[];
      readonly generator: {
        readonly name: string;
        readonly kind: 'model' | 'sample';
        /** The settings that the pictures were made with, if the generator reports them. */
        readonly settings?: GeneratorSettings;
      };
    })
  | (Facts & {
      /** `rejected`: the policy refuses the prompt. `unchecked`: a check failed and the policy fails closed. */
      readonly status: 'rejected' | 'unchecked';
    });

/**
 * An event of `moderateGeneration`. No event can carry an unscreened image.
 * @example
 * ```ts
 * function progressOf(event: GenerationEvent): number | undefined {
 *   return event.type === 'generation.progress' ? event.fraction : undefined;
 * }
 * ```
 */
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
      /** Positions of the pictures that are generated again. */
      readonly images: readonly number[];
    };
