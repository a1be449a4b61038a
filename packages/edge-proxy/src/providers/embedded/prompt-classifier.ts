import { type PromptClassifier, smallPromptClassifier } from '@shoji/core';

/** The prompt classifier that needs nothing outside of this process. */
export function embeddedPromptClassifier(): PromptClassifier {
  return { ...smallPromptClassifier(), name: 'full' };
}
