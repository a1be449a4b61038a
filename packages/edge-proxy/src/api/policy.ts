import type { Category, Engine } from '@shoji/core';
import { uncoveredCategories } from '@shoji/core/generation';
import { DEFAULT_PROMPT_LIMIT } from '@shoji/core/text';
import type { PolicyAnswer } from '@shoji/core/wire';
import type { Hono } from 'hono';
import { measuredLanguages } from './languages.ts';

/** Adds `GET /v1/policy`. @param engineNow The engine of the next request. */
export function policy(app: Hono, engineNow: () => Engine): void {
  app.get('/v1/policy', (c) => c.json(describePolicy(engineNow())));
}

function describePolicy(engine: Engine): PolicyAnswer {
  const { policy: rules, generator } = engine;
  const { side } = generator.limits;
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
    generator: {
      name: generator.name,
      kind: generator.kind,
      max_images: generator.limits.maxImages,
      side: { min: side.min, max: side.max, multiple_of: side.multipleOf },
      negative_prompt: generator.limits.negativePrompt,
      prompt_limit: generator.limits.prompt ?? DEFAULT_PROMPT_LIMIT,
    },
  };
}

function describeCheck(
  { name, covers }: { readonly name: string; readonly covers: readonly Category[] },
  on: 'prompt' | 'image',
): PolicyAnswer['checks'][number] {
  return { name, on, covers: [...covers] };
}

/** The thresholds that are set, one entry a category. */
function thresholdsOf<Levels extends object>(side: Readonly<Partial<Record<Category, Levels>>>) {
  return Object.fromEntries(Object.entries(side).map(([category, levels]) => [category, { ...levels }]));
}
