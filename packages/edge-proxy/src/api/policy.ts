import type { Category, Engine, ImageGenerator, ImageModerator } from '@shoji/core';
import { uncoveredCategories } from '@shoji/core/generation';
import { DEFAULT_PROMPT_LIMIT } from '@shoji/core/text';
import type { PolicyAnswer } from '@shoji/core/wire';
import type { Hono } from 'hono';
import { measuredLanguages } from './languages.ts';

/**
 * Adds `GET /v1/policy`.
 * @param engineNow The engine of the next request; only its generator may change.
 */
export function policy(app: Hono, engineNow: () => Engine): void {
  const facts = describePolicy(engineNow());
  app.get('/v1/policy', (c) => {
    const answer: PolicyAnswer = { ...facts, generator: describeGenerator(engineNow().generator) };
    return c.json(answer);
  });
}

function describePolicy(engine: Engine): Omit<PolicyAnswer, 'generator'> {
  const { policy: rules } = engine;
  const onPrompt = [...engine.rules, ...engine.classifiers].map((check) => describeCheck(check, 'prompt'));
  const onImage = engine.moderators.map((check) => describeCheck(check, 'image'));
  return {
    name: rules.name,
    reveal: rules.reveal,
    explain: rules.explain,
    warned_prompt: rules.warnedPrompt,
    attempts: rules.regenerate.attempts,
    prompt: rules.explain === 'none' ? null : thresholdsOf(rules.prompt),
    image: thresholdsOf(rules.image),
    checks: [...onPrompt, ...onImage],
    uncovered: uncoveredCategories(engine),
    languages: measuredLanguages(engine),
  };
}

function describeGenerator({ name, kind, limits }: ImageGenerator): PolicyAnswer['generator'] {
  const { side } = limits;
  return {
    name,
    kind,
    max_images: limits.maxImages,
    side: { min: side.min, max: side.max, multiple_of: side.multipleOf },
    negative_prompt: limits.negativePrompt,
    input_image: limits.inputImage === true,
    input_strength: limits.inputImage === true && limits.inputStrength !== false,
    prompt_limit: limits.prompt ?? DEFAULT_PROMPT_LIMIT,
  };
}

function describeCheck(
  { name, covers, caveat }: Pick<ImageModerator, 'name' | 'covers' | 'caveat'>,
  on: 'prompt' | 'image',
): PolicyAnswer['checks'][number] {
  return { name, on, covers: [...covers], ...(caveat !== undefined && { caveat }) };
}

/** The thresholds that are set, one entry a category. */
function thresholdsOf<Levels extends object>(side: Readonly<Partial<Record<Category, Levels>>>) {
  return Object.fromEntries(Object.entries(side).map(([category, levels]) => [category, { ...levels }]));
}
