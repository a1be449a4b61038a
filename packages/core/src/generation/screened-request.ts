import { ImageError } from '../image/errors.ts';
import { generationWarningOf } from '../phrases/warning-of.ts';
import type { GivenImage, ScreenedRequest } from '../ports/generator.ts';
import type { ImageScreener } from '../screen/screening.ts';
import type { ScreenedPrompt } from '../sealed/screened-prompt.ts';
import { ignoresNegatives } from '../text/guidance.ts';
import { mergeNegativePrompt } from '../text/negative-prompt.ts';
import { NO_PROMPT } from '../vocabulary/verdict.ts';
import type { Warning } from '../vocabulary/warning.ts';
import type { Engine } from './engine.ts';
import { GenerationError, InputImageError } from './errors.ts';
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

/**
 * Judges the picture that the model would start from. Its transparency is judged as it is sent: opaque.
 * @param ms Time for the checks, in milliseconds.
 * @returns The picture as it was judged, or undefined for a request without one.
 * @throws InputImageError unless it is clear. GenerationError `invalid_request` where the bytes are no readable picture.
 */
export async function screenInputImage(
  input: GenerationPlan['input'],
  screening: ImageScreener,
  ms: number,
): Promise<GivenImage | undefined> {
  if (input === undefined) return undefined;
  const { image, strength } = input;
  const { image: screened, judgement } = await screening.image(image, NO_PROMPT, { role: 'input', ms });
  if (screened.decision === 'clear') return { image: screened, strength };
  const notRead = judgement.runs.find(({ error }) => error instanceof ImageError)?.error;
  if (notRead instanceof ImageError)
    throw new GenerationError('invalid_request', `image: ${notRead.message}`);
  // Its position would read as that of a generated picture.
  const warnings = screened.warnings.map(({ image: _, ...warning }) => warning);
  // A finding counts even if another check failed.
  const unchecked =
    warnings.some(({ code }) => code === 'check_failed') && !warnings.some(({ category }) => category);
  throw new InputImageError(unchecked ? 'check_failed' : 'image_rejected', warnings);
}

/** Warnings about the request itself, independent of its images. */
export function requestWarnings(plan: GenerationPlan, engine: Engine): Warning[] {
  const { generator } = engine;
  const { text, truncated } = negativePrompt(plan.negativePrompt, plan, engine, 1);
  const powerless = text !== '' && ignoresNegatives(plan.guidanceScale);
  const unsupported = !generator.limits.negativePrompt && plan.negativePrompt.trim() !== '';
  return [
    ...(generator.kind === 'sample' ? [generationWarningOf('sample_generator')] : []),
    ...(powerless ? [generationWarningOf('negative_prompt_powerless')] : []),
    ...(unsupported ? [generationWarningOf('negative_prompt_unsupported')] : []),
    ...(truncated ? [generationWarningOf('negative_prompt_truncated')] : []),
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
