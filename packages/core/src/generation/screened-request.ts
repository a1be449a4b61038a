import type { ScreenedRequest } from '../ports/generator.ts';
import type { ScreenedPrompt } from '../sealed/screened-prompt.ts';
import { mergeNegativePrompt } from '../text/negative-prompt.ts';
import type { Warning } from '../vocabulary/verdict.ts';
import type { Engine } from './engine.ts';
import type { GenerationPlan } from './plan.ts';

// At a guidance scale of 1 or less Stable Diffusion does not evaluate the negative prompt at all.
const POWERLESS_GUIDANCE = 1;

/** What the generator is asked for in one attempt: the pictures at the positions `wanted`. */
export function screenedRequest(
  prompt: ScreenedPrompt,
  plan: GenerationPlan,
  engine: Engine,
  attempt: number,
  wanted: readonly number[],
): ScreenedRequest {
  const { width, height, steps, guidanceScale } = plan;
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
  };
}

/** What a caller should know about the request itself, whatever the pictures turn out to be. */
export function requestWarnings(plan: GenerationPlan, engine: Engine): Warning[] {
  const { generator } = engine;
  const { text, truncated } = negativePrompt(plan.negativePrompt, plan, engine, 1);
  const powerless = text !== '' && plan.guidanceScale <= POWERLESS_GUIDANCE;
  const unsupported = !generator.limits.negativePrompt && plan.negativePrompt.trim() !== '';
  return [
    ...(generator.kind === 'sample' ? [SAMPLE_GENERATOR] : []),
    ...(powerless ? [POWERLESS] : []),
    ...(unsupported ? [UNSUPPORTED] : []),
    ...(truncated ? [TRUNCATED] : []),
  ];
}

function negativePrompt(
  typed: string,
  { inverted }: GenerationPlan,
  { policy, generator }: Engine,
  attempt: number,
) {
  // What turns guidance round would have the operator's own terms painted.
  if (inverted) return { text: generator.limits.negativePrompt ? typed : '', truncated: false };
  const { limits } = generator;
  if (!limits.negativePrompt) return { text: '', truncated: false };
  return mergeNegativePrompt({ policy, typed, attempt, tokenLimit: limits.promptTokens });
}

const SAMPLE_GENERATOR: Warning = {
  code: 'sample_generator',
  message: 'These are sample illustrations, not pictures by a diffusion model.',
};
const POWERLESS: Warning = {
  code: 'negative_prompt_powerless',
  message: 'At a guidance scale of 1 or less the model ignores the negative prompt.',
};
const UNSUPPORTED: Warning = {
  code: 'negative_prompt_unsupported',
  message: 'This model has no negative prompt, so yours was not used.',
};
const TRUNCATED: Warning = {
  code: 'negative_prompt_truncated',
  message: 'The end of your negative prompt did not fit into what the model reads.',
};
