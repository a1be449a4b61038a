import type { Engine } from '@shoji/core';
import { uncoveredCategories } from '@shoji/core/generation';

/** The running parts in words, one line for each subject. */
export function describeEngine(engine: Engine): string[] {
  const { policy, generator } = engine;
  const prompt = [...engine.rules, ...engine.classifiers].map(({ name }) => name);
  const image = engine.moderators.map(({ name }) => name);
  const uncovered = uncoveredCategories(engine);
  return [
    `policy     ${policy.name}`,
    `prompts    checked by ${prompt.join(', ')}`,
    `pictures   made by ${generator.name}${generator.kind === 'sample' ? ' (sample illustrations, no image model)' : ''}, checked by ${image.join(', ')}`,
    ...(uncovered.prompt.length > 0
      ? [`unseen     in prompts, by any check: ${uncovered.prompt.join(', ')}`]
      : []),
    ...(uncovered.image.length > 0
      ? [`unseen     in pictures, by any check: ${uncovered.image.join(', ')}`]
      : []),
    ...policy.failOpen.map(
      (check) => `fails open ${check}: content that it cannot check passes, with a warning`,
    ),
  ];
}
