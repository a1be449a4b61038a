import { warningOf } from '../phrases/warning-of.ts';
import type { ScreenedRequest } from '../ports/generator.ts';
import type { ScreenedPrompt } from '../sealed/screened-prompt.ts';
import { ignoresNegatives } from '../text/guidance.ts';
import { mergeNegativePrompt } from '../text/negative-prompt.ts';
import type { Warning } from '../vocabulary/warning.ts';
import type { Engine } from './engine.ts';
import type { GenerationPlan } from './plan.ts';

/** The request to the generator in one attempt: the images at the positions `wanted`. */
export function screenedRequest(
  prompt: ScreenedPrompt,
  plan: GenerationPlan,
  engine: Engine,
  attempt: number,
  wanted: readonly number[],
): ScreenedRequest {
  const { width, height, steps, guidanceScale, chosen } = plan;
  return {
    prompt,
    negativePrompt: negativePrompt(plan.negativePrompt, plan, engine, attempt).text,
    otherNegativePrompts: plan.otherNegativePrompts.map(
      (typed) => negativePrompt(typed, plan, engine, attempt).text,
    ),
    seeds: wanted.map((index) => plan.seedOf(index, attempt)),
    width,
    height,
    steps,
    guidanceScale,
    chosen,
  };
}

/** Warnings about the request itself, independent of its images. */
export function requestWarnings(plan: GenerationPlan, engine: Engine): Warning[] {
  const { generator } = engine;
  const { text, truncated } = negativePrompt(plan.negativePrompt, plan, engine, 1);
  const powerless = text !== '' && ignoresNegatives(plan.guidanceScale);
  const unsupported = !generator.limits.negativePrompt && plan.negativePrompt.trim() !== '';
  return [
    ...(generator.kind === 'sample' ? [warningOf('sample_generator')] : []),
    ...(powerless ? [warningOf('negative_prompt_powerless')] : []),
    ...(unsupported ? [warningOf('negative_prompt_unsupported')] : []),
    ...(truncated ? [warningOf('negative_prompt_truncated')] : []),
  ];
}

function negativePrompt(
  typed: string,
  { inverted }: GenerationPlan,
  { policy, generator }: Engine,
  attempt: number,
) {
  // At inverted guidance the model would paint the operator's own terms.
  if (inverted) return { text: generator.limits.negativePrompt ? typed : '', truncated: false };
  const { limits } = generator;
  if (!limits.negativePrompt) return { text: '', truncated: false };
  return mergeNegativePrompt({ policy, typed, attempt, tokenLimit: limits.promptTokens });
}
